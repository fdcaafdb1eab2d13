"""Given a visitor who is nobody yet, the only way in is the sign-in page."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
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


@pytest.mark.parametrize("name", ["account_change_password", "mfa_index", "account_logout"])
def test_the_pages_of_ones_own_account_are_accessible(page, live_server, officer, sign_in, accessible, name):
    sign_in(officer)
    page.goto(live_server.url + reverse(name))
    assert page.url.endswith(reverse(name))
    accessible(page)


def test_a_second_factor_is_set_up_by_scanning_a_code(page, live_server, officer, sign_in, accessible):
    sign_in(officer)
    page.goto(live_server.url + reverse("mfa_activate_totp"))
    accessible(page)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    code = page.locator("img[src^='data:image/svg+xml']")
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    accessible(page)
    page.locator("input[name=code]").fill(current_code(page.locator("#authenticator_secret").input_value()))
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + reverse("mfa_view_recovery_codes"))
    accessible(page)


def test_going_back_after_signing_out_shows_nothing(page, live_server, officer, sign_in):
    sign_in(officer)
    page.goto(live_server.url + reverse("accounts:profile"))
    page.goto(live_server.url + reverse("account_logout"))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "/accounts/login/" in url)
    page.go_back()
    page.go_back()
    page.wait_for_url(lambda url: "/accounts/login/" in url)


def test_going_back_shows_the_list_as_it_was_filtered(page, live_server, officer, sign_in):
    sign_in(officer)
    page.goto(live_server.url + reverse("areas:area_search"))
    page.locator("main input[name=q]").fill("Tân Hòa")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "q=T" in url)
    page.goto(live_server.url + reverse("accounts:profile"))
    page.go_back()
    assert page.locator("main input[name=q]").input_value() == "Tân Hòa"


def current_code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
