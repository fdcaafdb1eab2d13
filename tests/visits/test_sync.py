import json
import logging

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.visits.phone import JSON, make_item, stored
from visits.models import Visit

URL = "/visits/sync/"
PARTS = ["receipts", "household_receipts", "progress"]


def post(client, body, **headers):
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(URL, content, content_type="application/json", headers=headers)


@pytest.fixture
def phone(client, cast, team, indicators):
    client.force_login(cast.team_member)
    return client


def test_a_batch_gets_one_receipt_for_each_item_in_order(phone, household):
    items = [make_item(household), make_item(household, people=-1), None]

    answer = post(phone, {"visits": items})

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer.json()["receipts"] == [
        {"id": items[0]["id"], "status": "accepted", "reason": None},
        {
            "id": items[1]["id"],
            "status": "rejected",
            "reason": "Số người được hướng dẫn phải là số nguyên từ 0 trở lên. Xin nhập lại.",
        },
        {"id": None, "status": "rejected", "reason": "Mục gửi lên không phải là một lượt thăm."},
    ]
    assert str(Visit.objects.get().pk) == items[0]["id"]


def test_the_same_batch_twice_changes_nothing(phone, household):
    body = {"visits": [make_item(household), make_item(household)]}
    post(phone, body)
    before = stored()

    answer = post(phone, body)

    assert [receipt["status"] for receipt in answer.json()["receipts"]] == ["already", "already"]
    assert stored() == before


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "5",
        '"visits"',
        "[]",
        "{}",
        '{"visits": null}',
        '{"visits": {}}',
        '{"visits": "abc"}',
        '{"visits": [], "households": null}',
        '{"households": []}',
        b"\xff\xfe\xfa",
        "[" * 100_000,
        '{"visits": [' + "[" * 100_000,
        '{"visits": ' + "9" * 5000 + "}",
    ],
)
def test_what_is_no_batch_gets_a_clear_refusal(phone, body):
    answer = post(phone, body)

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Nội dung gửi lên")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=50) | JSON.map(json.dumps) | JSON.map(lambda value: json.dumps({"visits": value})))
def test_whatever_the_body_is_the_answer_is_json_and_no_failure_of_the_server(phone, body):
    answer = post(phone, body)

    assert answer.status_code in (200, 400, 413)
    assert list(answer.json()) == (PARTS if answer.status_code == 200 else ["error"])


def test_more_items_than_a_batch_may_have_are_refused_whole(phone, household):
    answer = post(phone, {"visits": [make_item(household)] * 501})

    assert answer.status_code == 413
    assert "500" in answer.json()["error"]
    assert Visit.objects.count() == 0


def test_a_full_batch_of_the_same_visit_files_one(phone, household):
    answer = post(phone, {"visits": [make_item(household)] * 500})

    assert [receipt["status"] for receipt in answer.json()["receipts"]] == ["accepted"] + ["already"] * 499


def test_a_body_too_large_is_refused_in_json(phone):
    answer = post(phone, {"visits": ["x" * 3_000_000]})

    assert answer.status_code == 413
    assert answer.json()["error"]


def test_a_form_is_no_batch(phone):
    answer = phone.post(URL, {"visits": "[]"})

    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head"])
def test_only_post_is_answered(phone, method):
    assert getattr(phone, method)(URL).status_code == 405


def test_signed_out_is_401_in_json_even_without_a_token(household):
    answer = post(Client(enforce_csrf_checks=True), {"visits": [make_item(household)]})

    assert answer.status_code == 401
    assert "đăng nhập" in answer.json()["error"]
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    "headers", [{}, {"X-CSRFToken": "x" * 64}, {"X-CSRFToken": "", "Origin": "https://la.example"}]
)
def test_without_a_fresh_token_nothing_is_received(cast, household, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.team_member)

    answer = post(client, {"visits": [make_item(household)]}, **headers)

    assert answer.status_code == 403
    assert answer.json() == {"error": "Mã bảo vệ của phiên làm việc đã cũ. Xin tải lại trang rồi gửi lại."}
    assert Visit.objects.count() == 0


@pytest.mark.parametrize("role", ["commune_leader", "province_officer", "administrator", "outsider"])
def test_an_account_that_logs_visits_nowhere_is_refused(client, cast, household, role):
    client.force_login(getattr(cast, role))

    answer = post(client, {"visits": [make_item(household)]})

    assert (answer.status_code, answer.json()) == (403, {"error": "Tài khoản này không có quyền làm việc đó."})
    assert not any(stored().values())


def test_nothing_personal_reaches_the_log(phone, household, caplog):
    logging.getLogger("django").addHandler(caplog.handler)  # it does not hand its records on
    secret = "Nguyễn Văn Bí Mật 0912345678"

    post(phone, {"visits": [make_item(household, note=secret), make_item(household, note=secret, people=-1)]})
    post(phone, '{"visits": ["' + secret)
    logging.getLogger("django").removeHandler(caplog.handler)

    said = [record.getMessage() for record in caplog.records]
    assert "Bad Request: /visits/sync/" in said
    assert [line for line in said if "Bí Mật" in line or "0912345678" in line or str(household.pk) in line] == []


def test_while_more_follows_the_numbers_are_left_out(client, phone, household):
    """Nobody looks at them before the last batch."""
    items = [make_item(household), make_item(household)]
    answers = [
        client.post(URL, {"visits": [item], "more": more}, content_type="application/json").json()
        for item, more in zip(items, (True, False), strict=True)
    ]
    assert [answer["receipts"][0]["status"] for answer in answers] == ["accepted", "accepted"]
    assert ["progress" in answer for answer in answers] == [False, True]
    assert answers[1]["progress"]["confirmed"] == 2
