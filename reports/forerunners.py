"""Units that went whole into another: then its figures on the map of a later day are theirs, as they were recorded."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from areas.dates import ONE_DAY
from areas.models import Ancestry, Area
from reports.sums import Days
from visits.models import MonthlyTotal
from visits.months import month_of

MOST_CHANGES = 4  # in one period; more of them are quicker folded


def forerunners(area: Area, day: date, days: Days) -> dict[Days, list[int]] | None:
    """Units of its level, by the days of these on which they stood, that held as recorded what `area` holds on the map
    of `day`, and nothing else: itself, and what went into it. None where it cannot be said so."""
    held = Ancestry.objects.on(day).filter(ancestor=area)
    alive = Area.objects.filter(level=area.level, valid_from__lte=days[1], valid_until__gte=days[0])
    alive = alive.filter(pk__in=held.values("descendant")).order_by("pk")
    spans: dict[Days, list[int]] = defaultdict(list)
    for key, born, died in alive.values_list("pk", "valid_from", "valid_until"):
        spans[max(born, days[0]), min(died, days[1])].append(key)
    parts = {part: list(_standing(spans, part)) for part in _parts(spans, days)}
    if len(parts) > MOST_CHANGES or not all(parts.values()):
        return None
    under = set(held.values_list("descendant", flat=True))
    return spans if all(_hold(units, part, under) for part, units in parts.items()) else None


def _parts(spans: dict[Days, list[int]], days: Days) -> Iterator[Days]:
    """The days between any two changes of these units."""
    starts = {begun for begun, _until in spans} | {until + ONE_DAY for _begun, until in spans}
    starts = sorted({days[0]} | {start for start in starts if start <= days[1]})
    return zip(starts, [start - ONE_DAY for start in starts[1:]] + [days[1]], strict=True)


def _standing(spans: dict[Days, list[int]], part: Days) -> Iterator[int]:
    for (begun, until), units in spans.items():
        if begun <= part[0] and until >= part[1]:
            yield from units


def _hold(units: list[int], part: Days, areas: set[int]) -> bool:
    """Whether on all these days the units held these areas and no others, but for some where nothing was recorded."""
    first, last = part
    held = Ancestry.objects.filter(ancestor__in=units, valid_from__lte=last, valid_until__gte=first)
    if held.filter(Q(valid_from__gt=first) | Q(valid_until__lt=last)).exists():
        return False
    found = set(held.values_list("descendant", flat=True))
    if not found <= areas:
        return False
    recorded = MonthlyTotal.objects.filter(own_facts__gt=0, month__range=(month_of(first), month_of(last)))
    return not recorded.filter(area__among=areas - found).exists()
