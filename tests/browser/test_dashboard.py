"""The board of figures in a real browser: down and up by clicks, pickers, every width."""

import pytest
from playwright.sync_api import expect

from tests.cast import make_visit

WIDTHS = [180, 360, 768, 1000, 1280]


def test_an_officer_goes_down_to_the_team_and_up_again(page, live_server, cast, country, visit, team, sign_in):
    sign_in(cast.administrator)
    page.goto(f"{live_server.url}/reports/")

    for name in ("Thành phố Cần Thơ", "Xã Tân Hòa", "Ấp 1"):
        page.get_by_role("table").get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("table").get_by_role("link", name=team.name)).to_be_visible()

    page.get_by_role("navigation", name="Đường dẫn địa bàn").get_by_role("link", name="Thành phố Cần Thơ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thành phố Cần Thơ")


def test_the_pickers_keep_what_was_chosen_before(page, live_server, cast, country, visit, sign_in):
    sign_in(cast.commune_officer)
    page.goto(f"{live_server.url}/reports/?i=app_ho&i=luot_tham")

    page.get_by_role("link", name="Năm nay").click()
    page.locator("summary", has_text="Như đã ghi nhận").click()
    page.get_by_role("link", name="Bản đồ hôm nay").click()
    page.locator("summary", has_text="Chọn chỉ tiêu").click()
    page.get_by_label("vneid_muc_2").check()
    page.get_by_role("group", name="Chỉ tiêu trong bảng").locator("xpath=..").get_by_role("button", name="Xem").click()

    headers = page.locator("table.board").get_by_role("columnheader")
    expect(headers).to_have_count(5)
    expect(page.locator("summary", has_text="Bản đồ hôm nay")).to_be_visible()
    expect(page.get_by_role("link", name="Năm nay")).to_have_attribute("aria-current", "true")


@pytest.mark.looks
@pytest.mark.parametrize("width", WIDTHS)
def test_the_board_fits_and_its_open_panels_too(page, live_server, cast, country, visit, sign_in, accessible, width):
    sign_in(cast.province_officer)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{live_server.url}/reports/")

    for summary in page.locator(".choice-more > summary").all():
        summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        accessible(page)
        summary.click()


def test_a_printed_sheet_has_a_table_and_no_pickers(page, live_server, cast, country, household, indicators, sign_in):
    make_visit(household, results={indicators["app_ho"]: 1})
    sign_in(cast.commune_officer)
    page.set_viewport_size({"width": 680, "height": 960})  # a portrait sheet
    page.goto(f"{live_server.url}/reports/")
    page.emulate_media(media="print")

    expect(page.locator("table.board").get_by_role("columnheader", name="app_ho")).to_be_visible()
    expect(page.locator(".pickers")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('table.board tbody tr')).display") == "table-row"


def test_the_teams_of_a_province_come_after_its_board(page, live_server, cast, country, visit, team, sign_in):
    sign_in(cast.province_officer)
    page.goto(f"{live_server.url}/reports/?area={country.province.pk}&period=year")

    teams = page.get_by_role("region", name="Tổ và thành viên")
    expect(teams.get_by_role("definition").nth(1)).to_have_text("1/1 100 %")
    expect(page.get_by_role("region", name="Cần chú ý")).to_contain_text("ấp, khu vực chưa có tổ")


def test_a_board_says_that_its_teams_did_not_come(page, context, live_server, cast, country, visit, sign_in):
    sign_in(cast.province_officer)
    cut_off = context.new_page()  # `page` fails for what the console tells of a lost request
    cut_off.route("**/reports/teams/**", lambda route: route.abort())
    cut_off.goto(f"{live_server.url}/reports/?area={country.province.pk}&period=year")

    teams = cut_off.get_by_role("region", name="Tổ và thành viên")
    expect(teams).to_contain_text("Chưa tải được số liệu về tổ")
    expect(teams.get_by_role("definition")).to_have_count(1)
    cut_off.goto("about:blank")
