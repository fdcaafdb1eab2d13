"""The main job, as a newcomer tries it on the sample province: log a visit, see it rise, open the number, find it.

With SCREENSHOTS=docs/screenshots the pictures of the README are taken anew on the way.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.sample.command import load_province

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 860}


@pytest.fixture
def sample(transactional_db):
    load_province()


@pytest.fixture
def picture():
    """picture(page, name): keep what is on the screen, where SCREENSHOTS says."""

    def picture(page, name):
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    return picture


def enter(page, url, role):
    """Sign in with one of the sample accounts shown on the sign-in page."""
    page.goto(url)
    page.get_by_role("button", name=f"Điền tài khoản {role}").click()
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def leave(page):
    page.context.clear_cookies()


def number(text: str) -> int:
    return int(text.replace(".", ""))


def test_a_visit_rises_to_the_province_and_is_found_behind_the_number(page, live_server, sample, accessible, picture):
    figure = page.get_by_role("row", name="Tổng: Thành phố Cần Thơ").get_by_role("link").first
    dashboard = f"{live_server.url}/reports/?i=luot_tham"

    # given what the province officer sees
    page.set_viewport_size(DESK)
    enter(page, live_server.url, "Cán bộ tỉnh")
    page.goto(f"{live_server.url}/reports/")
    picture(page, "dashboard")
    accessible(page)
    page.goto(dashboard)
    before = number(figure.inner_text())
    leave(page)

    # when a team member logs a visit on a phone
    page.set_viewport_size(PHONE)
    enter(page, live_server.url, "Thành viên tổ")
    page.get_by_role("link", name="Ghi nhận", exact=True).click()
    page.locator("ul.list-links a").first.click()
    household = page.get_by_role("heading", level=1).inner_text()
    page.get_by_text("Gặp được").click()
    page.locator("[data-when-met] label.toggle").first.click()
    page.evaluate("scrollTo(0, 0)")
    picture(page, "visit-form")
    accessible(page)
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("link", name=re.compile("Hộ tiếp theo"))).to_be_visible()
    expect(page.locator(".state-line")).to_contain_text("chờ 0")  # the phone has its receipt
    leave(page)

    # then the number of the province is one higher, and the visit stands first behind it
    page.set_viewport_size(DESK)
    enter(page, live_server.url, "Cán bộ tỉnh")
    page.goto(dashboard)
    assert number(figure.inner_text()) == before + 1
    figure.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{before + 1}")
    page.get_by_role("table").get_by_role("link", name=household).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(household)
    expect(page.locator("main")).to_contain_text("Gặp được")
    accessible(page)
