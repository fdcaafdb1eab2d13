"""What a phone takes along: the households of the member's hamlets, and nothing of others."""

import gzip
import json
import logging
from datetime import date

import pytest

from accounts.models import AccessRecord
from accounts.roles import ROLE_TABLE, Permission, Role
from tests.cast import at, make_visit
from visits import codes
from visits.models import HeldItem, Household, Visit

URL = "/visits/field/"


def carried(client, user, **headers):
    client.force_login(user)
    return client.get(URL, headers=headers)


def test_a_member_carries_the_households_with_what_they_have(client, cast, team, country, household, indicators):
    results = {indicators["app_ho"]: 1, indicators["vneid_muc_2"]: 2}
    make_visit(household, by=cast.team_member, team=team, when=at(2026, 8, 5), people=2, results=results)

    said = carried(client, cast.team_member).json()

    assert said["user"] == {"id": cast.team_member.pk, "username": "team_member", "name": "Người team_member"}
    hamlet = {"id": country.hamlet.pk, "label": "Ấp 1 – Xã Tân Hòa"}
    assert said["areas"] == [hamlet]
    assert said["households"] == [
        {
            "id": str(household.pk),
            "area": country.hamlet.pk,
            "name": "Trần Thị Mẫu",
            "address": "",
            "phone": "0900000222",
            "size": 4,
            "kind": "family",
            "code": None,
            "last": "2026-08-05",
            "outcome": "met",
            "next_on": None,
            "reached": {"app_ho": "2026-08-05", "vneid_muc_2": "2026-08-05"},
            "amounts": {"vneid_muc_2": 2},
        }
    ]


def test_the_code_at_the_door_opens_the_household_without_network(client, cast, team, household):
    old, new = (codes.renew(household, by=cast.team_leader).token for _time in range(2))

    said = carried(client, cast.team_member).content.decode()

    assert (old in said, new in said) == (False, True)


def test_only_what_a_member_asks_at_a_door_is_carried(client, cast, team, indicators):
    said = carried(client, cast.team_member).json()["indicators"]

    assert [(one["code"], one["kind"], one["most"]) for one in said] == [
        ("app_ho", "household", None),
        ("dvc_ho_so", "flow", 200),
        ("vneid_muc_2", "person", 50),
    ]


def test_the_progress_is_what_the_server_has_of_this_account(client, cast, team, household, indicators):
    make_visit(household, by=cast.team_member, team=team)
    make_visit(household, by=cast.team_leader, team=team)
    make_visit(household, by=cast.team_member, team=team, status=Visit.Status.REVIEW)
    make_visit(household, by=cast.team_member, team=team, removed_at=at(2026, 8, 6))
    held = {"reason": "x", "payload": {}, "sent_by": cast.team_member}
    for kind in ("review", "conflict"):
        HeldItem.objects.create(visit_id=household.pk, kind=kind, digest=kind, **held)

    said = carried(client, cast.team_member).json()["progress"]

    assert said == {"confirmed": 1, "review": 2, "conflict": 1, "households_met": 1, "households": 1}


def test_the_hamlet_of_ones_own_team_comes_first(client, cast, team, country, household):
    Household.objects.create(area=country.other_hamlet, head_name="An")
    Household.objects.create(area=country.hamlet, head_name="Bình")
    cast.team_member.posts.update(area=country.commune)

    said = carried(client, cast.team_member).json()

    assert [one["id"] for one in said["areas"]] == [country.hamlet.pk, country.other_hamlet.pk]
    assert [one["name"] for one in said["households"]] == ["Bình", "Trần Thị Mẫu", "An"]


def test_a_full_number_goes_only_where_the_role_may_read_it(client, cast, team, household, monkeypatch):
    monkeypatch.setitem(ROLE_TABLE, Role.TEAM_MEMBER, {Permission.LOG_VISITS})

    assert [one["phone"] for one in carried(client, cast.team_member).json()["households"]] == [""]


def test_taking_numbers_along_leaves_one_record_a_day(client, cast, team, household):
    for _time in range(2):
        carried(client, cast.team_member)

    record = AccessRecord.objects.get()
    assert (record.user, record.url, record.row_count) == (cast.team_member, URL, 1)


def test_what_the_phone_has_already_is_not_sent_again(client, cast, team, household):
    tag = carried(client, cast.team_member)["ETag"]

    again = carried(client, cast.team_member, **{"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert carried(client, cast.team_leader, **{"If-None-Match": tag}).status_code == 200
    make_visit(household, by=cast.team_member, team=team)
    assert carried(client, cast.team_member, **{"If-None-Match": tag}).status_code == 200


def test_it_is_sent_compressed_and_then_too_known_again(client, cast, team, country):
    Household.objects.bulk_create(
        Household(area=country.hamlet, head_name=f"Trần Văn {number}", search_key="", sort_key=f"{number}")
        for number in range(50)
    )
    answer = carried(client, cast.team_member, **{"Accept-Encoding": "gzip"})
    tag = {"Accept-Encoding": "gzip", "If-None-Match": answer["ETag"]}

    assert len(json.loads(gzip.decompress(answer.content))["households"]) == 50
    assert carried(client, cast.team_member, **tag).status_code == 304


@pytest.mark.parametrize("count", [1, 5])
def test_its_queries_do_not_grow_with_households(client, cast, team, country, indicators, count_queries, count):
    for number in range(count):
        household = Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}", phone="0900000222")
        make_visit(household, by=cast.team_member, team=team, results={indicators["app_ho"]: 1})
    carried(client, cast.team_member)  # the record of the day is made

    assert count_queries(client, URL) == 17


def test_signed_out_is_an_answer_in_json(client, db):
    answer = client.get(URL)

    assert (answer.status_code, list(answer.json())) == (401, ["error"])


def test_nothing_personal_reaches_the_log_or_a_cache(client, cast, team, household, caplog):
    logging.getLogger("django").addHandler(caplog.handler)
    answer = carried(client, cast.team_member)
    logging.getLogger("django").removeHandler(caplog.handler)

    assert "no-store" in answer["Cache-Control"]
    assert "Mẫu" not in caplog.text


def test_days_are_those_of_the_place(client, cast, team, household):
    make_visit(household, by=cast.team_member, team=team, when=at(2026, 8, 5, hour=1))

    said = carried(client, cast.team_member).json()

    assert said["households"][0]["last"] == date(2026, 8, 5).isoformat()
