"""Given a visitor who is nobody yet, the only way in is the sign-in page."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

PASSWORD = "đúng-mật-khẩu-2026"


@pytest.fixture
def officer():
    return get_user_model().objects.create_user("canbo", password=PASSWORD)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_visitor_is_led_to_an_accessible_sign_in_page(page, live_server, accessible, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(live_server.url + reverse("account_change_password"))
    assert page.url.startswith(f"{live_server.url}/accounts/login/")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_person_signs_in_by_keyboard(page, live_server, officer):
    page.goto(live_server.url + reverse("account_login"))
    page.locator("input[name=login]").fill(officer.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def test_a_signed_in_person_stays_signed_in(page, live_server, officer, sign_in):
    sign_in(officer)
    page.goto(live_server.url + reverse("account_change_password"))
    assert "/accounts/login/" not in page.url
