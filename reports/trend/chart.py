"""The trend as a page shows it: a table whose figures open, and the same as data for a chart."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from areas.dates import ONE_DAY
from reports.figures import figure
from reports.indicator.question import IndicatorQuestion
from reports.lens import Lens
from reports.periods import EARLIEST, Usual, days, title, usual
from reports.rollup import Period, totals
from reports.sense import Senseless
from reports.targets.goals import Goal
from reports.targets.pace import progress
from reports.trend.points import Point, label, points, running, since, stretches
from visits.models import Indicator

BARS = {Indicator.Kind.FLOW, Indicator.Kind.HOUSEHOLD, Indicator.Kind.PERSON}


@dataclass
class Row:
    """`due`: what should be reached by then, "" without a goal. `state`: in the period asked about, still running."""

    name: str
    note: str
    text: str
    url: str
    due: str
    in_period: bool
    is_running: bool


@dataclass
class Trend:
    """`refused` says why the figures are not added up, when that was asked for."""

    rows: list[Row]
    data: dict
    refused: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing to draw, not even what should be reached."""
        return not self.data["due"] and all(value is None for value in self.data["values"])


@dataclass
class Drawn:
    points: list[Point]
    lens: Lens
    first: Period | None = None  # of a running sum: where it begins
    due: tuple[float | None, ...] = ()


def build(question: IndicatorQuestion, goal: Goal | None) -> Trend:
    """The months or weeks until the end of the period, or the running sum towards the goal."""
    if not question.running:
        return _shown(_each(question), question)
    try:
        return _shown(_running(question, goal), question)
    except Senseless as senseless:
        return _shown(_each(question), question, str(senseless))


def _each(question: IndicatorQuestion) -> Drawn:
    periods = stretches(question.step, question.period, question.today)
    return Drawn(points(question.area, question.indicator, periods, question.lens, question.step), question.lens)


def _running(question: IndicatorQuestion, goal: Goal | None) -> Drawn:
    """From the first day of the goal's span, or of the year, with what was there before when the goal counts it."""
    area, indicator, lens = question.area, question.indicator, question.lens
    span = goal.span if goal else usual(Usual.YEAR, question.period.end)
    if goal and goal.so_far:
        placed = lens.day or lens.map_day(area, min(question.period.end, question.today))
        lens = Lens(placed.isoformat(), placed)
    periods = since(span.start, question.step, span.end)
    if periods[0].start > span.start:  # too many to draw: those until today, not those to come
        periods = since(span.start, question.step, min(span.end, question.today))
    periods[-1] = Period(periods[-1].start, min(periods[-1].end, span.end))
    opening = Period(EARLIEST if goal and goal.so_far else span.start, periods[0].start - ONE_DAY)
    known = totals(area, period=opening, lens=lens, indicators=[indicator]) if opening.start <= opening.end else {}
    base = known.get(indicator.code) or 0
    found = running(points(area, indicator, periods, lens, question.step), indicator, base)
    due = tuple(_due(goal, base if goal.so_far else 0, point) for point in found) if goal else ()
    return Drawn(found, lens, Period(opening.start, span.end), due)


def _due(goal: Goal, base: float, point: Point) -> float:
    return progress(None, base=base, goal=goal.amount, span=goal.span, today=point.period.end).expected


def _shown(drawn: Drawn, question: IndicatorQuestion, refused: str = "") -> Trend:
    past = [point for point in drawn.points if point.period.start <= question.today]
    rows = [_row(number, point, drawn, question) for number, point in enumerate(past)]
    data = {
        "kind": "bar" if question.indicator.kind in BARS and not drawn.first else "line",
        "unit": question.indicator.unit,
        "labels": [label(point.period, question.step) for point in drawn.points],
        "values": [point.value for point in past],
        "urls": [row.url for row in rows],
        "shaded": [not row.in_period for row in rows],
        "due": [round(due, 1) for due in drawn.due],
        "names": [question.indicator.short_name, _("Phải đạt")],
    }
    return Trend(rows, data, refused)


def _row(number: int, point: Point, drawn: Drawn, question: IndicatorQuestion) -> Row:
    opened = Period(drawn.first.start, min(point.period.end, question.today)) if drawn.first else point.period
    asked = {"area": question.area.pk, "indicator": question.indicator.code, "map": drawn.lens.key}
    asked |= {"from": opened.start.isoformat(), "to": opened.end.isoformat()}
    return Row(
        name=title(point.period),
        note=days(point.period) if days(point.period) != title(point.period) else "",
        text=figure(point.value),
        url=f"{reverse('reports:why')}?{urlencode(asked)}",
        due=figure(round(drawn.due[number])) if drawn.due else "",
        in_period=point.period.end >= question.period.start and point.period.start <= question.period.end,
        is_running=point.period.start <= question.today < point.period.end,
    )
