from datetime import date

import pytest

from areas import ancestry
from areas.models import AreaStatistic, Level
from reports.lens import Lens
from reports.rollup import Period, table
from reports.targets.goals import goals
from reports.targets.pace import Pace
from reports.targets.standing import against, standings
from tests.cast import REFORM_DAY, at, make_area, make_visit
from tests.reports.targets import give
from tests.visits.test_ledger import make_activity
from visits.models import Household

QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))
TODAY = date(2026, 11, 15)  # half of the quarter


def stand(area, level, indicator, period=QUARTER, map="recorded", today=TODAY):
    found = standings(area, level=level, period=period, lens=Lens.parse(map), indicators=[indicator], today=today)
    return {unit: progress for (unit, _code), progress in found.items()}


@pytest.fixture
def dossiers(country, indicators, household):
    """6 before the quarter, 10 in October, 5 in November, 30 after today."""
    flow = indicators["dvc_ho_so"]
    for when, number in ((at(2026, 9, 30), 6), (at(2026, 10, 9), 10), (at(2026, 11, 9), 5), (at(2026, 11, 20), 30)):
        make_visit(household, when=when, results={flow: number})
    return flow


def test_what_came_in_the_span_until_today_is_compared_with_its_even_share(country, dossiers):
    give(country.commune, dossiers, 40)
    give(country.hamlet, dossiers, 100)

    found = stand(country.commune, Level.HAMLET, dossiers)

    commune, hamlet = found[country.commune.pk], found[country.hamlet.pk]
    assert (commune.actual, commune.goal, commune.expected, commune.pace) == (15, 40, 20, Pace.LATE)
    assert (hamlet.actual, hamlet.goal, hamlet.expected, hamlet.gap) == (15, 100, 50, 35)


def test_a_month_is_compared_with_what_was_due_by_its_end(country, dossiers):
    give(country.commune, dossiers, 92)

    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    found = stand(country.commune, Level.COMMUNE, dossiers, october)[country.commune.pk]

    assert (found.actual, found.expected, found.day) == (10, 31, date(2026, 10, 31))


@pytest.mark.parametrize("map", ["recorded", "today"])
def test_so_far_counts_from_the_first_day_in_former_units_too(country, indicators, household, map):
    app = indicators["app_ho"]
    neighbour = Household.objects.create(area=country.other_hamlet, head_name="Ngô Văn Bên")
    make_visit(household, when=at(2024, 3, 5), results={app: 1})  # in the old commune
    make_visit(neighbour, when=at(2026, 10, 5), results={app: 1})
    AreaStatistic.objects.create(area=country.commune, year=2026, households=5, source="thử")
    give(country.commune, app, 60, "households", so_far=True)

    found = stand(country.commune, Level.COMMUNE, app, map=map)[country.commune.pk]

    assert (found.actual, found.goal, found.expected, found.pace) == (2, 3, 2, Pace.ON_TRACK)


def test_a_ratio_is_compared_in_per_cent(country, indicators, household):
    make_visit(household, when=at(2026, 10, 5), results={indicators["app_ho"]: 1})
    AreaStatistic.objects.create(area=country.commune, year=2026, households=5, source="thử")
    give(country.commune, indicators["ty_le_ho_app"], 50)

    found = stand(country.commune, Level.COMMUNE, indicators["ty_le_ho_app"])[country.commune.pk]

    assert (found.actual, found.goal, found.expected, found.share) == (20, 50, 25, 40)


def test_a_stock_is_the_state_of_today_on_its_way_from_the_state_before(country, indicators, team):
    zalo = indicators["zalo_thanh_vien"]
    make_activity(country.hamlet, date(2025, 3, 31), {zalo: 40}, team)
    make_activity(country.hamlet, date(2026, 10, 31), {zalo: 70}, team)
    give(country.commune, zalo, 100)

    found = stand(country.commune, Level.COMMUNE, zalo)[country.commune.pk]

    assert (found.actual, found.expected, found.pace) == (70, 70, Pace.ON_TRACK)


def test_a_target_that_lies_ahead_is_on_track_and_without_figures(country, dossiers):
    give(country.commune, dossiers, 40)

    found = stand(country.commune, Level.HAMLET, dossiers, today=date(2026, 9, 1))

    assert [(p.actual, p.expected, p.pace) for p in found.values()] == [(None, 0, Pace.ON_TRACK)]


def test_what_was_asked_of_old_units_is_compared_on_todays_map(country, indicators, household):
    flow, span = indicators["dvc_ho_so"], {"start": date(2022, 7, 1), "end": date(2022, 9, 30)}
    make_visit(household, when=at(2022, 8, 5), results={flow: 90})
    give(country.old_commune, flow, 30, **span)
    give(country.old_town, flow, 70, **span)

    found = stand(country.province, Level.COMMUNE, flow, Period(**span), "today")

    standing = {unit: (p.actual, p.goal, p.pace) for unit, p in found.items()}
    assert standing == dict.fromkeys([country.province.pk, country.commune.pk], (90, 100, Pace.BEHIND))


@pytest.mark.parametrize("map, first, queries", [("recorded", 1, 10), ("today", 1, 5), ("today", 3, 4)])
def test_figures_of_the_period_that_were_read_before_are_not_read_again(
    country, dossiers, indicators, django_assert_num_queries, map, first, queries
):
    """Of the quarter only what came before the period is missing in them; of a rate and a stock they tell nothing."""
    app, rate, zalo = (indicators[code] for code in ("app_ho", "ty_le_ho_app", "zalo_thanh_vien"))
    for when in (at(2024, 3, 5), at(2026, 10, 5), at(2026, 11, 5)):
        home = Household.objects.create(area=country.other_hamlet, head_name="Ngô Văn Bên")
        make_visit(home, when=when, results={app: 1})
    AreaStatistic.objects.create(area=country.commune, year=2026, households=5, source="thử")
    for indicator in (dossiers, rate, zalo):
        give(country.commune, indicator, 10)
    give(country.commune, app, 4, so_far=True)

    asked = {"level": Level.COMMUNE, "lens": Lens.parse(map), "indicators": [dossiers, app, rate, zalo]}
    asked["period"] = Period(date(2026, 11, first), TODAY)
    found, known = goals(country.province, **asked), table(country.province, **asked)
    stood = standings(country.province, today=TODAY, **asked)
    with django_assert_num_queries(queries):
        assert against(found, country.province, today=TODAY, known=known, **asked) == stood
    actual = {code: progress.actual for (_unit, code), progress in stood.items()}
    assert actual == {"dvc_ho_so": 15, "app_ho": 3, "ty_le_ho_app": 40, "zalo_thanh_vien": None}


@pytest.mark.parametrize("units", [1, 5])
@pytest.mark.parametrize("map, queries", [("recorded", 17), ("today", 13)])
def test_the_number_of_queries_does_not_grow_with_the_units(
    country, indicators, django_assert_num_queries, units, map, queries
):
    app, flow, rate, zalo = (indicators[c] for c in ("app_ho", "dvc_ho_so", "ty_le_ho_app", "zalo_thanh_vien"))
    communes = [
        make_area(Level.COMMUNE, "Xã", f"Mới {number}", country.province, valid_from=REFORM_DAY)
        for number in range(units)
    ]
    hamlets = [make_area(Level.HAMLET, "Ấp", "9", commune) for commune in communes]
    ancestry.rebuild()
    for commune, hamlet in zip(communes, hamlets, strict=True):
        home = Household.objects.create(area=hamlet, head_name="Hộ")
        make_visit(home, when=at(2026, 10, 9), results={app: 1, flow: 3})
        give(commune, app, 10, so_far=True)
        for indicator in (flow, rate, zalo):
            give(commune, indicator, 10)
    asked = {"level": Level.COMMUNE, "period": QUARTER, "indicators": [app, flow, rate, zalo], "today": TODAY}
    with django_assert_num_queries(queries):
        standings(country.vn, lens=Lens.parse(map), **asked)
