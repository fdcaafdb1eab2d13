"""Which units hold an area back in one indicator: ordered by what they lack to what should be reached by now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from areas.models import Area, AreaStatistic
from areas.numbers import with_decimals
from reports.figures import MISSING, figure
from reports.gauge import Gauge, gauge
from reports.indicator.question import IndicatorQuestion
from reports.lens import Lens
from reports.lines import Line, of_units
from reports.periods import EARLIEST
from reports.rollup import Period, Values, table
from reports.targets.former import Partly
from reports.targets.goals import Goal, Goals, goals
from reports.targets.pace import Progress
from reports.targets.standing import Standings, against
from reports.ways import level_named
from visits.models import Indicator


@dataclass
class Laggard:
    """`actual` opens at `why`, the unit's own page of the indicator at `url`; `reasons` are sentences with links.

    `made`: indicator, period and map of the actual figure.
    """

    line: Line
    actual: int | float | None
    progress: Progress | None
    gauge: Gauge | None
    url: str
    made: tuple[Indicator, Period, Lens]
    households: int | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def area(self) -> Area:
        return self.line.area

    @property
    def why(self) -> str:
        return why_url(self.line, *self.made)

    @property
    def gap(self) -> float:
        return self.progress.gap if self.progress else 0

    @property
    def missing(self) -> float:
        """The gap as the page shows it: with what is due rounded up."""
        return self.gauge.missing if self.gauge else 0

    @property
    def number(self) -> str:
        return figure(self.actual)

    @property
    def due(self) -> str:
        """What should be reached by now, rounded up as in the gauge."""
        return figure(round(self.gauge.needed, 2)) if self.gauge else MISSING

    @property
    def per_100(self) -> str:
        return MISSING if self.rate is None else with_decimals(self.rate, 1)

    @property
    def rate(self) -> float | None:
        """Per 100 households."""
        return 100 * self.actual / self.households if self.households and self.actual is not None else None


@dataclass
class Standing:
    """The area's own progress and goal, and its units; `is_shared`: they were given nothing, so the area's goal is
    divided by households for them. Without any goal they stand by what they reached per 100 households. `total`: the
    area's figures in the period. `partly`: why the area has no goal, although a part of it has one."""

    progress: Progress | None
    goal: Goal | None
    laggards: list[Laggard]
    is_shared: bool
    total: Values
    span: Period
    partly: Partly | None = None

    @cached_property
    def compared(self) -> list[Laggard]:
        """Those that stand in the table: with a goal, or with a figure; all of them when nobody has either."""
        return [unit for unit in self.laggards if unit.progress or unit.actual is not None] or self.laggards

    @cached_property
    def silent(self) -> list[Laggard]:
        """Given nothing, and nothing recorded."""
        compared = {unit.area.pk for unit in self.compared}
        return [unit for unit in self.laggards if unit.area.pk not in compared]

    @cached_property
    def behind(self) -> list[Laggard]:
        return [laggard for laggard in self.laggards if laggard.gap > 0]


def build(question: IndicatorQuestion, way: str, user: User) -> Standing:
    """`way` is the name of a level below the area."""
    level, indicator, until = level_named(way), question.indicator, min(question.period.end, question.today)
    asked = {"level": level, "period": question.period, "lens": question.lens, "indicators": [indicator]}
    read = table(question.area, **asked)
    lines, _others = of_units(read, question, way, user)
    households = households_of([line.area.pk for line in lines], until)
    given = goals(question.area, **asked)
    own = given.get((question.area.pk, indicator.code))
    is_shared = bool(own) and not any((line.area.pk, indicator.code) in given for line in lines)
    if is_shared:
        given |= shared(own, indicator, households)
    standing = against(given, question.area, today=question.today, known=read, **asked)
    down = question.way_down()
    laggards = [_laggard(line, question, given, standing, down) for line in lines]
    for laggard in laggards:
        laggard.households = households[laggard.area.pk]
    return Standing(
        progress=standing.get((question.area.pk, indicator.code)),
        goal=own,
        laggards=_ordered(laggards, indicator),
        is_shared=is_shared,
        total=read.total,
        span=next((goal.span for goal in given.values()), question.period),
        partly=given.partly.get((question.area.pk, indicator.code)),
    )


def of_area(question: IndicatorQuestion) -> tuple[Progress | None, Goal | None]:
    """The area alone, where no level lies below it."""
    asked = {"level": question.area.level, "period": question.period, "lens": question.lens}
    given = goals(question.area, indicators=[question.indicator], **asked)
    standing = against(given, question.area, indicators=[question.indicator], today=question.today, **asked)
    key = question.area.pk, question.indicator.code
    return standing.get(key), given.get(key)


def shared(own: Goal, indicator: Indicator, households: dict[int, int | None]) -> Goals:
    """What falls to each unit by its households; of a ratio the same per cent for each."""
    whole = sum(number or 0 for number in households.values())
    parts = {unit: number / whole for unit, number in households.items() if number}
    if indicator.kind == Indicator.Kind.RATIO:
        parts = dict.fromkeys(households, 1)
    return {
        (unit, indicator.code): Goal(own.amount * part, None, own.span, own.so_far) for unit, part in parts.items()
    }


def why_url(line: Line, indicator: Indicator, period: Period, lens: Lens, **more: str) -> str:
    """The facts behind a figure of a unit."""
    asked = {"indicator": indicator.code, "from": period.start.isoformat(), "to": period.end.isoformat()}
    return f"{reverse('reports:why')}?{urlencode(line.key | asked | {'map': lens.key} | more)}"


def households_of(units: Iterable[int], day: date) -> dict[int, int | None]:
    """As last published until the year of `day`: of households that a team listed a share would tell nothing."""
    found: dict[int, int | None] = dict.fromkeys(units)
    rows = AreaStatistic.objects.filter(area__among=found, year__lte=day.year, households__gt=0).order_by("year")
    return found | dict(rows.values_list("area", "households"))


def _laggard(line: Line, question: IndicatorQuestion, given: Goals, standing: Standings, down: str) -> Laggard:
    indicator, key = question.indicator, (line.area.pk, question.indicator.code)
    progress, goal = standing.get(key), given.get(key)
    period, lens = question.period, question.lens
    until = min(period.end, question.today)
    if progress and goal.so_far:
        placed = lens.day or lens.map_day(question.area, until)
        period, lens = Period(EARLIEST, until), Lens(placed.isoformat(), placed)
    elif progress:
        period = Period(goal.span.start, max(until, goal.span.start))
    return Laggard(
        line=line,
        actual=progress.actual if progress else line.values[indicator.code],
        progress=progress,
        gauge=gauge(progress, indicator, question.today) if progress else None,
        url=down % line.area.pk,
        made=(indicator, period, lens),
    )


def _ordered(laggards: list[Laggard], indicator: Indicator) -> list[Laggard]:
    """What lacks most first; units without a goal behind, those that reached least for their size first."""

    def order(laggard: Laggard):
        if laggard.progress:
            return 0, -laggard.gap, -(laggard.progress.expected or 0)
        measure = laggard.actual if indicator.kind == Indicator.Kind.RATIO else laggard.rate
        return 1, measure is None, measure or 0

    return sorted(laggards, key=order)
