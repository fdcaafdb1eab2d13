"""Where and when a fact must have been recorded to be in a figure: areas by the days on which they count for it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest

from accounts.models import User
from areas.dates import BEGINNING
from areas.models import Ancestry, Area
from reports.sums import Days
from visits.models import Contribution

Grounds = dict[Days, set[int]]


def grounds_of(area: Area, days: Days, day: date | None, among: Iterable[int] | None = None) -> Grounds:
    """What `area` holds: on the map of `day`, or as recorded when it is None; `among` looks at these areas only."""
    first, last = days
    held = Ancestry.objects.filter(ancestor=area)
    held = held.on(day) if day else held.filter(valid_from__lte=last, valid_until__gte=first)
    if among is not None:
        held = held.filter(descendant__among=among)
    found: Grounds = defaultdict(set)
    for key, begun, until in held.values_list("descendant", "valid_from", "valid_until"):
        found[days if day else (max(begun, first), min(until, last))].add(key)
    return found


def shared(left: Grounds, right: Grounds) -> Grounds:
    """The areas of both, on the days they share."""
    found: Grounds = defaultdict(set)
    for start, end in left:
        for begun, until in right:
            days = max(start, begun), min(end, until)
            if days[0] <= days[1] and (both := left[start, end] & right[begun, until]):
                found[days] |= both
    return found


def areas_of(grounds: Grounds) -> set[int]:
    return set().union(*grounds.values())


def only(grounds: Grounds, areas: set[int]) -> Grounds:
    return {days: kept for days, keys in grounds.items() if (kept := keys & areas)}


def gathered(rows: QuerySet[Contribution], grounds: Grounds) -> QuerySet[Contribution]:
    """Ordered by `at`, which is the day, no database walks through all rows in the order of their days."""
    rows = rows.alias(at=Greatest("day", Value(BEGINNING)))
    if not grounds:
        return rows.none()
    if len(grounds) > 1:
        rows = rows.filter(area__among=areas_of(grounds))
    return rows.filter(on(grounds, "area"))


def on(grounds: Grounds, name: str) -> Q:
    return reduce(or_, (Q(**{f"{name}__among": keys, "day__range": days}) for days, keys in grounds.items()))


def hidden_of(areas: Iterable[int], user: User) -> set[int]:
    """Those that are out of the user's sight."""
    if not (areas := set(areas)):
        return areas
    in_sight = Area.objects.visible_to(user).filter(pk=OuterRef("pk"))
    return set(Area.objects.filter(~Exists(in_sight), pk__among=areas).order_by().values_list("pk", flat=True))
