"""What a phone tells about itself with each batch, and the numbers that the server signs in the answer."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.roles import Role
from tests.cast import at, make_user
from tests.visits.phone import make_found, make_item
from visits.batch import receive_batch
from visits.models import Device, HeldItem

DEVICE = {"id": "0b0e8c3e-5f3b-4c55-9c35-1f1b1f0a0001", "waiting": 3, "oldest": "2026-08-05T09:00:00+07:00"}


def report(device, by) -> None:
    receive_batch([], [], device, by=by)


def test_a_phone_is_remembered_for_each_person_who_uses_it(cast):
    report(DEVICE | {"version": "1.4.0"}, cast.team_member)
    report(DEVICE | {"waiting": 7}, cast.team_leader)
    report(DEVICE | {"waiting": 0, "oldest": None}, cast.team_member)

    told = {device.user: (device.waiting, device.oldest, device.version) for device in Device.objects.all()}
    assert told == {cast.team_member: (0, None, ""), cast.team_leader: (7, at(2026, 8, 5), "")}
    assert (timezone.now() - Device.objects.first().synced_at).total_seconds() < 60


@pytest.mark.parametrize("device", [None, 5, "abc", [], {}, {"id": 5}, {"id": "abc"}])
def test_a_report_that_cannot_be_read_is_passed_over(cast, device):
    report(device, cast.team_member)

    assert Device.objects.count() == 0


@pytest.mark.parametrize("value", [None, -1, True, "3", 2**80, 1.5, [], "hôm qua", "9999-12-31T23:59:59-12:00", "\0"])
def test_odd_numbers_in_a_report_do_not_stop_the_visits(cast, team, household, indicators, value):
    device = DEVICE | {"waiting": value, "oldest": value, "version": value}

    answer = receive_batch([make_item(household)], [], device, by=cast.team_member)

    assert [receipt["status"] for receipt in answer["receipts"]] == ["accepted"]
    assert Device.objects.count() == 1


def test_the_answer_signs_the_numbers_of_the_member(client, cast, team, household, indicators, country):
    client.force_login(cast.team_member)
    known = make_item(household)
    batch = {
        "visits": [known, make_item(household, people=99), make_item(uuid4()), known | {"note": "Khác."}],
        "households": [make_found(country.hamlet)],
        "device": DEVICE,
    }

    answer = client.post("/visits/sync/", json.dumps(batch), content_type="application/json")

    signed = {"confirmed": 1, "review": 2, "conflict": 1, "households_met": 1, "households": 2}
    assert answer.json()["progress"] == signed
    HeldItem.objects.update(decided_at=timezone.now(), decision="discarded")
    again = client.post("/visits/sync/", '{"visits": []}', content_type="application/json")
    assert again.json()["progress"] == signed | {"review": 1, "conflict": 0}


PAGE = "/visits/desk/phones/"


def shown(client, query="") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_office_sees_when_each_members_phone_last_sent(client, cast, team, foreign_team):
    report(DEVICE, cast.team_member)
    client.force_login(cast.commune_officer)

    page = shown(client)
    assert "Người team_member" in page
    assert "chưa gửi từ máy lần nào" in page  # the leader
    assert "05/08/2026" in page
    assert "foreign" not in page


def test_members_whose_phones_are_silent_are_found(client, cast, team):
    report(DEVICE, cast.team_member)
    report(DEVICE, cast.team_leader)
    Device.objects.filter(user=cast.team_member).update(synced_at=timezone.now() - timedelta(days=8))
    client.force_login(cast.commune_officer)

    assert "Người team_member" in shown(client, "?silent=7")
    assert "Người team_leader" not in shown(client, "?silent=7")
    assert "Người team_member" not in shown(client, "?silent=14")


def test_the_page_asks_as_often_for_five_members_as_for_one(client, cast, country, count_queries):
    client.force_login(cast.commune_officer)
    one = count_queries(client, PAGE)
    for number in range(5):
        report(DEVICE, make_user(f"m{number}", Role.TEAM_MEMBER, country.hamlet))

    assert count_queries(client, PAGE) == one
