"""How units stand against their targets: the figures until today beside what should be reached by now."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone

from areas.dates import ONE_DAY
from areas.models import Area
from reports.lens import Lens
from reports.periods import EARLIEST
from reports.rollup import Period, Table, Values, figures, units_below
from reports.targets.goals import Goal, Goals, goals
from reports.targets.pace import Progress, progress
from visits.models import Indicator
from visits.months import month_of, month_span

Standings = dict[tuple[int, str], Progress]
"""(unit, indicator code) -> Progress"""


def standings(
    area: Area, *, level: int, period: Period, lens: Lens, indicators: list[Indicator], today: date
) -> Standings:
    """How the area and its units of `level` stand at the end of the period, or today while it runs."""
    found = goals(area, level=level, period=period, lens=lens, indicators=indicators)
    return against(found, area, level=level, period=period, lens=lens, indicators=indicators, today=today)


def against(
    found: Goals,
    area: Area,
    *,
    level: int,
    period: Period,
    lens: Lens,
    indicators: list[Indicator],
    today: date,
    known: Table | None = None,
) -> Standings:
    """The same for goals, and perhaps figures of the period, that were read before.

    A unit that is gone by the end of the period stands nowhere.
    """
    until = min(period.end, today)
    result: Standings = {}
    holders = Holders(area, level, _units(found, area))
    for (span, so_far), part in _by_span(found, indicators).items():
        chosen = [i for i in indicators if any(code == i.code for _unit, code in part)]
        if known and not so_far and span.start == period.start <= until:  # nothing is dated after today
            result |= _stand(part, _values_of(known), {}, until)
            continue
        read = _read_so_far if so_far else _read_span
        theirs = replace(holders, units=_units(part, area))
        result |= _stand(part, *read(theirs, lens, span, until, chosen), until)
    return result


def _by_span(found: Goals, indicators: list[Indicator]) -> dict[tuple[Period, bool], Goals]:
    """(span, whether everything until its end counts) -> the goals that are asked together."""
    catalogue = {indicator.code: indicator for indicator in indicators}
    groups: dict[tuple[Period, bool], Goals] = defaultdict(Goals)
    for (unit, code), goal in found.items():
        placed_late = goal.so_far or catalogue[code].kind == Indicator.Kind.STOCK
        groups[goal.span, placed_late][unit, code] = goal
    return groups


@dataclass(frozen=True)
class Holders:
    """An area, and those of its units of a level that have goals: only theirs are figures that somebody asks for."""

    area: Area
    level: int
    every: set[int]
    units: set[int] = field(default_factory=set)
    known: dict[Period | date, list[Area]] = field(default_factory=dict)  # every one, by the period or the map's day

    def on(self, period: Period, lens: Lens) -> list[Area]:
        asked = lens.day or period
        if asked not in self.known and self.units:
            below = units_below(self.area, period=period, lens=lens, levels=[self.level])
            self.known[asked] = list(below.filter(pk__among=self.every))
        return [unit for unit in self.known.get(asked, ()) if unit.pk in self.units]

    def figures(self, lens: Lens, period: Period, chosen: list[Indicator]) -> dict[int, Values]:
        return figures(self.area, self.on(period, lens), period=period, lens=lens, indicators=chosen)


Read = tuple[dict[int, Values], dict[int, Values]]  # by unit: until today, and before the span


def _read_span(holders: Holders, lens: Lens, span: Period, until: date, chosen: list[Indicator]) -> Read:
    """What came in the span; nothing yet while it lies ahead."""
    if until < span.start:
        return {unit.pk: {} for unit in (holders.area, *holders.on(span, lens))}, {}
    return holders.figures(lens, Period(span.start, _month_out(until)), chosen), {}


def _read_so_far(holders: Holders, lens: Lens, span: Period, until: date, chosen: list[Indicator]) -> Read:
    """Everything until today and until the span began, as recorded in the units that stand at its end: like a stock,
    for a household that was reached before a reform is reached for the unit of today too."""
    placed = lens if lens.day else _map_of(lens.map_day(holders.area, until))
    before = holders.figures(placed, Period(EARLIEST, span.start - ONE_DAY), chosen)
    rates = [indicator for indicator in chosen if indicator.kind == Indicator.Kind.RATIO]
    if rates or until < span.start:
        return holders.figures(placed, Period(EARLIEST, _month_out(until)), chosen), before
    since = holders.figures(placed, Period(span.start, _month_out(until)), chosen)
    return _both(before, since, chosen), before


def _month_out(until: date) -> date:
    """Until today is until the end of the month, which is read in one piece: nothing is dated after today."""
    return month_span(month_of(until))[1] if until == timezone.localdate() else until


def _both(before: dict[int, Values], since: dict[int, Values], chosen: list[Indicator]) -> dict[int, Values]:
    """Figures of two periods as one. Folding all years once is half the work of doing it twice: since the span began
    few units changed, so what came since stands where it was recorded. A stock of the second holds the first."""
    stocks = {indicator.code for indicator in chosen if indicator.kind == Indicator.Kind.STOCK}

    def add(unit: int, code: str, now: int | float | None) -> int | float | None:
        known = [number for number in (before.get(unit, {}).get(code), now) if number is not None]
        return now if code in stocks or not known else sum(known)

    return {unit: {code: add(unit, code, now) for code, now in values.items()} for unit, values in since.items()}


def _units(goals: Goals, area: Area) -> set[int]:
    return {unit for unit, _code in goals} - {area.pk}


def _map_of(day: date) -> Lens:
    return Lens(day.isoformat(), day)


def _values_of(read: Table) -> dict[int, Values]:
    return {row.area.pk: row.values for row in read.rows} | {read.area.pk: read.total}


def _stand(part: Goals, now: dict[int, Values], before: dict[int, Values], until: date) -> Standings:
    return {
        (unit, code): _progress(goal, now[unit].get(code), before.get(unit, {}).get(code), until)
        for (unit, code), goal in part.items()
        if unit in now
    }


def _progress(goal: Goal, actual, base, until: date) -> Progress:
    return progress(actual, base=base, goal=goal.amount, span=goal.span, today=until)
