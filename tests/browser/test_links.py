"""A link for a leader without an account: from the board to the page that it opens, in a browser without sign-in."""

import pytest
from playwright.sync_api import expect

from tests.cast import make_visit
from visits.models import Household

LOOKS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]


@pytest.fixture
def facts(country, indicators):
    """Seven households with the app in ấp 1, nine in ấp 2."""
    for hamlet, count in ((country.hamlet, 7), (country.other_hamlet, 9)):
        for number in range(count):
            household = Household.objects.create(area=hamlet, head_name=f"Ngô Văn {number}", size=4)
            make_visit(household, results={indicators["app_ho"]: 1})


@pytest.fixture
def stranger(browser):
    """A page of somebody who has the address and no account."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    yield context.new_page()
    context.close()


def test_an_officer_shares_the_board_and_ends_it(page, stranger, live_server, cast, facts, sign_in, accessible):
    sign_in(cast.commune_officer)
    page.goto(f"{live_server.url}/reports/?period=year&i=app_ho")
    page.get_by_role("link", name="Liên kết xem").first.click()
    expect(page.get_by_role("heading", name="Người nhận sẽ thấy")).to_be_visible()
    page.get_by_label("Dành cho").fill("Chủ tịch UBND xã")
    page.get_by_role("button", name="Lập liên kết").click()
    address = page.get_by_label("Địa chỉ của liên kết").input_value()
    accessible(page)

    stranger.goto(address)

    expect(stranger.get_by_role("heading", level=1)).to_have_text("Xã Tân Hòa")
    expect(stranger.get_by_role("row", name="Ấp 2")).to_contain_text("5")
    assert stranger.get_by_role("link").count() == 0
    assert stranger.context.cookies() == []
    for width, scheme in LOOKS:
        stranger.set_viewport_size({"width": width, "height": 740})
        stranger.emulate_media(color_scheme=scheme)
        accessible(stranger)
        assert stranger.evaluate("document.documentElement.scrollWidth") <= width

    page.get_by_role("link", name="Các liên kết đã lập").click()
    page.get_by_role("button", name="Thu hồi").click()
    page.get_by_role("dialog").get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_role("cell", name="Đã thu hồi")).to_be_visible()
    assert stranger.reload().status == 404
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Liên kết không còn xem được")
    accessible(stranger)
