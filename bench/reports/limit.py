"""The least that the figures of a page can cost: one statement that reads them all, with nothing around it.

What is in it is what the page shows out of totals and contributions, each once:

* the headline indicators of the units that are shown and of the area itself, in the period;
* those of the area in the period before;
* the indicator of the trend, of the area by month, for the 13 months or more that are drawn;
* the last day on which something was recorded, of the area and of the units shown down to communes: of hamlets
  and teams it is read from visits, which are counted on neither side;
* of a table that is read page by page: which of all its units have something to show, for their number stands there;
* what stands against the goals, as far as it is not the figure of the period: what came from the first day of the
  goal's span, or until today and until the span began. Only indicators, and only units, that have such a goal.

Where the map asked for holds the units as they were recorded, it is a look-up too; where it shows them as on their
last day, one look-up more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from django.db import connection
from django.test import RequestFactory

from accounts.models import User
from areas.dates import ONE_DAY
from areas.models import Area, Level
from reports.fold import is_kept, stood_still
from reports.periods import EARLIEST, compared_with
from reports.question import Question, read
from reports.rollup import Period, units_below, with_parts
from reports.targets.goals import Goals, goals
from reports.trend.points import Step, stretches
from reports.window import Window, window
from visits.months import month_of, whole_months

RECORDED = """SELECT area_id, indicator_id, SUM(quantity), SUM(facts), CAST(NULL AS date) FROM visits_monthlytotal t
    WHERE month BETWEEN '{first}' AND '{last}' AND indicator_id IN ({indicators}) AND area_id IN ({units})
    GROUP BY area_id, indicator_id"""
ON_MAP = """SELECT ancestor_id, indicator_id, SUM(own_quantity), SUM(own_facts), CAST(NULL AS date)
    FROM visits_monthlytotal t JOIN areas_ancestry a ON a.descendant_id = t.area_id
    WHERE month BETWEEN '{first}' AND '{last}' AND indicator_id IN ({indicators}) AND own_facts > 0
        AND a.valid_from <= '{day}' AND a.valid_until >= '{day}' AND a.ancestor_id IN ({units})
    GROUP BY ancestor_id, indicator_id"""
IN_MONTHS, ON_DAYS = "month BETWEEN '{first}' AND '{last}'", "({edges})"
MOVED = RECORDED.replace("visits_monthlytotal", "visits_movedtotal")
DAYS = RECORDED.replace("visits_monthlytotal", "visits_dailytotal").replace(IN_MONTHS, ON_DAYS)
MOVED_DAYS = DAYS.replace("visits_dailytotal", "visits_movedday")
DAYS_ON_MAP = ON_MAP.replace("visits_monthlytotal", "visits_dailytotal").replace(IN_MONTHS, ON_DAYS)
OF_HAMLETS = """SELECT area_id, indicator_id, SUM(quantity), COUNT(*), CAST(NULL AS date) FROM visits_contribution
    WHERE ({edges}) AND indicator_id IN ({indicators}) AND area_id IN ({units}) GROUP BY area_id, indicator_id"""
BY_TEAM = """SELECT MIN(area_id), indicator_id, SUM(quantity), COUNT(*), CAST(NULL AS date)
    FROM visits_contribution t JOIN areas_ancestry a ON a.descendant_id = t.area_id
    WHERE day BETWEEN '{start}' AND '{end}' AND indicator_id IN ({indicators})
        AND a.valid_from <= {day} AND a.valid_until >= {day} AND a.ancestor_id = {area}
    GROUP BY team_id, indicator_id"""
LAST_DAYS = """SELECT u.id, 0, 0, 0, (SELECT day FROM visits_dailytotal d
        WHERE d.area_id = u.id AND d.day <= '{end}' AND d.facts > 0 ORDER BY d.day DESC LIMIT 1)
    FROM areas_area u WHERE u.id IN ({units}) AND u.level <= {commune}"""

TELLING = """SELECT u.id, 0, 0, 0, CAST(NULL AS date) FROM areas_area u JOIN areas_ancestry a ON a.descendant_id = u.id
    WHERE a.ancestor_id = {area} AND u.level = {level} AND u.valid_from <= '{end}' AND u.valid_until >= '{start}'
        AND a.valid_from <= '{end}' AND a.valid_until >= '{start}' AND ({totals})"""
TOTALS = """EXISTS (SELECT 1 FROM {table} t WHERE t.area_id = u.id AND t.indicator_id IN ({indicators})
    AND t.month BETWEEN '{first}' AND '{last}' AND t.facts > 0)"""


@dataclass(frozen=True)
class Wanted:
    """Figures that a page shows: of which units and hamlets, of which days, on the map of which day (None: as
    recorded)."""

    units: frozenset[int]
    hamlets: frozenset[int]
    indicators: frozenset[int]
    period: Period
    day: date | None
    by_month: bool = False

    def statements(self) -> Iterator[str]:
        """One for whole months and one for the days around them, as far as there are any."""
        months, edges = whole_months(self.period.start, self.period.end)
        places = self.units | self.hamlets
        words = {"indicators": _list(self.indicators), "day": self.day}
        of_months, of_days = self._ways(Area.objects.in_bulk(places).values())
        for statement in of_months if months else ():
            yield statement.format(first=months[0], last=months[-1], units=_list(places), **words) + (
                ", month" * self.by_month
            )
        words["edges"] = " OR ".join(f"day BETWEEN '{first}' AND '{last}'" for first, last in edges)
        for statement in of_days if edges and self.units else ():
            yield statement.format(units=_list(self.units), **words)
        if edges and self.hamlets:
            yield OF_HAMLETS.format(units=_list(self.hamlets), **words)

    def _ways(self, units: Iterable[Area]) -> tuple[list[str], list[str]]:
        """How the figures of whole months can be had, and those of the days around them."""
        if self.day is None or all(
            stood_still(unit, self.day, (self.period.start, self.period.end)) for unit in units
        ):
            return [RECORDED], [DAYS]
        if all(is_kept(unit, self.day) for unit in units):
            return [RECORDED, MOVED], [DAYS, MOVED_DAYS]
        return [ON_MAP], [DAYS_ON_MAP]


def limit(area: int, asked: dict, reader: str) -> str:
    """The one statement for what the page shows this user; its rows are unit, indicator, sum and number of facts, or
    a unit and its last day."""
    user = User.objects.get(username=reader)
    question = _question(area, asked, user)
    part = window(question, asked["by"], user, None)
    statements = [*_statements(question, asked["by"], _shown(question, asked["by"], part))]
    if part:
        statements.append(_telling(question, Level[asked["by"].upper()]))
    return " UNION ALL ".join(statements)


def seconds(statement: str) -> float:
    with connection.cursor() as cursor:
        begun = perf_counter()
        cursor.execute(statement)
        cursor.fetchall()
        return perf_counter() - begun


def is_whole(area: int, asked: dict, reader: str) -> bool:
    """Whether the period is made of whole months, and is read from totals."""
    question = _question(area, asked, User.objects.get(username=reader))
    return asked["by"] != "team" and not whole_months(question.period.start, question.period.end)[1]


def _question(area: int, asked: dict, user: User) -> Question:
    request = RequestFactory().get("/", {"area": area, **asked})
    request.user = user
    return read(request)[0]


def _shown(question: Question, way: str, part: Window | None) -> dict[int, int]:
    """The area and the units whose figures its page shows -> their levels; of a long table one page of them."""
    area, level = question.area, question.area.level if way == "team" else Level[way.upper()]
    below = units_below(area, period=question.period, lens=question.lens, levels=[level])
    if part:
        below = below.filter(pk__in=[unit.pk for unit in part.units])
    return {area.pk: area.level} | dict(below.values_list("pk", "level"))


def _statements(question: Question, way: str, units: dict[int, int]) -> Iterator[str]:
    area, lens = question.area, question.lens
    level = area.level if way == "team" else Level[way.upper()]
    headline = frozenset(i.pk for i in with_parts(question.headline))
    own = _of({area.pk: area.level}, headline, question.period, lens.day)
    if way == "team":
        day = f"'{lens.day}'" if lens.day else "day"
        words = {"start": question.period.start, "end": question.period.end, "area": area.pk, "day": day}
        yield BY_TEAM.format(indicators=_list(headline), **words)
    yield from _of(units, headline, question.period, lens.day).statements()
    yield from replace(own, period=compared_with(question.period, question.today)).statements()
    found = goals(area, level=level, period=question.period, lens=lens, indicators=question.headline)
    found = {key: goal for key, goal in found.items() if key[0] in units}
    yield from _trend(own, question, found).statements()
    last = {"end": min(question.period.end, question.today), "commune": Level.COMMUNE.value}
    yield LAST_DAYS.format(units=_list(units), **last)
    for wanted in _behind(found, units, question):
        yield from wanted.statements()


def _telling(question: Question, level: Level) -> str:
    period, day = question.period, question.lens.day
    words = {"first": month_of(period.start), "last": month_of(period.end)}
    words["indicators"] = _list(i.pk for i in with_parts(question.headline))
    tables = ["visits_monthlytotal", *(["visits_movedtotal"] if day else [])]
    totals = " OR ".join(TOTALS.format(table=table, **words) for table in tables)
    days = {"start": day or period.start, "end": day or period.end}
    return TELLING.format(area=question.area.pk, level=level.value, totals=totals, **days)


def _of(levels: dict[int, int], indicators: Iterable[int], period: Period, day: date | None) -> Wanted:
    hamlets = frozenset(unit for unit, level in levels.items() if level == Level.HAMLET)
    return Wanted(frozenset(levels) - hamlets, hamlets, frozenset(indicators), period, day)


def _trend(own: Wanted, question: Question, found: Goals) -> Wanted:
    """The page draws the first indicator that has a goal, else the first one."""
    given = [i for i in question.headline if (question.area.pk, i.code) in found]
    focus = [*given, *question.headline][0]
    months = stretches(Step.MONTH, question.period, question.today)
    span = Period(months[0].start, months[-1].end)
    return replace(own, indicators=frozenset(i.pk for i in with_parts([focus])), period=span, by_month=True)


def _behind(found: Goals, units: dict[int, int], question: Question) -> Iterator[Wanted]:
    """What stands against the goals of these units, where it is not their figure of the period."""
    until, area = min(question.period.end, question.today), question.area
    groups: dict[tuple[Period, bool], set[tuple[int, str]]] = defaultdict(set)
    for (unit, code), goal in found.items():
        groups[goal.span, goal.so_far].add((unit, code))
    for (span, so_far), keys in groups.items():
        levels = {unit: units[unit] for unit, _code in keys}
        codes = {code for _unit, code in keys}
        indicators = [i.pk for i in with_parts([i for i in question.headline if i.code in codes])]
        if so_far:
            day = question.lens.map_day(area, until)
            yield _of(levels, indicators, Period(EARLIEST, until), day)
            yield _of(levels, indicators, Period(EARLIEST, span.start - ONE_DAY), day)
        elif span.start <= until and span.start != question.period.start:
            yield _of(levels, indicators, Period(span.start, until), question.lens.day)


def _list(keys: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(keys)))
