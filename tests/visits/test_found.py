"""Households that members enter on the phone, sent in one batch with their first visits."""

from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.visits.phone import make_found, make_item, stored
from visits import ledger
from visits.batch import receive_batch
from visits.found import receive_households
from visits.models import HeldItem, Household, HouseholdAlias, Visit


@pytest.fixture(autouse=True)
def world(cast, team, indicators):
    """The member's own hamlet, with a team and indicators."""


def statuses(items, by) -> list[str]:
    return [receipt.status for receipt in receive_households(items, by=by)]


def test_a_household_and_its_visit_in_one_batch_are_both_filed(cast, country):
    found = make_found(country.hamlet, phone="0900 000 444", head_name="  Ngô  Thị Mới ")

    answer = receive_batch([make_item(found["id"])], [found], None, by=cast.team_member)

    assert answer["household_receipts"] == [{"id": found["id"], "status": "accepted", "reason": None}]
    assert [receipt["status"] for receipt in answer["receipts"]] == ["accepted"]
    household = Household.objects.get()
    assert (household.area, household.head_name, household.phone) == (country.hamlet, "Ngô Thị Mới", "0900000444")
    assert (household.search_key, Visit.objects.get().household) == ("ngo thi moi canh cau", household)
    record = household.history.get()
    assert (record.history_user, record.history_change_reason) == (cast.team_member, "Thêm tại chỗ bằng điện thoại")
    assert ledger.verify() == []


def test_the_same_batch_again_changes_nothing(cast, country):
    found = make_found(country.hamlet)
    batch = [make_item(found["id"])], [found, found, found | {"size": 9}], None
    first = receive_batch(*batch, by=cast.team_member)
    before = stored(), list(Household.objects.values_list())

    again = receive_batch(*batch, by=cast.team_member)

    assert [r["status"] for r in first["household_receipts"]] == ["accepted", "already", "conflict"]
    assert [r["status"] for r in again["household_receipts"]] == ["already", "already", "conflict"]
    assert (stored(), list(Household.objects.values_list())) == before


def test_a_phone_that_repeats_does_not_undo_what_the_office_corrected(cast, country):
    found = make_found(country.hamlet)
    statuses([found], cast.team_member)
    Household.objects.update(head_name="Ngô Thị Mới Sửa")

    assert statuses([found], cast.team_member) == ["already"]
    assert Household.objects.get().head_name == "Ngô Thị Mới Sửa"


def test_another_content_under_a_known_id_is_kept_for_a_person(cast, household, country):
    found = make_found(country.hamlet, id=str(household.pk))

    assert statuses([found], cast.team_member) == ["conflict"]

    held = HeldItem.objects.get()
    assert (held.about, held.household_id, held.area) == ("household", household.pk, country.hamlet)
    assert held.payload == found


@pytest.mark.parametrize("place", ["foreign", "commune", "nowhere"])
def test_a_household_stands_only_where_the_member_logs_visits(cast, country, place):
    area = {"foreign": country.foreign_hamlet.pk, "commune": country.commune.pk, "nowhere": 10**12}[place]
    found = make_found(area)

    answer = receive_batch([make_item(found["id"])], [found], None, by=cast.team_member)

    assert [r["status"] for r in answer["household_receipts"] + answer["receipts"]] == ["review", "review"]
    assert (Household.objects.count(), Visit.objects.count(), HeldItem.objects.count()) == (0, 0, 2)
    held = HeldItem.objects.get(about="household")
    assert held.area == (country.foreign_hamlet if place == "foreign" else None)


BAD = {
    "id": [None, "", "abc", 5, []],
    "area": [None, 0, -1, "1", True, 1.0, 2**70, []],
    "head_name": [None, "", "  ", 5, "x" * 121],
    "address": [None, 5, "x" * 201],
    "phone": [None, 5, "12345", "không có"],
    "size": [0, 51, "4", True, 1.5],
    "kind": [None, "", "villa", [], {}],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_what_no_household_can_be_is_rejected_with_a_reason(cast, country, name, value):
    (receipt,) = receive_households([make_found(country.hamlet) | {name: value}], by=cast.team_member)

    assert (receipt.status, bool(receipt.reason)) == ("rejected", True)
    assert (Household.objects.count(), HeldItem.objects.count()) == (0, 0)


def test_the_visit_at_a_household_that_was_refused_stays_on_the_phone(cast, country, household):
    refused = make_found(country.hamlet, head_name="")
    visits = [make_item(household), make_item(refused["id"]), make_item(household)]

    answer = receive_batch(visits, [refused], None, by=cast.team_member)

    assert [r["status"] for r in answer["receipts"]] == ["accepted", "rejected", "accepted"]
    assert [r["id"] for r in answer["receipts"]] == [item["id"] for item in visits]
    assert HeldItem.objects.count() == 0


def test_a_refused_correction_does_not_stop_visits_at_a_household_that_is_known(cast, country):
    found = make_found(country.hamlet)
    statuses([found], cast.team_member)

    answer = receive_batch([make_item(found["id"])], [found | {"size": 0}], None, by=cast.team_member)

    assert [r["status"] for r in answer["household_receipts"] + answer["receipts"]] == ["rejected", "accepted"]


def test_a_household_that_was_merged_meanwhile_is_known_under_its_old_id(cast, country, household):
    found = make_found(country.hamlet)
    statuses([found], cast.team_member)
    twin = Household.objects.get(pk=found["id"])
    HouseholdAlias.objects.create(
        id=twin.pk, household=household, received_digest=twin.received_digest, merged_by=cast.team_leader
    )
    twin.delete()

    answer = receive_batch([make_item(found["id"])], [found], None, by=cast.team_member)

    assert [r["status"] for r in answer["household_receipts"] + answer["receipts"]] == ["already", "accepted"]
    assert Visit.objects.get().household == household
    assert ledger.verify() == []


@pytest.mark.parametrize("n", [1, 5, 50])
def test_the_number_of_queries_does_not_grow_with_the_households(cast, country, n, django_assert_num_queries):
    items = [make_found(country.hamlet, head_name=f"Hộ {i}") for i in range(n)]

    with django_assert_num_queries(10):
        assert statuses(items, cast.team_member) == ["accepted"] * n


@pytest.mark.parametrize("item", [None, 5, "abc", [], True, {"id": "\ud800"}])
def test_an_item_that_is_no_household_is_rejected(cast, item):
    assert statuses([item], cast.team_member) == ["rejected"]


def test_characters_that_a_database_refuses_are_replaced(cast, country):
    assert statuses([make_found(country.hamlet, head_name="Ngô\0 \ud800")], cast.team_member) == ["accepted"]
    assert Household.objects.get().head_name == "Ngô\ufffd \ufffd"


def test_whatever_is_sent_as_households_has_a_receipt(cast, country):
    values = [None, True, 0, -1, 2**80, 1.5, "", "x", [], {}, str(uuid4()), UUID(int=0).hex]
    items = [make_found(country.hamlet) | {name: value} for name in make_found(1) for value in values] + values

    receipts = receive_households(items, by=cast.team_member)

    assert len(receipts) == len(items)
    assert connection.is_usable()
