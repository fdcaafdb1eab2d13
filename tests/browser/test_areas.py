import pytest
from playwright.sync_api import expect

from tests.cast import make_user


@pytest.fixture
def officer(country):
    return make_user("officer", "commune_officer", country.commune)


def test_a_branch_opens_by_keyboard_and_keeps_the_focus(page, sign_in, live_server, accessible, country, officer):
    sign_in(officer)
    page.goto(f"{live_server.url}/areas/")
    arrow = page.get_by_role("link", name="Mở Thành phố Cần Thơ")
    arrow.focus()
    page.keyboard.press("Enter")

    page.locator(".tree ul").get_by_role("link", name="Xã Tân Hòa", exact=True).wait_for()
    opened = page.get_by_role("link", name="Đóng Thành phố Cần Thơ")
    assert opened.get_attribute("aria-expanded") == "true"
    assert opened.evaluate("arrow => arrow === document.activeElement")
    page.wait_for_url(lambda url: f"open={country.province.pk}" in url)
    accessible(page)


def test_typing_narrows_the_search_without_a_button(page, sign_in, live_server, country, officer):
    sign_in(officer)
    page.goto(f"{live_server.url}/areas/search/")
    page.get_by_label("Tên đơn vị, nay hoặc cũ").press_sequentially("mot ngan")

    page.get_by_role("link", name="Thị trấn Một Ngàn (cũ)").wait_for()
    page.wait_for_url(lambda url: "q=mot" in url)


def test_the_tree_and_the_search_work_without_javascript(browser, client, live_server, country, officer):
    client.force_login(officer)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/areas/?on=2024-01-01")
    page.get_by_role("link", name="Mở Tỉnh Hậu Giang").click()
    page.get_by_role("link", name="Huyện Châu Thành A", exact=True).click()
    page.get_by_role("link", name="Thị trấn Một Ngàn").click()
    expect(page.get_by_text("Bản đồ hành chính ngày").first).to_be_visible()
    expect(page.get_by_text("bản đồ ngày 01/01/2024").first).to_be_visible()
    page.goto(f"{live_server.url}/areas/search/")
    page.get_by_label("Tên đơn vị, nay hoặc cũ").fill("tan hoa")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("link", name="Xã Tân Hòa (cũ)")).to_have_count(1)
    context.close()
