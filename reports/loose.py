"""What no unit of a level holds: "chưa phân bổ", read from where it was recorded.

So that a table of thousands of units can be read a page at a time and its last line still be the total less all rows.
It was recorded at units above that level, at units that ended without an heir, or at parts that wait to be placed.
"""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest, Least

from areas.dates import uncovered
from areas.models import Ancestry, Area
from reports.sums import Days, Figure, own, used


def as_recorded(area: Area, level: int, days: Days, indicators: list[int]) -> dict[int, Figure]:
    """Indicator -> its facts of these days that stood under `area`, but in no unit of `level` in force that day."""
    return _summed(gaps(area, level, days), indicators)


def gaps(area: Area, level: int, days: Days) -> dict[Days, set[int]]:
    """The areas that stood under `area`, but in no unit of `level`, by the days on which they did."""
    first, last = days
    under = Ancestry.objects.filter(ancestor=area, valid_from__lte=last, valid_until__gte=first)
    begun, until = Greatest(OuterRef("valid_from"), Value(first)), Least(OuterRef("valid_until"), Value(last))
    always = _holders(level).filter(
        descendant=OuterRef("descendant"),
        valid_from__lte=begun,
        valid_until__gte=until,
        ancestor__valid_from__lte=begun,
        ancestor__valid_until__gte=until,
    )
    stays = under.filter(~Exists(always)).values_list("descendant", "valid_from", "valid_until")
    places = [(key, max(start, first), min(end, last)) for key, start, end in stays]
    held = _held({key for key, _start, _end in places}, level)
    found: dict[Days, set[int]] = defaultdict(set)
    for key, start, end in places:
        for gap in uncovered(start, end, sorted(held[key])):
            found[gap].add(key)
    return found


def on_map(area: Area, level: int, day: date, days: Days, indicators: list[int]) -> dict[int, Figure]:
    """The same on the map of `day`, wherever the facts of these days were recorded."""
    return _summed({days: unplaced(area, level, day)}, indicators)


def unplaced(area: Area, level: int, day: date) -> set[int]:
    """The areas that stand under `area`, but in no unit of `level`, on the map of `day`."""
    holders = _holders(level).on(day).filter(ancestor__valid_from__lte=day, ancestor__valid_until__gte=day)
    under = Ancestry.objects.on(day).filter(ancestor=area)
    left = under.filter(~Exists(holders.filter(descendant=OuterRef("descendant"))))
    return set(left.values_list("descendant", flat=True))


def _holders(level: int) -> QuerySet[Ancestry]:
    return Ancestry.objects.filter(ancestor__level=level)


def _held(keys: set[int], level: int) -> dict[int, list[Days]]:
    """When each of them stood in a unit of the level that was in force."""
    held = defaultdict(list)
    rows = _holders(level).filter(descendant__among=keys)
    columns = ("descendant", "valid_from", "valid_until", "ancestor__valid_from", "ancestor__valid_until")
    for key, start, end, born, died in rows.values_list(*columns):
        if max(start, born) <= min(end, died):
            held[key].append((max(start, born), min(end, died)))
    return held


def _summed(places: dict[Days, set[int]], indicators: list[int]) -> dict[int, Figure]:
    """Most of these places are units above, where nobody ever records: only the others are read."""
    known = used(set().union(*places.values()))
    left: dict[int, Figure] = defaultdict(Figure)
    for days, areas in places.items():
        for (_area, indicator), figure in own(areas & known, *days, indicators).items() if areas & known else ():
            left[indicator].add(figure.quantity, figure.facts)
    return left
