"""An office gives the accounts; what goes wrong at the door is said in Vietnamese."""

import pytest
from django.urls import reverse

from accounts.models import User

PASSWORD = "đúng-mật-khẩu-2026"

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return User.objects.create_user("canbo", email="canbo@example.vn", password=PASSWORD, full_name="Lê Thị Cán")


def sign_in(client, name, password):
    return client.post(reverse("account_login"), {"login": name, "password": password})


@pytest.mark.parametrize("name", ["canbo", "CanBo", "canbo@example.vn"])
def test_one_signs_in_by_name_or_e_mail(client, officer, name):
    assert sign_in(client, name, PASSWORD).status_code == 302
    assert client.session["_auth_user_id"] == str(officer.pk)


@pytest.mark.parametrize("name", ["canbo", "khongco", "canbo@example.vn", "khongco@example.vn"])
def test_a_wrong_password_is_told_in_vietnamese_and_tells_nothing_about_the_account(client, officer, name):
    response = sign_in(client, name, "sai-mật-khẩu")

    errors = response.context["form"].non_field_errors()
    assert len(errors) == 1 and "không đúng" in errors[0]
    assert name in response.content.decode()


def test_nobody_makes_an_account_at_the_door(client):
    data = {"username": "la", "email": "la@example.vn", "password1": PASSWORD, "password2": PASSWORD}

    assert client.post("/accounts/signup/", data).status_code == 404
    assert not User.objects.exists()
    assert "signup" not in client.get(reverse("account_login")).content.decode()


def test_an_account_that_is_switched_off_stays_outside(client, officer):
    User.objects.update(is_active=False)
    sign_in(client, "canbo", PASSWORD)
    assert "_auth_user_id" not in client.session


def test_the_lock_out_page_says_what_happened_and_what_to_do(client, officer):
    for _time in range(5):
        response = sign_in(client, "canbo", "sai-mật-khẩu")

    assert response.status_code == 429
    text = response.content.decode()
    assert "15 phút" in text and 'lang="vi"' in text


def test_signing_out_needs_a_click_and_ends_the_session(client, officer):
    client.force_login(officer)
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session

    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session
