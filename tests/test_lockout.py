"""Five wrong passwords for one name from one address close the door for a quarter of an hour."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.urls import reverse

PASSWORD = "đúng-mật-khẩu-2026"
WRONG = "sai-mật-khẩu"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def officer():
    return get_user_model().objects.create_user("canbo", email="canbo@example.vn", password=PASSWORD)


def sign_in(client, password, name="canbo", address="10.0.0.1"):
    form = {"login": name, "password": password}
    return client.post(reverse("account_login"), form, REMOTE_ADDR=address)


def test_the_fifth_failure_locks_out_and_the_right_password_no_longer_helps(client):
    assert [sign_in(client, WRONG).status_code for _ in range(4)] == [200] * 4
    assert sign_in(client, WRONG).status_code == 429
    response = sign_in(client, PASSWORD)
    assert response.status_code == 429
    assert "account/lockout.html" in [template.name for template in response.templates]
    assert "_auth_user_id" not in client.session


def test_one_name_has_one_count_however_it_is_typed(client):
    for name in ("canbo", "CanBo", " canbo ", "CANBO"):
        sign_in(client, WRONG, name=name)
    assert sign_in(client, WRONG).status_code == 429


def test_an_e_mail_address_is_locked_out_too(client):
    answers = [sign_in(client, WRONG, name="canbo@example.vn").status_code for _ in range(5)]
    assert answers[-1] == 429


def test_colleagues_behind_the_same_address_and_the_owner_elsewhere_still_sign_in(client):
    get_user_model().objects.create_user("dongnghiep", password=PASSWORD)
    for _ in range(6):
        sign_in(client, WRONG)
    assert sign_in(client, PASSWORD, name="dongnghiep").status_code == 302
    client.logout()
    assert sign_in(client, PASSWORD, address="10.0.0.2").status_code == 302


def test_the_door_opens_again_after_the_wait(client):
    for _ in range(6):
        sign_in(client, WRONG)
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= datetime.timedelta(minutes=16)
        attempt.save()
    assert sign_in(client, PASSWORD).status_code == 302


def test_success_forgets_earlier_failures(client):
    for _ in range(4):
        sign_in(client, WRONG)
    sign_in(client, PASSWORD)
    client.logout()
    assert sign_in(client, WRONG).status_code == 200
