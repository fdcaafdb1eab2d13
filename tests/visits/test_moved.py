"""What a reform moved from one unit to another is kept beside the totals of months, and follows each later reform."""

from datetime import date

import pytest

from areas import ancestry
from areas.dates import ONE_DAY
from areas.models import Area, Placement
from reports.freshness import last_days
from reports.lens import Lens
from reports.rollup import Period, totals
from tests.cast import at, make_visit, split
from visits import ledger
from visits.models import Household, MovedTotal

BEFORE, AFTER = date(2025, 3, 1), date(2025, 8, 1)
MOVED_ON = date(2026, 3, 10)


def moved(area, indicator) -> list[tuple]:
    rows = MovedTotal.objects.filter(area=area, indicator=indicator, facts__gt=0) | MovedTotal.objects.filter(
        area=area, indicator=indicator, facts__lt=0
    )
    return sorted(rows.values_list("month", "quantity", "facts"))


def move(hamlet, commune) -> None:
    hamlet.placements.filter(valid_until__gt=MOVED_ON).update(valid_until=MOVED_ON - ONE_DAY)
    Placement.objects.create(area=hamlet, parent=commune, valid_from=MOVED_ON)
    ancestry.rebuild([hamlet])


@pytest.fixture
def told(household, indicators):
    """Results of a visit before the reform, and of one after it."""
    make_visit(household, when=at(2025, 3, 5), results={indicators["dvc_ho_so"]: 2})
    make_visit(household, when=at(2025, 8, 5), results={indicators["dvc_ho_so"]: 3})
    return indicators["dvc_ho_so"]


def test_a_new_unit_keeps_what_came_before_it_and_an_old_one_what_came_after(country, told):
    assert moved(country.commune, told) == moved(country.province, told) == [(BEFORE, 2, 1)]
    assert moved(country.old_commune, told) == moved(country.old_province, told) == [(AFTER, 3, 1)]
    assert moved(country.hamlet, told) == moved(country.vn, told) == moved(country.old_town, told) == []


def test_a_hamlet_that_moves_takes_its_facts_along_to_the_map_of_today(country, told):
    move(country.hamlet, country.foreign_commune)

    assert ledger.verify() == []
    assert moved(country.foreign_commune, told) == [(BEFORE, 2, 1), (AFTER, 3, 1)]
    assert moved(country.commune, told) == [(AFTER, -3, -1)]
    communes = [country.commune.pk, country.foreign_commune.pk]
    last = last_days(communes, lens=Lens.parse("today"), end=date(2026, 4, 1))
    assert last == {country.foreign_commune.pk: date(2025, 8, 5)}
    for area, expected in ((country.foreign_province, 5), (country.province, None), (country.old_province, 5)):
        area.refresh_from_db()
        day = min(area.valid_until, date(2026, 4, 1))
        found = totals(
            area,
            period=Period(date(2025, 1, 1), date(2026, 3, 31)),
            lens=Lens(day.isoformat(), day),
            indicators=[told],
        )
        assert found == {told.code: expected}


def test_a_hamlet_that_was_split_has_what_its_parts_recorded_on_broken_days_too(country, told, indicators):
    parts = split(country.hamlet, ("1A", "1B"), country.commune, MOVED_ON)
    home = Household.objects.create(area=parts[0], head_name="Hộ ấp 1A", size=3)
    make_visit(home, when=at(2026, 4, 2), results={told: 7})

    hamlet, day = Area.objects.get(pk=country.hamlet.pk), MOVED_ON - ONE_DAY
    for period in (Period(date(2025, 8, 3), date(2026, 4, 4)), Period(date(2025, 8, 1), date(2026, 4, 30))):
        found = totals(hamlet, period=period, lens=Lens(day.isoformat(), day), indicators=[told])
        assert found == {told.code: 10}


def test_a_late_visit_and_one_taken_back_reach_the_map_too(country, household, told):
    move(country.hamlet, country.foreign_commune)
    late = make_visit(household, when=at(2025, 8, 6), results={told: 4})
    assert moved(country.foreign_commune, told) == [(BEFORE, 2, 1), (AFTER, 7, 2)]

    type(late).objects.filter(pk=late.pk).update(removed_at=at(2025, 9, 1))
    ledger.recount(households=[household.pk])

    assert moved(country.commune, told) == [(AFTER, -3, -1)]
    assert ledger.verify() == []


def test_verify_totals_finds_a_moved_total_that_was_tampered_with(country, told):
    MovedTotal.objects.filter(area=country.commune).update(quantity=99)

    assert any(f"tổng chuyển theo bản đồ sai: đơn vị {country.commune.pk}," in line for line in ledger.verify())
    ledger.repair()
    assert ledger.verify() == []
    assert moved(country.commune, told) == [(BEFORE, 2, 1)]
