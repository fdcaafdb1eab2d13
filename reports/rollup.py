"""Indicators of an area, rolled up by the units below, on one of three maps.

Whole reporting months come from monthly totals, broken days from contributions. The total of an area is the
same number on every map on which the area stands; what cannot be given to a row is in `unallocated`.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least

from areas.dates import BEGINNING
from areas.models import Ancestry, Area, AreaStatistic, Level
from reports import fold, loose, sums
from reports.lens import Lens
from reports.sums import Figure, Span, Sums
from visits.models import Indicator

IN_ORDER = ("sort_key", "valid_from", "pk")  # of names, as Vietnamese are sorted
Values = dict[str, int | float | None]
"""Indicator code -> figure in the indicator's unit (a ratio in per cent); None when nothing was recorded."""


@dataclass(frozen=True)
class Period:
    """Days of a report, both included."""

    start: date
    end: date


@dataclass
class Row:
    area: Area
    values: Values


@dataclass
class Table:
    """The answer to "how much, by which units": rows in Vietnamese order of names."""

    area: Area
    lens: Lens
    period: Period
    rows: list[Row]
    unallocated: Values
    total: Values


def table(
    area: Area,
    *,
    level: int,
    period: Period,
    lens: Lens,
    indicators: list[Indicator],
    only: list[Area] | None = None,
) -> Table:
    """Roll up `indicators` of `area` by its units of `level`, or by `only` some of them: the work is then theirs."""
    counted = with_parts(indicators)
    if only is None:
        units = list(units_below(area, period=period, lens=lens, levels=[level]))
        found = _read([area, *(unit for unit in units if unit.pk != area.pk)], area, period, lens, counted)
        left = {i.pk: _left(i.pk, area.pk, {unit.pk for unit in units}, found) for i in counted}
    else:
        units = only
        found = _read_some(area, units, period, lens, counted)
        left = _read_left(area, level, period, lens, counted)
    values = _values([area, *units], found, indicators, period)
    return Table(
        area=area,
        lens=lens,
        period=period,
        rows=[Row(unit, values[unit.pk]) for unit in units],
        unallocated={i.code: left[i.pk].value if i.pk in left else None for i in indicators},
        total=values[area.pk],
    )


def figures(
    area: Area, units: list[Area], *, period: Period, lens: Lens, indicators: list[Indicator]
) -> dict[int, Values]:
    """The figures of `area` and of these units under it, by primary key; nothing else is read."""
    found = _read_some(area, units, period, lens, with_parts(indicators))
    return _values([area, *units], found, indicators, period)


def totals(area: Area, *, period: Period, lens: Lens, indicators: list[Indicator]) -> Values:
    """The figures of `area` alone."""
    return figures(area, [], period=period, lens=lens, indicators=indicators)[area.pk]


def _values(units: list[Area], found: Sums, indicators: list[Indicator], period: Period) -> dict[int, Values]:
    statistics = _statistics([unit.pk for unit in units], indicators, period.end)
    return {unit.pk: {i.code: value_of(i, unit.pk, found, statistics) for i in indicators} for unit in units}


def with_parts(indicators: list[Indicator]) -> list[Indicator]:
    """The indicators that have facts: the given ones and the parts of ratios, each once."""
    parts = [part for i in indicators for part in (i.numerator, i.denominator) if part]
    return list({i.pk: i for i in [*indicators, *parts] if i.kind != Indicator.Kind.RATIO}.values())


def units_below(area: Area, *, period: Period, lens: Lens, levels: list[int]) -> QuerySet[Area]:
    """Units of these levels in force under `area`: on the map's day, or on some day of the period."""
    first, last = (lens.day, lens.day) if lens.day else (period.start, period.end)
    held = Ancestry.objects.filter(
        ancestor=area,
        descendant=OuterRef("pk"),
        valid_from__lte=Least(OuterRef("valid_until"), Value(last)),
        valid_until__gte=Greatest(OuterRef("valid_from"), Value(first)),
    )
    alive = Area.objects.filter(level__in=levels, valid_from__lte=last, valid_until__gte=first)
    return alive.filter(Exists(held)).order_by(*IN_ORDER)


def placed_below(area: Area, *, period: Period, lens: Lens, level: int) -> QuerySet[Ancestry]:
    """The units_below() of one level from the other side, as what holds them there: quicker for few units, and for
    whether there is any. A unit that left and came back has two rows."""
    first, last = (lens.day, lens.day) if lens.day else (period.start, period.end)
    return Ancestry.objects.filter(
        ancestor=area,
        valid_from__lte=Least(F("descendant__valid_until"), Value(last)),
        valid_until__gte=Greatest(F("descendant__valid_from"), Value(first)),
        descendant__level=level,
        descendant__valid_from__lte=last,
        descendant__valid_until__gte=first,
    )


def _read(units: list[Area], area: Area, period: Period, lens: Lens, counted: list[Indicator]) -> Sums:
    stocks, events = _by_kind(counted)
    found: Sums = defaultdict(Figure)
    if events and lens.day is None:
        found.update(sums.as_recorded(_spans(units, area, period), events))
    elif events:
        found.update(fold.on_map(units, lens.day, (period.start, period.end), events))
    if stocks:
        # a stock is the state at the period's end: all changes until then, in the units that stand on that day
        day = lens.map_day(area, period.end)
        standing = [unit for unit in units if unit.in_force(day) or unit.pk == area.pk]
        found.update(fold.on_map(standing, day, (BEGINNING, lens.stock_until(area, period.end)), stocks))
    return found


def _read_some(area: Area, units: list[Area], period: Period, lens: Lens, counted: list[Indicator]) -> Sums:
    """The area with its units where one folding serves both; alone where that would read all for a few of them."""
    if area.level > Level.COUNTRY and all(unit.level <= Level.COMMUNE for unit in units):
        return _read([area, *(unit for unit in units if unit.pk != area.pk)], area, period, lens, counted)
    return _read([area], area, period, lens, counted) | _read(units, area, period, lens, counted)


def _read_left(area: Area, level: int, period: Period, lens: Lens, counted: list[Indicator]) -> dict[int, Figure]:
    """What no unit of the level holds, read from where it was recorded."""
    stocks, events = _by_kind(counted)
    left: dict[int, Figure] = {}
    if events and lens.day is None:
        left |= loose.as_recorded(area, level, lens.days_of(area, period.start, period.end), events)
    elif events:
        left |= loose.on_map(area, level, lens.day, (period.start, period.end), events)
    if stocks:
        day, days = lens.map_day(area, period.end), (BEGINNING, lens.stock_until(area, period.end))
        if has_units(area, period, lens):
            left |= loose.on_map(area, level, day, days, stocks)
        else:
            left |= {indicator: figure for (_u, indicator), figure in fold.on_map([area], day, days, stocks).items()}
    return left


def has_units(area: Area, period: Period, lens: Lens) -> bool:
    """Whether anything can stand under the area: as recorded, nothing does in a period before its life or after it."""
    return lens.day is not None or (area.valid_from <= period.end and area.valid_until >= period.start)


def _by_kind(counted: list[Indicator]) -> tuple[list[int], list[int]]:
    """Those that are a state, and those that add up over time."""
    stocks = [i.pk for i in counted if i.kind == Indicator.Kind.STOCK]
    return stocks, [i.pk for i in counted if i.kind != Indicator.Kind.STOCK]


def _spans(units: list[Area], area: Area, period: Period) -> dict[Span, list[int]]:
    """The units grouped by the days of the period on which they were in force under `area`: nearly all of them on
    every one, so that only the others are looked up."""
    held = Ancestry.objects.filter(ancestor=area, valid_from__lte=period.end, valid_until__gte=period.start)
    held = held.filter(
        Q(valid_from__gt=period.start)
        | Q(valid_until__lt=period.end)
        | Q(descendant__valid_from__gt=period.start)
        | Q(descendant__valid_until__lt=period.end)
    )
    known, spans, partly = {unit.pk: unit for unit in units}, defaultdict(list), set()
    for pk, start, end in held.filter(descendant__among=known).values_list("descendant", "valid_from", "valid_until"):
        unit = known[pk]
        partly.add(pk)
        first, last = max(start, unit.valid_from, period.start), min(end, unit.valid_until, period.end)
        if first <= last:
            spans[first, last, unit.level == Level.HAMLET].append(pk)
    for unit in units:
        if unit.pk not in partly:
            spans[period.start, period.end, unit.level == Level.HAMLET].append(unit.pk)
    return spans


def _left(indicator: int, area: int, units: set[int], found: Sums) -> Figure:
    """What the area holds and no row shows."""
    total = found.get((area, indicator), Figure())
    rows = [found[unit, indicator] for unit in ({area} if area in units else units) if (unit, indicator) in found]
    return Figure(
        total.quantity - sum(figure.quantity for figure in rows), total.facts - sum(figure.facts for figure in rows)
    )


def _statistics(units: list[int], indicators: list[Indicator], end: date) -> dict[int, AreaStatistic]:
    """The newest statistics of each unit that are not younger than the period, where an indicator asks for them."""
    if not any(indicator.denominator_statistic for indicator in indicators):
        return {}
    rows = AreaStatistic.objects.filter(area__among=units, year__lte=end.year).order_by("year")
    return {row.area_id: row for row in rows}


def value_of(indicator: Indicator, key, found: Sums, statistics: dict[int, AreaStatistic]) -> int | float | None:
    """The figure that `found` and `statistics` hold under `key`, a ratio made anew from its parts."""
    if indicator.kind != Indicator.Kind.RATIO:
        return found.get((key, indicator.pk), Figure()).value
    numerator = found.get((key, indicator.numerator_id), Figure()).value
    if indicator.denominator_id:
        denominator = found.get((key, indicator.denominator_id), Figure()).value
    else:
        denominator = getattr(statistics.get(key), indicator.denominator_statistic, None)
    return None if numerator is None or not denominator else round(100 * numerator / denominator, 2)
