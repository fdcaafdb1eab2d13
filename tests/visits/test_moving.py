"""Households that move and households that are one: visits keep their places, nothing counts twice."""

from datetime import date

import pytest

from tests.cast import at, make_team, make_visit
from tests.visits.phone import make_item, send
from visits import ledger, moving, progress
from visits.models import HeldItem, Household, HouseholdAlias, MonthlyTotal, Visit

WHY = "Gia đình báo"


@pytest.fixture
def twin(country):
    return Household.objects.create(area=country.hamlet, head_name="Tran Thi Mau", address="Cạnh cầu", size=3)


def total(area, code) -> int:
    return sum(MonthlyTotal.objects.filter(area=area, indicator__code=code).values_list("quantity", flat=True))


def test_a_merge_moves_the_visits_and_counts_the_household_once(cast, country, team, indicators, household, twin):
    reached = {indicators["app_ho"]: 1, indicators["vneid_muc_2"]: 3}
    for one in (household, twin):
        make_visit(one, by=cast.team_member, team=team, when=at(2026, 8, 5), people=2, results=reached)
    assert (total(country.hamlet, "app_ho"), total(country.hamlet, "vneid_muc_2")) == (2, 6)

    moving.merge(twin, household, reason=WHY, by=cast.team_leader)

    assert Household.objects.get() == household
    assert (Visit.objects.filter(household=household).count(), ledger.verify()) == (2, [])
    assert (total(country.hamlet, "app_ho"), total(country.hamlet, "vneid_muc_2")) == (1, 4)
    household.refresh_from_db()
    assert (household.address, household.size, household.phone) == ("Cạnh cầu", 4, "0900000222")


def test_a_merge_is_dated_and_signed_in_every_history(cast, team, indicators, household, twin):
    visit = make_visit(twin, by=cast.team_member, team=team)

    moving.merge(twin, household, reason=WHY, by=cast.team_leader)

    why = "Gộp hộ trùng «Tran Thi Mau» vào «Trần Thị Mẫu»: Gia đình báo"
    ended = Household.history.filter(id=twin.pk).latest()
    for record in (household.history.latest(), ended, visit.history.latest()):
        assert (record.history_user, record.history_change_reason) == (cast.team_leader, why)
    assert ended.history_type == "-"
    assert visit.history.earliest().household_id == ended.id


def test_a_phone_that_knows_only_the_ended_household_files_to_the_one_that_stays(
    cast, team, indicators, household, twin
):
    item = make_item(twin)
    send([item], cast.team_member)
    moving.merge(twin, household, reason=WHY, by=cast.team_leader)

    assert send([item, make_item(twin.pk, visited_at="2026-08-06T09:00")], cast.team_member) == ["already", "accepted"]
    assert Visit.objects.filter(household=household).count() == 2
    assert ledger.verify() == []


def test_aliases_and_held_items_follow_a_second_merge(cast, country, team, indicators, household, twin):
    third = Household.objects.create(area=country.hamlet, head_name="Trần Thị Mẫu")
    send([make_item(third, results={"khong_co": 1})], cast.team_member)
    moving.merge(third, twin, reason=WHY, by=cast.team_leader)
    moving.merge(twin, household, reason=WHY, by=cast.team_leader)

    assert set(HouseholdAlias.objects.values_list("pk", "household")) == {
        (third.pk, household.pk),
        (twin.pk, household.pk),
    }
    assert HeldItem.objects.get().household_id == household.pk
    assert send([make_item(third.pk)], cast.team_member) == ["accepted"]


def test_a_household_is_merged_once_and_never_into_itself(cast, household, twin):
    moving.merge(twin, household, reason=WHY, by=cast.team_leader)

    for gone, stays in ((twin, household), (household, household)):
        with pytest.raises(moving.Gone):
            moving.merge(gone, stays, reason=WHY, by=cast.team_leader)
    assert Household.objects.count() == 1


@pytest.fixture
def moved(cast, country, team, indicators, household):
    """Visits on 1 and 20 August; the household moved to ấp 2 on 10 August."""
    make_team(country.other_hamlet, "Tổ ấp 2", cast.commune_officer)
    for day in (1, 20):
        make_visit(
            household, by=cast.team_member, team=team, when=at(2026, 8, day), results={indicators["dvc_ho_so"]: 1}
        )
    return moving.move(household, country.other_hamlet, date(2026, 8, 10), reason=WHY, by=cast.commune_officer)


def test_visits_before_a_move_stay_and_later_ones_go_along(cast, country, moved):
    where = {visit.day.day: (visit.area, visit.team.name) for visit in Visit.objects.all()}

    assert where == {
        1: (country.hamlet, "Tổ công nghệ số cộng đồng ấp 1"),
        20: (country.other_hamlet, "Tổ ấp 2"),
    }
    assert (total(country.hamlet, "dvc_ho_so"), total(country.other_hamlet, "dvc_ho_so")) == (1, 1)
    assert (total(country.hamlet, "ho_tiep_can"), total(country.other_hamlet, "ho_tiep_can")) == (1, 0)
    assert progress.of_household(moved)["dvc_ho_so"].quantity == 2
    assert ledger.verify() == []


def test_a_visit_from_before_the_move_that_arrives_late_belongs_to_the_old_hamlet(cast, country, moved):
    days = ["2026-08-09T09:00", "2026-08-10T09:00"]

    assert send([make_item(moved, visited_at=day) for day in days], cast.commune_officer) == ["accepted", "accepted"]

    late = Visit.objects.filter(day__in=[date(2026, 8, 9), date(2026, 8, 10)]).order_by("day")
    assert [visit.area for visit in late] == [country.hamlet, country.other_hamlet]
    assert ledger.verify() == []


def test_a_move_is_dated_and_signed(cast, moved):
    record = moved.history.latest()

    assert record.history_user == cast.commune_officer
    assert record.history_change_reason == "Chuyển từ Ấp 1 đến Ấp 2 từ ngày 10/08/2026: Gia đình báo"


def test_a_household_that_moved_twice_stood_in_three_places(cast, country, moved):
    moving.move(moved, country.hamlet, date(2026, 9, 1), reason=WHY, by=cast.commune_officer)
    days = [
        ("2026-08-05T09:00", country.hamlet),
        ("2026-08-15T09:00", country.other_hamlet),
        ("2026-09-01T09:00", country.hamlet),
    ]

    for day, area in days:
        item = make_item(moved, visited_at=day)
        assert send([item], cast.commune_officer) == ["accepted"]
        assert Visit.objects.get(pk=item["id"]).area == area


def test_who_moves_a_household_that_was_moved_meanwhile_is_told(cast, country, household):
    stale = Household.objects.get(pk=household.pk)
    moving.move(household, country.other_hamlet, date(2026, 8, 10), reason=WHY, by=cast.commune_officer)

    with pytest.raises(moving.Gone):
        moving.move(stale, country.other_hamlet, date(2026, 8, 11), reason=WHY, by=cast.commune_officer)
