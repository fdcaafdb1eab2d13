from datetime import date

import pytest

from areas.models import AreaStatistic, Level
from reports.lens import Lens
from reports.rollup import Period, table
from tests.cast import at, make_visit
from tests.reports.pages import behind
from tests.visits.test_ledger import make_activity
from visits.models import Household

YEARS = Period(date(2024, 1, 1), date(2026, 12, 31))
MAPS = ("recorded", "today", "2024-01-01")


@pytest.fixture
def facts(country, team, household, foreign_household, indicators):
    """Visits before and after the reform, one abroad, a tally of the old commune itself."""
    neighbour = Household.objects.create(area=country.other_hamlet, head_name="Ngô Văn Bên", size=2)
    dossiers, app = indicators["dvc_ho_so"], indicators["app_ho"]
    make_visit(household, when=at(2024, 3, 5), results={dossiers: 1, app: 1})
    make_visit(household, when=at(2025, 7, 1, 0), results={dossiers: 2})
    make_visit(neighbour, when=at(2025, 6, 30, 23), results={dossiers: 4, app: 1})
    make_visit(neighbour, when=at(2026, 3, 5), results={dossiers: 8})
    make_visit(foreign_household, when=at(2026, 3, 5), results={dossiers: 16, app: 1})
    make_activity(country.old_commune, date(2024, 5, 31), {dossiers: 32})


def read(area, level, indicator, map, period=YEARS):
    found = table(area, level=level, period=period, lens=Lens.parse(map), indicators=[indicator])
    rows = {row.area.name: row.values[indicator.code] for row in found.rows}
    return rows, found.unallocated[indicator.code], found.total[indicator.code]


@pytest.mark.parametrize("map", MAPS)
def test_the_country_has_one_total_on_every_map(country, indicators, facts, map):
    assert read(country.vn, Level.PROVINCE, indicators["dvc_ho_so"], map)[2] == 63
    assert read(country.vn, Level.PROVINCE, indicators["app_ho"], map)[2] == 3


def test_as_recorded_each_fact_stands_in_the_unit_of_its_day(country, indicators, facts):
    dossiers = indicators["dvc_ho_so"]

    provinces = {"An Giang": 16, "Cần Thơ": 10, "Hậu Giang": 37}
    assert read(country.vn, Level.PROVINCE, dossiers, "recorded")[0] == provinces
    communes = {"Một Ngàn": 4, "Tân Hòa": 33}
    assert read(country.old_province, Level.COMMUNE, dossiers, "recorded") == (communes, None, 37)
    assert read(country.old_province, Level.HAMLET, dossiers, "recorded") == ({"1": 1, "2": 4}, 32, 37)


def test_todays_map_shows_old_facts_in_the_units_of_today(country, indicators, facts):
    dossiers = indicators["dvc_ho_so"]

    assert read(country.province, Level.COMMUNE, dossiers, "today") == ({"Tân Hòa": 47}, None, 47)
    assert read(country.commune, Level.HAMLET, dossiers, "today") == ({"1": 3, "2": 12}, 32, 47)


def test_an_old_map_shows_new_facts_in_the_units_of_that_day(country, indicators, facts):
    rows = read(country.old_province, Level.COMMUNE, indicators["dvc_ho_so"], "2024-01-01")

    assert rows == ({"Một Ngàn": 12, "Tân Hòa": 35}, None, 47)


@pytest.mark.parametrize("map", MAPS)
def test_broken_months_are_read_to_the_day(country, indicators, facts, map):
    dossiers = indicators["dvc_ho_so"]

    assert read(country.vn, Level.PROVINCE, dossiers, map, Period(date(2025, 6, 30), date(2025, 6, 30)))[2] == 4
    assert read(country.vn, Level.PROVINCE, dossiers, map, Period(date(2024, 3, 6), date(2026, 3, 4)))[2] == 38
    assert read(country.vn, Level.PROVINCE, dossiers, map, Period(date(2024, 3, 5), date(2024, 5, 30)))[2] == 1


def test_missing_is_not_zero(country, indicators, facts):
    rows, unallocated, total = read(country.vn, Level.PROVINCE, indicators["vneid_muc_2"], "today")

    assert set(rows.values()) == {None}
    assert (unallocated, total) == (None, None)


def test_a_stock_is_the_last_value_of_the_period(country, team, indicators):
    zalo = indicators["zalo_thanh_vien"]
    make_activity(country.hamlet, date(2024, 5, 31), {zalo: 40}, team)
    make_activity(country.hamlet, date(2026, 5, 31), {zalo: 70}, team)
    make_activity(country.other_hamlet, date(2026, 5, 31), {zalo: 5})

    for map in MAPS:
        assert read(country.vn, Level.PROVINCE, zalo, map, Period(date(2026, 1, 1), date(2026, 12, 31)))[2] == 75
        assert read(country.vn, Level.PROVINCE, zalo, map, Period(date(2025, 1, 1), date(2025, 6, 30)))[2] == 40
    before = Period(date(2025, 1, 1), date(2025, 6, 30))
    assert read(country.old_province, Level.COMMUNE, zalo, "recorded", before)[0] == {"Một Ngàn": None, "Tân Hòa": 40}


def test_a_stock_of_a_unit_ends_with_the_unit(country, indicators):
    zalo = indicators["zalo_thanh_vien"]
    make_activity(country.old_commune, date(2025, 5, 31), {zalo: 40})
    make_activity(country.old_commune, date(2025, 8, 31), {zalo: 70})

    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    assert read(country.old_commune, Level.COMMUNE, zalo, "recorded", year)[2] == 40
    assert (
        sum(row.quantity for row in behind(country.old_commune, zalo, period=year, lens=Lens.parse("recorded"))) == 40
    )
    assert read(country.commune, Level.COMMUNE, zalo, "recorded", year)[2] == 70


def test_a_ratio_is_made_anew_from_its_parts_and_may_exceed_100(country, indicators, facts):
    AreaStatistic.objects.create(area=country.hamlet, year=2024, households=4, source="thử")
    AreaStatistic.objects.create(area=country.other_hamlet, year=2026, households=1, source="thử")
    AreaStatistic.objects.create(area=country.commune, year=2024, households=5, source="thử")
    AreaStatistic.objects.create(area=country.commune, year=2099, households=1, source="thử")

    rows, unallocated, total = read(country.commune, Level.HAMLET, indicators["ty_le_ho_app"], "today")

    assert (rows, unallocated, total) == ({"1": 25.0, "2": 100.0}, None, 40.0)
    assert read(country.vn, Level.PROVINCE, indicators["ty_le_ho_app"], "today")[2] is None


@pytest.mark.parametrize("map", MAPS)
@pytest.mark.parametrize("place", ["vn", "province", "old_province", "hamlet", "old_district"])
def test_the_rows_behind_a_number_add_up_to_it(country, indicators, facts, map, place):
    for code in ("dvc_ho_so", "app_ho", "luot_tham"):
        for period in (YEARS, Period(date(2024, 3, 4), date(2025, 7, 20))):
            area, lens = getattr(country, place), Lens.parse(map)
            total = table(area, level=area.level, period=period, lens=lens, indicators=[indicators[code]]).total[code]
            rows = behind(area, indicators[code], period=period, lens=lens)
            assert sum(row.quantity for row in rows) == (total or 0)


@pytest.mark.parametrize("units", [1, 5])
@pytest.mark.parametrize("map", MAPS)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    country, indicators, facts, django_assert_num_queries, units, map
):
    for number in range(units):
        make_visit(
            Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}"),
            when=at(2026, 1, 1 + number),
            results={indicators["dvc_ho_so"]: 1},
        )
    with django_assert_num_queries({"recorded": 5, "today": 4, "2024-01-01": 4}[map]):
        table(
            country.vn,
            level=Level.COMMUNE,
            period=YEARS,
            lens=Lens.parse(map),
            indicators=[indicators["dvc_ho_so"], indicators["zalo_thanh_vien"], indicators["ty_le_ho_app"]],
        )
