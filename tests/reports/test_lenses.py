"""For any hierarchy and any facts, the three maps show one total, and it is the sum of the raw rows."""

from datetime import date, datetime, time
from itertools import product

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from areas.models import Ancestry, Area, Level
from reports import fold, sums
from reports.lens import Lens
from reports.rollup import Period, table
from tests.cast import LOCAL
from tests.hierarchies import build, hierarchies, rolled_back
from tests.reports.pages import behind
from visits import ledger, moved
from visits.models import Activity, Contribution, Household, MovedTotal, Result, Visit

DAYS = st.sampled_from(
    [date(2009, 12, 31), date(2010, 1, 1), date(2019, 6, 14), date(2019, 6, 15), date(2025, 6, 30), date(2025, 7, 20)]
)
MAP_DAYS = [date(2005, 1, 1), date(2024, 12, 31), date(2026, 1, 1)]
MAPS = ["recorded", "today", "2005-01-01", "2019-06-15", "2024-12-31"]
PERIODS = [
    Period(date(2009, 1, 1), date(2026, 12, 31)),
    Period(date(2010, 1, 1), date(2019, 6, 14)),
    Period(date(2019, 6, 15), date(2025, 7, 19)),
]
VISITS = st.lists(st.tuples(st.integers(0, 4), DAYS, st.integers(0, 3), st.booleans()), max_size=8)
TALLIES = st.lists(st.tuples(st.integers(0, 30), DAYS, st.integers(0, 9), st.integers(0, 50)), max_size=6)


def file_facts(world, indicators, visits, tallies):
    """Visits at households of hamlets, tallies at any unit: in force on the day, ended, or not yet begun."""
    homes = world.hamlets or world.areas[:1]
    households = [Household(area=homes[n % len(homes)], head_name=f"Hộ {n}", size=3) for n in range(5)]
    for household in households:
        household.derive_keys()
    Household.objects.bulk_create(households)
    for number, day, dossiers, app in visits:
        home = households[number]
        when = datetime.combine(day, time(9), LOCAL)
        visit = Visit.objects.create(household=home, area=home.area, day=day, visited_at=when, outcome="met")
        add_results(indicators, visit=visit, dvc_ho_so=dossiers, app_ho=int(app))
    for number, day, dossiers, zalo in tallies:
        area = world.areas[number % len(world.areas)]
        tally = Activity.objects.create(area=area, day=day, kind="tally", title="Số liệu")
        add_results(indicators, activity=tally, dvc_ho_so=dossiers, zalo_thanh_vien=zalo)
    ledger.recount(
        households=[household.pk for household in households],
        activities=Activity.objects.values_list("pk", flat=True),
    )


def add_results(indicators, *, visit=None, activity=None, **quantities):
    Result.objects.bulk_create(
        Result(visit=visit, activity=activity, indicator=indicators[code], quantity=quantity)
        for code, quantity in quantities.items()
    )


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes a second: shrinking takes an hour
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sketch=hierarchies(), visits=VISITS, tallies=TALLIES)
def test_the_three_maps_have_one_total(indicators, sketch, visits, tallies):
    chosen = [indicators[code] for code in ("dvc_ho_so", "app_ho", "luot_tham", "zalo_thanh_vien")]
    with rolled_back():
        world = build(sketch)
        file_facts(world, indicators, visits, tallies)
        assert ledger.verify() == []
        check_made_anew()
        for period in PERIODS:
            expected = {i.code: raw_sum(i, period) for i in chosen}
            for text in MAPS:
                check_every_level(world.areas[0], Lens.parse(text), period, chosen, expected)
        for text in MAPS:
            check_some_lines(world.areas[:2], Lens.parse(text), PERIODS[1], chosen)
        check_places(world.areas, [i.pk for i in chosen])


def check_made_anew():
    """Moved totals that grew fact by fact, and those that follow a reform, are the same."""
    rows = MovedTotal.objects.exclude(facts=0, quantity=0).values_list(
        "area", "indicator", "month", "quantity", "facts"
    )
    grown = set(rows)
    moved.rebuild()
    assert set(rows.all()) == grown


def check_every_level(country: Area, lens: Lens, period: Period, chosen, expected):
    for level in (Level.PROVINCE, Level.COMMUNE, Level.HAMLET):
        found = table(country, level=level, period=period, lens=lens, indicators=chosen)
        assert found.total == expected
        for indicator in chosen:
            rows = [row.values[indicator.code] for row in found.rows] + [found.unallocated[indicator.code]]
            assert sum(value or 0 for value in rows) == (found.total[indicator.code] or 0)
        for row in found.rows:
            for indicator in chosen:
                shown = row.values[indicator.code]
                if indicator.kind == "stock" and not row.area.in_force(lens.map_day(country, period.end)):
                    assert shown is None  # it ended earlier: whoever took over holds the stock
                    continue
                opened = behind(row.area, indicator, period=period, lens=lens)
                assert sum(fact.quantity for fact in opened) == (shown or 0)
                assert opened.exists() == (shown is not None)


def check_some_lines(areas: list[Area], lens: Lens, period: Period, chosen):
    """A table of which a few lines are read says of them, and of what no line holds, the same as the whole one."""
    for area in areas:
        for level in (level for level in (Level.COMMUNE, Level.HAMLET) if level > area.level):
            asked = {"level": level, "period": period, "lens": lens, "indicators": chosen}
            whole = table(area, **asked)
            some = table(area, only=[row.area for row in whole.rows[1::2]], **asked)
            assert (some.total, some.unallocated, some.rows) == (whole.total, whole.unallocated, whole.rows[1::2])


def check_places(areas: list[Area], indicators: list[int]):
    """What a unit holds on a map is the sum of what was recorded at all places that it holds there."""
    for area, day, period in product(areas, MAP_DAYS, PERIODS):
        if area.in_force(day):
            held = Ancestry.objects.on(day).filter(ancestor=area).values_list("descendant", flat=True)
            days = (period.start, period.end)
            assert added(fold.on_map([area], day, days, indicators)) == added(sums.own(held, *days, indicators))


def added(found: sums.Sums) -> dict[int, tuple[int, int]]:
    """Indicator -> sum and number of facts, where there are any."""
    whole = {}
    for (_area, indicator), figure in found.items():
        quantity, facts = whole.get(indicator, (0, 0))
        whole[indicator] = quantity + figure.quantity, facts + figure.facts
    return {indicator: figures for indicator, figures in whole.items() if figures[1]}


def raw_sum(indicator, period: Period) -> int | None:
    """The figure counted from the contributions of the whole country, without any map."""
    rows = Contribution.objects.filter(indicator=indicator, day__lte=period.end)
    if indicator.kind != "stock":
        rows = rows.filter(day__gte=period.start)
    quantities = list(rows.values_list("quantity", flat=True))
    return sum(quantities) if quantities else None
