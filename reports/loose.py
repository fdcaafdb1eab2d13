"""What no unit of a level holds: "chưa phân bổ", read from where it was recorded.

So that a table of thousands of units can be read a page at a time and its last line still be the total less all rows.
It was recorded at units above that level, at units that ended without an heir, or at parts that wait to be placed.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from areas.dates import uncovered
from areas.models import Ancestry, Area, Level
from reports.sums import Days, Figure, own
from visits.models import Contribution


def as_recorded(area: Area, level: int, days: Days, indicators: list[int]) -> dict[int, Figure]:
    """Indicator -> its facts of these days that stood under `area`, but in no unit of `level` in force that day."""
    return _summed(gaps(area, level, days), indicators)


def gaps(area: Area, level: int, days: Days) -> dict[Days, set[int]]:
    """The areas that stood under `area`, but in no unit of `level`, by the days on which they did."""
    first, last = days
    under = _perhaps(level).filter(ancestor=area, valid_from__lte=last, valid_until__gte=first)
    stays = list(under.values_list("descendant", "valid_from", "valid_until"))
    used = _used({key for key, _start, _end in stays})
    held = _held(used, level)
    found: dict[Days, set[int]] = defaultdict(set)
    for key, start, end in stays:
        for gap in uncovered(max(start, first), min(end, last), sorted(held[key])) if key in used else ():
            found[gap].add(key)
    return found


def on_map(area: Area, level: int, day: date, days: Days, indicators: list[int]) -> dict[int, Figure]:
    """The same on the map of `day`, wherever the facts of these days were recorded."""
    return _summed({days: unplaced(area, level, day)}, indicators)


def unplaced(area: Area, level: int, day: date) -> set[int]:
    """The areas that stand under `area`, but in no unit of `level`, on the map of `day`."""
    used = _used(_perhaps(level).on(day).filter(ancestor=area).values_list("descendant", flat=True))
    held = _held(used, level)
    return {key for key in used if not any(start <= day <= end for start, end in held[key])}


def _perhaps(level: int) -> QuerySet[Ancestry]:
    """Places of areas that may stand in no unit of the level: of a whole country there are few, since nearly all stand
    in a unit of each level above them on every day."""
    if level == Level.DISTRICT:
        return Ancestry.objects.all()
    return Ancestry.objects.filter(Q(descendant__level__lt=level) | Q(descendant__loose=True))


def _used(areas: Iterable[int]) -> set[int]:
    """Those at which something was ever recorded: hamlets are, most units above them never."""
    facts = Contribution.objects.filter(area=OuterRef("pk"))
    found = Area.objects.filter(Exists(facts), pk__among=list(areas)).order_by()
    return set(found.values_list("pk", flat=True))


def _held(keys: set[int], level: int) -> dict[int, list[Days]]:
    """When each of them stood in a unit of the level that was in force."""
    held = defaultdict(list)
    rows = Ancestry.objects.filter(ancestor__level=level, descendant__among=keys)
    columns = ("descendant", "valid_from", "valid_until", "ancestor__valid_from", "ancestor__valid_until")
    for key, start, end, born, died in rows.values_list(*columns):
        if max(start, born) <= min(end, died):
            held[key].append((max(start, born), min(end, died)))
    return held


def _summed(places: dict[Days, set[int]], indicators: list[int]) -> dict[int, Figure]:
    left: dict[int, Figure] = defaultdict(Figure)
    for days, areas in places.items():
        for (_area, indicator), figure in own(areas, *days, indicators).items() if areas else ():
            left[indicator].add(figure.quantity, figure.facts)
    return left
