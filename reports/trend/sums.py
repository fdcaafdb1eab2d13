"""Sums of one area by stretch of time: what reports.sums is by unit. A constant number of queries."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import chain

from django.db.models import Count, F, Sum

from areas.models import Area, Level
from reports.fold import is_kept, stood_still
from reports.grounds import gathered, grounds_of
from reports.lens import Lens
from reports.rollup import Period
from reports.sums import Figure, Sums, in_one
from visits.models import Contribution, DailyTotal, MonthlyTotal, MovedTotal
from visits.months import month_of, month_span, whole_months

Stretches = list[Period]
"""One after the other without a gap."""
Days = tuple[date, date]


def of_events(area: Area, indicators: list[int], stretches: Stretches, lens: Lens, *, daily: bool) -> Sums:
    """(number of the stretch, indicator) -> what came in it. `daily`: the stretches cut months."""
    found: Sums = defaultdict(Figure)
    start, end = lens.days_of(area, stretches[0].start, stretches[-1].end)
    if not indicators or start > end:
        return found
    as_recorded = lens.day is None or stood_still(area, lens.day, (start, end))
    months, edges = ([], [(start, end)]) if daily else whole_months(start, end)
    rows = [_monthly(area, indicators, (months[0], months[-1]), None if as_recorded else lens.day)] if months else []
    rows += [_daily(area, indicators, edge, None if as_recorded else lens.day) for edge in edges]
    starts = [stretch.start for stretch in stretches]
    for day, indicator, quantity, facts in chain.from_iterable(rows):
        found[bisect_right(starts, day) - 1, indicator].add(quantity, facts)
    return found


def of_stocks(area: Area, indicators: list[int], stretches: Stretches, lens: Lens, *, daily: bool) -> Sums:
    """(number of the stretch, indicator) -> the state at its end, in the units that stood under the area then."""
    found: Sums = defaultdict(Figure)
    changes = list(_changes(area, indicators, stretches[-1].end, lens, daily=daily)) if indicators else []
    for number, stretch in enumerate(stretches):
        day, until = lens.map_day(area, stretch.end), lens.stock_until(area, stretch.end)
        for indicator, reached, held_from, held_until, quantity, facts in changes:
            if reached <= until and held_from <= day <= held_until:
                found[number, indicator].add(quantity, facts)
    return found


def _monthly(area: Area, indicators: list[int], months: Days, day: date | None) -> Iterator[tuple]:
    """(first day of the month, indicator, sum, facts); as recorded, or on the map of `day`."""
    asked = {"indicator__in": indicators, "month__range": months}
    columns = "month", "indicator", "quantity", "facts"
    if day is None or is_kept(area, day):
        totals = [MonthlyTotal, MovedTotal] if day else [MonthlyTotal]
        rows = in_one([model.objects.filter(area=area, **asked).values_list(*columns) for model in totals])
    else:
        held = {"ancestor": area, "valid_from__lte": day, "valid_until__gte": day}
        held = {f"area__ascent__{name}": value for name, value in held.items()}
        rows = MonthlyTotal.objects.filter(own_facts__gt=0, **asked, **held).values_list("month", "indicator")
        rows = rows.annotate(Sum("own_quantity"), Sum("own_facts"))
    for month, *row in rows:
        yield month_span(month)[0], *row


def _daily(area: Area, indicators: list[int], days: Days, day: date | None) -> Iterator[tuple]:
    """(day, indicator, sum, facts)."""
    if day is None and area.level <= Level.COMMUNE:
        rows = DailyTotal.objects.filter(area=area, indicator__in=indicators, day__range=days)
        rows = rows.values("day", "indicator").annotate(q=Sum("quantity"), n=Sum("facts"))
    else:
        rows = gathered(Contribution.objects.filter(indicator__in=indicators), grounds_of(area, days, day))
        rows = rows.values("day", "indicator").annotate(q=Sum("quantity"), n=Count("pk"))
    for row in rows:
        yield row["day"], row["indicator"], row["q"], row["n"]


def _changes(area: Area, indicators: list[int], end: date, lens: Lens, *, daily: bool) -> Iterator[tuple]:
    """(indicator, day by which it is in, days from and until which its place was under the area, sum, facts)."""
    held = ("area__ascent__valid_from", "area__ascent__valid_until")
    by_month = not daily and lens.stock_until(area, end) == end
    if not by_month:
        rows = Contribution.objects.filter(day__lte=end).annotate(at=F("day"))
        figures = {"q": Sum("quantity"), "n": Count("pk")}
    else:
        rows = MonthlyTotal.objects.filter(month__lte=month_of(end), own_facts__gt=0).annotate(at=F("month"))
        figures = {"q": Sum("own_quantity"), "n": Sum("own_facts")}
    rows = (
        rows.filter(indicator__in=indicators, area__ascent__ancestor=area).order_by().values("indicator", "at", *held)
    )
    for row in rows.annotate(**figures):
        day = month_span(row["at"])[1] if by_month else row["at"]
        yield row["indicator"], day, row[held[0]], row[held[1]], row["q"], row["n"]
