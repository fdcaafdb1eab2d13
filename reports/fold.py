"""Sums of facts on the map of another day: what was recorded in a unit, and what that map moves into it or out of it.

Of the map on which a unit stands as on its last day, that is kept (visits.models.MovedTotal). On the maps before its
last change, and on broken days of hamlets that hold others, every place is asked that the unit holds there.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from areas.models import Ancestry, Area, Level
from reports.sums import UNIT, Days, Sums, as_recorded, grouped, within
from visits.models import Contribution, MonthlyTotal, MovedDay, MovedTotal
from visits.months import whole_months


def on_map(units: list[Area], day: date, days: Days, indicators: list[int]) -> Sums:
    """What each unit holds on the map of `day` of the facts of these days, wherever they were recorded."""
    moving = [unit for unit in units if not stood_still(unit, day, days)]
    others = {unit.pk for unit in moving if not is_kept(unit, day)} | _of_broken_days(moving, days)
    spans = defaultdict(list)
    for unit in units:
        if unit.pk not in others:
            spans[*days, unit.level == Level.HAMLET].append(unit.pk)
    kept = [unit.pk for unit in moving if unit.pk not in others]
    more = _moved(kept, days, indicators) if kept else []
    if others:
        more += _of_places(others, day, days, indicators)
    return as_recorded(spans, indicators, more)


def is_kept(unit: Area, day: date) -> bool:
    """Whether the map of `day` shows the unit as it was on its last day."""
    return unit.stood_still(day, day)


def stood_still(unit: Area, day: date, days: Days) -> bool:
    """Whether the unit held the same on the map's day and on all the others: then each fact stands where it did."""
    return unit.stood_still(min(day, days[0]), max(day, days[1]))


def _of_broken_days(units: list[Area], days: Days) -> set[int]:
    """The hamlets that ever held others, when broken days are asked for: of hamlets only months are kept."""
    hamlets = [unit.pk for unit in units if unit.level == Level.HAMLET]
    if not hamlets or not whole_months(*days)[1]:
        return set()
    others = Ancestry.objects.filter(ancestor__among=hamlets).exclude(descendant=F("ancestor"))
    return set(others.values_list("ancestor", flat=True))


def _moved(units: list[int], days: Days, indicators: list[int]) -> list[QuerySet]:
    months, edges = whole_months(*days)
    asked = {"area__among": units, "indicator__in": indicators}
    rows = [MovedTotal.objects.filter(month__range=(months[0], months[-1]), **asked)] if months else []
    rows += [MovedDay.objects.filter(within(edges), **asked)] if edges else []
    return [grouped(moved, Sum("quantity"), Sum("facts")) for moved in rows]


def _of_places(units: Iterable[int], day: date, days: Days, indicators: list[int]) -> list[QuerySet]:
    """What was recorded at each place that a unit holds on the map of `day`, itself included."""
    months, edges = whole_months(*days)
    broken = [_held(Contribution.objects.filter(day__range=edge), units, day, indicators) for edge in edges]
    found = [grouped(rows, Sum("quantity"), Count("pk"), by="unit") for rows in broken]
    if months:
        rows = MonthlyTotal.objects.filter(month__range=(months[0], months[-1]), own_facts__gt=0)
        rows = _held(rows, units, day, indicators)
        found.append(grouped(rows, Sum("own_quantity"), Sum("own_facts"), by="unit"))
    return found


def _held(rows: QuerySet, units: Iterable[int], day: date, indicators: list[int]) -> QuerySet:
    """The rows of the places that these units hold, once for each `unit`."""
    on = Q(area__ascent__valid_from__lte=day, area__ascent__valid_until__gte=day)
    places = Ancestry.objects.on(day).filter(ancestor__among=units).values_list("descendant", flat=True)
    rows = rows.filter(on, area__among=set(places), indicator__in=indicators).annotate(unit=UNIT)
    return rows.filter(unit__among=units)
