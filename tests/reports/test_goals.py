from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from areas import ancestry
from areas.models import Ancestry, Area, AreaStatistic, Level, Placement, Succession
from reports.lens import Lens
from reports.models import Target
from reports.rollup import Period
from reports.targets.former import Partly
from reports.targets.goals import Goal, goals
from tests.cast import OLD, REFORM_DAY, make_area
from tests.hierarchies import build, hierarchies, rolled_back
from tests.reports.targets import QUARTER, give

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
SPAN = Period(**QUARTER)
OLD_SPAN = {"start": date(2022, 7, 1), "end": date(2022, 9, 30)}
OLD_PERIOD = Period(**OLD_SPAN)


def read(area, level, indicator, period=NOVEMBER, map="today"):
    found = goals(area, level=level, period=period, lens=Lens.parse(map), indicators=[indicator])
    return {Area.objects.get(pk=unit).name: goal for (unit, _code), goal in found.items()}


def amounts(*asked, **more):
    return {name: goal.amount for name, goal in read(*asked, **more).items()}


def count(area, year=2022, **figures):
    AreaStatistic.objects.create(area=area, year=year, source="thử", **figures)


def test_a_unit_and_the_units_below_it_have_their_own_goals(country, indicators):
    app = indicators["app_ho"]
    give(country.province, app, 900)
    give(country.commune, app, 300)
    give(country.foreign_commune, app, 1)

    assert read(country.province, Level.COMMUNE, app) == {
        "Cần Thơ": Goal(900, None, SPAN, so_far=False),
        "Tân Hòa": Goal(300, None, SPAN, so_far=False),
    }


@pytest.mark.parametrize("map", ["recorded", "today", "2026-01-01"])
def test_the_narrowest_span_that_holds_the_period_is_taken(country, indicators, map):
    app = indicators["app_ho"]
    give(country.commune, app, 1000, start=date(2026, 1, 1))
    give(country.commune, app, 300)
    give(country.commune, app, 50, start=date(2026, 11, 2), end=date(2026, 11, 30))

    assert amounts(country.commune, Level.COMMUNE, app, map=map) == {"Tân Hòa": 300}
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert amounts(country.commune, Level.COMMUNE, app, year, map=map) == {"Tân Hòa": 1000}
    assert amounts(country.commune, Level.COMMUNE, app, Period(date(2025, 8, 1), date(2026, 3, 1)), map=map) == {}


@pytest.mark.parametrize("province_too", [True, False])
def test_a_commune_that_gives_itself_a_month_takes_the_quarter_from_nobody(country, indicators, province_too):
    app = indicators["app_ho"]
    other = make_area(Level.COMMUNE, "Xã", "Nhơn Ái", country.province)
    ancestry.rebuild()
    units = {country.province: 900, country.commune: 300, other: 200}
    for unit, amount in list(units.items())[0 if province_too else 1 :]:
        give(unit, app, amount)
    give(country.commune, app, 1, start=NOVEMBER.start, end=NOVEMBER.end)

    found = amounts(country.province, Level.COMMUNE, app)
    assert found == ({"Cần Thơ": 900} if province_too else {}) | {"Tân Hòa": 300, "Nhơn Ái": 200}
    assert amounts(country.commune, Level.COMMUNE, app) == {"Tân Hòa": 1}


def test_a_replaced_version_is_no_goal(country, cast, indicators):
    give(country.commune, indicators["app_ho"], 300, ended_at="2026-11-01T00:00Z", ended_by=cast.province_officer)

    assert read(country.commune, Level.COMMUNE, indicators["app_ho"]) == {}


def test_a_percentage_is_an_amount_of_the_newest_denominator_not_younger_than_its_end(country, indicators):
    app = indicators["app_ho"]
    for year, households in ((2022, 100), (2024, 400), (2027, 999)):
        count(country.commune, year, households=households)
    give(country.commune, app, 70, "households", so_far=True)

    assert read(country.commune, Level.COMMUNE, app) == {"Tân Hòa": Goal(280, 70, SPAN, so_far=True)}


def test_without_a_denominator_a_percentage_is_no_goal(country, indicators):
    give(country.commune, indicators["app_ho"], 70, "households")

    assert read(country.commune, Level.COMMUNE, indicators["app_ho"]) == {}


def test_as_recorded_old_units_have_what_they_were_given(country, indicators):
    app = indicators["app_ho"]
    give(country.old_commune, app, 30, **OLD_SPAN)
    give(country.old_town, app, 70, **OLD_SPAN)

    found = amounts(country.old_province, Level.COMMUNE, app, OLD_PERIOD, map="recorded")
    assert found == {"Tân Hòa": 30, "Một Ngàn": 70}
    assert amounts(country.province, Level.COMMUNE, app, OLD_PERIOD, map="recorded") == {}


def test_on_todays_map_the_new_unit_has_the_sum_of_what_the_old_ones_were_given(country, indicators):
    app = indicators["app_ho"]
    give(country.old_commune, app, 30, **OLD_SPAN)
    give(country.old_town, app, 70, **OLD_SPAN)
    give(country.hamlet, app, 8, **OLD_SPAN)  # a part of the old commune's

    found = read(country.province, Level.COMMUNE, app, OLD_PERIOD)
    assert found == {name: Goal(100, None, OLD_PERIOD, so_far=False, parts=2) for name in ("Cần Thơ", "Tân Hòa")}
    assert amounts(country.province, Level.HAMLET, app, OLD_PERIOD) == {"Cần Thơ": 100, "1": 8}


def test_what_a_new_unit_was_given_itself_goes_before_the_sum(country, indicators):
    app, year = indicators["app_ho"], {"start": date(2025, 1, 1), "end": date(2025, 12, 31)}
    give(country.old_commune, app, 30, **year)
    give(country.old_town, app, 70, **year)
    give(country.commune, app, 120, **year)

    found = read(country.province, Level.COMMUNE, app, Period(**year))
    assert {name: (goal.amount, goal.parts) for name, goal in found.items()} == {
        "Tân Hòa": (120, 0),
        "Cần Thơ": (120, 1),
    }


def test_a_unit_that_took_in_another_later_answers_for_both(country, indicators):
    app = indicators["app_ho"]
    joined = join(country, Level.COMMUNE, country.foreign_commune, "Vĩnh Gia Nhỏ")
    give(country.foreign_commune, app, 30, **OLD_SPAN)
    give(joined, app, 7, **OLD_SPAN)

    found = read(country.foreign_province, Level.COMMUNE, app, OLD_PERIOD)
    assert sorted((goal.amount, goal.parts) for goal in found.values()) == [(37, 1), (37, 2)]


def read_partly(area, level, indicator):
    found = goals(area, level=level, period=OLD_PERIOD, lens=Lens.parse("today"), indicators=[indicator])
    assert not found
    return {Area.objects.get(pk=unit).name: gap for (unit, _code), gap in found.partly.items()}


def test_a_unit_merged_of_several_has_no_goal_while_one_of_them_was_given_nothing(country, indicators):
    app = indicators["app_ho"]
    give(country.old_commune, app, 30, **OLD_SPAN)

    assert read_partly(country.province, Level.COMMUNE, app) == dict.fromkeys(
        ["Cần Thơ", "Tân Hòa"], Partly(given=1, parts=2)
    ) | {"Cần Thơ": Partly(given=0, parts=1)}  # Hậu Giang, whose other commune was given nothing


def test_the_land_below_answers_for_a_part_that_was_given_nothing_itself(country, indicators):
    app, joined = indicators["app_ho"], join(country, Level.PROVINCE, country.province, "Sóc Trăng")
    give(joined, app, 500, **OLD_SPAN)
    give(country.old_commune, app, 30, **OLD_SPAN)
    assert read_partly(country.province, Level.PROVINCE, app) == {"Cần Thơ": Partly(given=1, parts=2)}

    give(country.old_town, app, 70, **OLD_SPAN)
    assert amounts(country.province, Level.PROVINCE, app, OLD_PERIOD) == {"Cần Thơ": 600}


def test_a_unit_that_took_in_another_has_no_goal_while_the_other_was_given_nothing(country, indicators):
    app = indicators["app_ho"]
    join(country, Level.COMMUNE, country.foreign_commune, "Vĩnh Gia Nhỏ")
    give(country.foreign_commune, app, 30, **OLD_SPAN)

    assert read_partly(country.foreign_commune, Level.COMMUNE, app) == {"Vĩnh Gia": Partly(given=1, parts=2)}


def test_a_commune_with_a_part_of_another_needs_to_know_what_that_part_was_given(country, indicators):
    """Ấp Vĩnh Lạc stood in a commune that gave it to Tân Hòa, and goes on without it."""
    app = indicators["app_ho"]
    Placement.objects.filter(area=country.foreign_hamlet).update(**OLD)
    Placement.objects.create(area=country.foreign_hamlet, parent=country.commune, valid_from=REFORM_DAY)
    ancestry.rebuild()
    for unit, amount in ((country.old_commune, 30), (country.old_town, 70), (country.foreign_commune, 9)):
        give(unit, app, amount, **OLD_SPAN)

    assert read_partly(country.commune, Level.COMMUNE, app) == {"Tân Hòa": Partly(given=2, parts=3)}
    assert amounts(country.foreign_commune, Level.COMMUNE, app, OLD_PERIOD) == {"Vĩnh Gia": 9}
    give(country.foreign_hamlet, app, 5, **OLD_SPAN)
    assert amounts(country.commune, Level.COMMUNE, app, OLD_PERIOD) == {"Tân Hòa": 105}


def test_what_a_new_unit_was_given_for_a_time_before_it_is_its_goal_alone(country, indicators):
    app = indicators["app_ho"]
    give(country.old_commune, app, 30, **OLD_SPAN)
    give(country.commune, app, 90, **OLD_SPAN)

    assert read(country.commune, Level.COMMUNE, app, OLD_PERIOD) == {
        "Tân Hòa": Goal(90, None, OLD_PERIOD, so_far=False, parts=0)
    }


def test_what_old_units_were_given_in_advance_is_the_goal_of_the_new_one(country, indicators):
    app, autumn = indicators["app_ho"], {"start": date(2025, 10, 1), "end": date(2025, 12, 31)}
    give(country.old_commune, app, 30, **autumn)
    assert amounts(country.commune, Level.COMMUNE, app, Period(**autumn)) == {}

    give(country.old_town, app, 70, **autumn)
    assert amounts(country.commune, Level.COMMUNE, app, Period(**autumn)) == {"Tân Hòa": 100}


def test_the_parts_of_a_split_unit_have_no_goal_and_what_holds_them_has_it(country, indicators):
    app, parts = indicators["app_ho"], [make_area(Level.COMMUNE, "Xã", name, country.province) for name in "AB"]
    split = make_area(Level.COMMUNE, "Xã", "Trường Long", country.old_district, **OLD)
    Area.objects.filter(pk__in=[part.pk for part in parts]).update(valid_from=REFORM_DAY)
    for part in parts:
        Succession.objects.create(reform=country.reform, old=split, new=part, extent="part")
    ancestry.rebuild()
    for unit, amount in ((split, 50), (country.old_commune, 30), (country.old_town, 70)):
        give(unit, app, amount, **OLD_SPAN)

    assert amounts(country.province, Level.COMMUNE, app, OLD_PERIOD) == {"Cần Thơ": 150, "Tân Hòa": 100}


def join(country, level, into, name):
    """A unit that a reform merged into another one."""
    joined = make_area(level, "Xã", name, country.foreign_province if level == Level.COMMUNE else country.vn, **OLD)
    Succession.objects.create(reform=country.reform, old=joined, new=into)
    ancestry.rebuild()
    return joined


def test_what_the_old_province_was_given_is_not_added_to_what_its_communes_were(country, indicators):
    app = indicators["app_ho"]
    give(country.old_province, app, 110, **OLD_SPAN)
    give(country.old_commune, app, 30, **OLD_SPAN)
    give(country.old_town, app, 70, **OLD_SPAN)

    assert amounts(country.province, Level.COMMUNE, app, OLD_PERIOD) == {"Cần Thơ": 110, "Tân Hòa": 100}


def test_percentages_of_old_units_become_the_percentage_of_their_denominators_together(country, indicators):
    app = indicators["app_ho"]
    count(country.old_commune, households=100)
    count(country.old_town, households=300)
    give(country.old_commune, app, 50, "households", **OLD_SPAN)
    give(country.old_town, app, 70, "households", **OLD_SPAN)

    assert read(country.commune, Level.COMMUNE, app, OLD_PERIOD) == {
        "Tân Hòa": Goal(260, 65, OLD_PERIOD, so_far=False, parts=2)
    }


def test_rates_of_old_units_are_weighed_and_equal_ones_need_no_weight(country, indicators):
    rate = indicators["ty_le_ho_app"]
    give(country.old_commune, rate, 40, **OLD_SPAN)
    town = give(country.old_town, rate, 40, **OLD_SPAN)
    assert read(country.commune, Level.COMMUNE, rate, OLD_PERIOD) == {
        "Tân Hòa": Goal(40, 40, OLD_PERIOD, so_far=False, parts=2)
    }

    Target.objects.filter(pk=town.pk).update(value=80)
    assert read(country.commune, Level.COMMUNE, rate, OLD_PERIOD) == {}
    count(country.old_commune, households=300)
    count(country.old_town, households=100)
    assert amounts(country.commune, Level.COMMUNE, rate, OLD_PERIOD) == {"Tân Hòa": 50}


def test_a_unit_that_was_given_nothing_has_no_goal_while_some_of_its_units_have(country, indicators):
    give(country.commune, indicators["app_ho"], 30)

    assert amounts(country.province, Level.COMMUNE, indicators["app_ho"]) == {"Tân Hòa": 30}


def test_no_reform_gives_the_country_the_goals_of_a_part_of_it(country, indicators):
    for old in (country.old_commune, country.old_town):
        give(old, indicators["app_ho"], 15, **OLD_SPAN)

    assert amounts(country.vn, Level.PROVINCE, indicators["app_ho"], OLD_PERIOD) == {"Cần Thơ": 30}


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    sketch=hierarchies(),
    numbers=st.lists(st.integers(-9, 50), min_size=30, max_size=30),
    year=st.sampled_from([2009, 2012, 2021, 2026]),
)
def test_what_the_communes_were_given_is_one_total_on_every_map(indicators, sketch, numbers, year):
    """Between two reforms most communes are given an amount, the country their sum; below 0 stands for nothing."""
    app, span = indicators["app_ho"], {"start": date(year, 1, 1), "end": date(year, 12, 31)}
    with rolled_back():
        country, *areas = build(sketch).areas
        living = [a for a in areas if a.level == Level.COMMUNE and a.in_force(span["start"])]
        given_to = {unit: number for unit, number in zip(living, numbers, strict=False) if number >= 0}
        for commune, number in given_to.items():
            give(commune, app, number, **span)
        give(country, app, sum(given_to.values()), **span)
        for map in ("recorded", "today", "2005-01-01", "2015-01-01"):
            rows = check_sum(country, app, Period(**span), Lens.parse(map))
            if map != "recorded":
                check_cover(rows, {unit.pk for unit in given_to}, Period(**span), Lens.parse(map).day)


def check_sum(country, app, period, lens):
    """No unit is given more than the old ones it holds; those that no unit holds alone are missing in the rows."""
    found = goals(country, level=Level.COMMUNE, period=period, lens=lens, indicators=[app])
    total = found.pop((country.pk, app.code)).amount
    rows = {unit: goal.amount for (unit, _code), goal in found.items()}
    assert sum(rows.values()) == total - unallocated(rows, app, period, lens)
    return rows


def check_cover(rows, given_to, period, day):
    """A commune has a goal when every hamlet of it, and every commune without any, was given one in the span; a
    district of which only one commune is left goes on in it, but is no part of it."""
    lived = {"descendant__valid_from__lte": period.end, "descendant__valid_until__gte": period.start}
    lived["descendant__level__gte"] = Level.COMMUNE
    on_map, then = Ancestry.objects.on(day).filter(**lived), Ancestry.objects.filter(**lived)
    then = then.filter(valid_from__lte=period.end, valid_until__gte=period.start)
    for unit in Area.objects.on(day).filter(level=Level.COMMUNE):
        land = set(on_map.filter(ancestor=unit).values_list("descendant", flat=True))
        above = {place: set(then.filter(descendant=place).values_list("ancestor", flat=True)) & land for place in land}
        full = {holder for place, holders in above.items() for holder in holders - {place}}
        places = land - full - ({unit.pk} - given_to)
        assert (unit.pk in rows) == (bool(places) and all(above[place] & given_to for place in places))


def unallocated(rows, app, period, lens) -> int:
    """What was given to communes that stand under no commune on the map."""
    day = lens.day or period.end
    placed = Target.objects.filter(area__level=Level.COMMUNE, area__ascent__ancestor__in=rows)
    placed = placed.filter(area__ascent__valid_from__lte=day, area__ascent__valid_until__gte=day)
    left = Target.objects.filter(indicator=app, area__level=Level.COMMUNE).exclude(pk__in=placed.values("pk"))
    return int(sum(left.values_list("value", flat=True)))


@pytest.mark.parametrize("units", [1, 5])
@pytest.mark.parametrize("map, queries", [("recorded", 2), ("today", 7), ("2024-01-01", 3)])
def test_the_number_of_queries_does_not_grow_with_the_units(
    country, indicators, django_assert_num_queries, units, map, queries
):
    for number in range(units):
        commune = make_area(Level.COMMUNE, "Xã", f"Mới {number}", country.province, valid_from=REFORM_DAY)
        give(commune, indicators["app_ho"], 10, "households")
        give(commune, indicators["ty_le_ho_app"], 10)
    ancestry.rebuild()
    give(country.old_commune, indicators["app_ho"], 10)
    asked = {"level": Level.COMMUNE, "period": NOVEMBER, "indicators": list(indicators.values())}
    with django_assert_num_queries(queries):
        goals(country.vn, lens=Lens.parse(map), **asked)
