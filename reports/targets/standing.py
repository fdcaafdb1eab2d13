"""How units stand against their targets: the figures until today beside what should be reached by now."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from areas.dates import ONE_DAY
from areas.models import Ancestry, Area
from reports.lens import Lens
from reports.periods import EARLIEST
from reports.rollup import Period, Table, Values, figures, units_below
from reports.sums import Days
from reports.targets.goals import Goal, Goals, goals
from reports.targets.pace import Progress, progress
from visits.models import Indicator
from visits.months import month_of, month_span

Kind = Indicator.Kind
Standings = dict[tuple[int, str], Progress]
"""(unit, indicator code) -> Progress"""
Source = tuple[Lens, Period]
"""The map and the days of figures that are read."""
Read = dict[Source, dict[int, Values]]
"""Figures by unit."""


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
    asked = Asked(area, period, lens, min(period.end, today), is_known=bool(known))
    parts = _parts(found, {indicator.code: indicator for indicator in indicators}, asked)
    units = [row.area for row in known.rows] if known else _holders(found, asked, level)
    read = {(lens, period): _values_of(known)} if known else {}
    read |= _Reader(asked, units).read(parts, without=read.keys())
    return {key: one for part in parts for key, one in part.stand(read, asked.until).items()}


@dataclass(frozen=True)
class Asked:
    """The page: `until` is its last day, or today before that; `is_known`: the figures of its period were read."""

    area: Area
    period: Period
    lens: Lens
    until: date
    is_known: bool

    def sources(self, indicator: Indicator, span: Period, so_far: bool) -> tuple[list[Source], list[Source]]:
        """The figures whose sum was reached until today, and those of what was there before the span.

        Everything so far is read as recorded in the units that stand at its end: like a stock, for a household that
        was reached before a reform is reached for the unit of today too.
        """
        is_stock, is_ahead = indicator.kind == Kind.STOCK, self.until < span.start
        if not so_far and not is_stock:
            return [] if is_ahead else self._since(span.start, self.lens, indicator), []
        day = self.lens.map_day(self.area, self.until)
        placed = self.lens if self.lens.day else Lens(day.isoformat(), day)
        before = [(placed, Period(EARLIEST, span.start - ONE_DAY))]
        if is_ahead or indicator.kind == Kind.RATIO:
            return [(placed, Period(EARLIEST, _month_out(self.until)))], before
        # Folding all years once is half the work of doing it twice: since the span began few units changed.
        since = self._since(span.start, placed, indicator)
        return since if is_stock else [*before, *since], before

    def _since(self, start: date, lens: Lens, indicator: Indicator) -> list[Source]:
        """From `start` until today: what is known of the period, with the months before it. A stock holds them."""
        first = self.period.start
        if self.is_known and lens == self.lens and first <= self.until:  # nothing is dated after today
            if start == first or indicator.kind == Kind.STOCK:
                return [(lens, self.period)]
            if indicator.kind != Kind.RATIO and first == month_span(month_of(first))[0]:
                return [(lens, Period(start, first - ONE_DAY)), (lens, self.period)]
        return [(lens, Period(start, _month_out(self.until)))]


@dataclass
class Part:
    """Goals in one indicator by unit, and what is read for them: see Asked.sources()."""

    indicator: Indicator
    goals: dict[int, Goal]
    now: list[Source]
    before: list[Source]

    def stand(self, read: Read, until: date) -> Standings:
        now, before = [read[source] for source in self.now], [read[source] for source in self.before]
        code = self.indicator.code
        return {
            (unit, code): progress(
                _sum(now, unit, code),
                base=_sum(before, unit, code),
                goal=goal.amount,
                span=goal.span,
                today=until,
            )
            for unit, goal in self.goals.items()
            if not now or unit in now[-1]
        }


def _parts(found: Goals, indicators: dict[str, Indicator], asked: Asked) -> list[Part]:
    groups: dict[tuple[str, Period, bool], dict[int, Goal]] = defaultdict(dict)
    for (unit, code), goal in found.items():
        groups[code, goal.span, goal.so_far][unit] = goal
    return [
        Part(indicators[code], held, *asked.sources(indicators[code], span, so_far))
        for (code, span, so_far), held in groups.items()
    ]


def _holders(found: Goals, asked: Asked, level: int) -> list[Area]:
    """The units that have goals."""
    keys = {unit for unit, _code in found} - {asked.area.pk}
    below = units_below(asked.area, period=asked.period, lens=asked.lens, levels=[level])
    return list(below.filter(pk__among=keys)) if keys else []


@dataclass
class _Reader:
    """Reads each source once, for the units and the indicators that need it: nobody asks for the others."""

    asked: Asked
    units: list[Area]

    def read(self, parts: list[Part], without: Collection[Source]) -> Read:
        wanted: dict[Source, list[Part]] = defaultdict(list)
        for part in parts:
            for source in (*part.now, *part.before):
                wanted[source].append(part)
        return {source: self._figures(*source, found) for source, found in wanted.items() if source not in without}

    def _figures(self, lens: Lens, period: Period, parts: list[Part]) -> dict[int, Values]:
        keys = {unit for part in parts for unit in part.goals} - {self.asked.area.pk}
        units = [unit for unit in self.units if unit.pk in keys and self._stands(unit, lens, period)]
        indicators = list({part.indicator.pk: part.indicator for part in parts}.values())
        return figures(self.asked.area, units, period=period, lens=lens, indicators=indicators)

    def _stands(self, unit: Area, lens: Lens, period: Period) -> bool:
        """Under the area on the map, or on some day of the period; on the map of the page all of them do."""
        if lens.day and lens == self.asked.lens:
            return True
        first, last = (lens.day, lens.day) if lens.day else (period.start, period.end)
        first, last = max(first, unit.valid_from), min(last, unit.valid_until)
        return any(max(first, start) <= min(last, end) for start, end in self._stays[unit.pk])

    @cached_property
    def _stays(self) -> dict[int, list[Days]]:
        """When each unit stood under the area."""
        found = defaultdict(list)
        keys = [unit.pk for unit in self.units]
        rows = Ancestry.objects.filter(ancestor=self.asked.area, descendant__among=keys)
        for unit, *days in rows.values_list("descendant", "valid_from", "valid_until"):
            found[unit].append(days)
        return found


def _month_out(until: date) -> date:
    """Until today is until the end of the month, which is read in one piece: nothing is dated after today."""
    return month_span(month_of(until))[1] if until == timezone.localdate() else until


def _values_of(read: Table) -> dict[int, Values]:
    return {row.area.pk: row.values for row in read.rows} | {read.area.pk: read.total}


def _sum(read: list[dict[int, Values]], unit: int, code: str) -> int | float | None:
    numbers = [values[unit][code] for values in read if unit in values]
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
