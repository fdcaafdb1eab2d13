"""How a figure of one area moved: by reporting month or by week, each for itself or running up from a first day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.models import Area, AreaStatistic
from reports import sense
from reports.lens import Lens
from reports.periods import moved, usual_month, week_of
from reports.rollup import Period, value_of, with_parts
from reports.trend.sums import of_events, of_stocks
from visits.models import Indicator

MONTHS, WEEKS = 13, 13  # so many at least: a year and its month before, a quarter
MOST = 60
WEEK = timedelta(days=7)


class Step(models.TextChoices):
    MONTH = "month", gettext_lazy("Theo tháng")
    WEEK = "week", gettext_lazy("Theo tuần")


@dataclass(frozen=True)
class Point:
    """`value` in the indicator's unit, of a ratio per cent; None when nothing was recorded."""

    period: Period
    value: int | float | None

    @property
    def days(self) -> int:
        return (self.period.end - self.period.start).days + 1


def stretches(step: Step, period: Period, today: date) -> list[Period]:
    """The months or weeks that end with the period, or today while it runs; at least a year, or a quarter, of them."""
    last = week_of(min(period.end, today)) if step == Step.WEEK else usual_month(min(period.end, today))
    found, least = [last], WEEKS if step == Step.WEEK else MONTHS
    while len(found) < least or (found[0].start > period.start and len(found) < MOST):
        found.insert(0, before(found[0], step))
    return found


def since(first: date, step: Step, until: date) -> list[Period]:
    """The months or weeks from `first`, the first one cut there, to the one that holds `until`."""
    last = week_of(until) if step == Step.WEEK else usual_month(until)
    found = [last]
    while found[0].start > first and len(found) < MOST:
        found.insert(0, before(found[0], step))
    return [Period(max(found[0].start, first), found[0].end), *found[1:]]


def before(stretch: Period, step: Step) -> Period:
    if step == Step.WEEK:
        return Period(stretch.start - WEEK, stretch.end - WEEK)
    return moved(stretch, -1)


def points(area: Area, indicator: Indicator, periods: list[Period], lens: Lens, step: Step) -> list[Point]:
    """The figure of each of the periods, which follow each other without a gap; as the page of one period shows it."""
    counted, daily = with_parts([indicator]), step == Step.WEEK
    stocks = [i.pk for i in counted if i.kind == Indicator.Kind.STOCK]
    events = [i.pk for i in counted if i.kind != Indicator.Kind.STOCK]
    found = of_events(area, events, periods, lens, daily=daily)
    found.update(of_stocks(area, stocks, periods, lens, daily=daily))
    statistics = _statistics(area, periods) if indicator.denominator_statistic else {}
    return [
        Point(period, value_of(indicator, number, found, statistics))
        if _exists(area, period, lens)
        else Point(period, None)
        for number, period in enumerate(periods)
    ]


def running(found: list[Point], indicator: Indicator, base: int) -> list[Point]:
    """Each point with all before it and `base`; raises Senseless for what does not add up over time."""
    sense.require_adds_over_time(indicator)
    total, result = base, []
    for point in found:
        total += point.value or 0
        result.append(Point(point.period, total))
    return result


def label(period: Period, step: Step) -> str:
    """Short, for an axis: "T3/2026", "16/11"."""
    if step == Step.WEEK:
        return f"{period.start:%d/%m}"
    return _("T%(month)s/%(year)s") % {"month": period.end.month, "year": period.end.year}


def _exists(area: Area, period: Period, lens: Lens) -> bool:
    return lens.day is not None or (area.valid_from <= period.end and area.valid_until >= period.start)


def _statistics(area: Area, periods: list[Period]) -> dict[int, AreaStatistic]:
    """Number of the period -> the newest statistics not younger than it."""
    rows = list(AreaStatistic.objects.filter(area=area).order_by("year"))
    known = {number: [row for row in rows if row.year <= period.end.year] for number, period in enumerate(periods)}
    return {number: rows[-1] for number, rows in known.items() if rows}
