"""What a map folded from communes has wrong: facts that were summed in a commune and belong elsewhere on the map.

Hamlets that went another way than their commune, hamlets that stood in none for a while, and ended communes whose late
facts are in their successors' totals too. Pairs of communes are compared first, so that of the 90,000 hamlets of the
country only those are read that moved.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from areas.dates import uncovered
from areas.models import Ancestry, Area, Level
from reports.sums import Days
from visits.models import Contribution


class Stay(NamedTuple):
    """From `start` to `end` what was recorded at `area` is missing in the units of `right` and too much in `wrong`."""

    area: int
    start: date
    end: date
    right: set[int]
    wrong: set[int]


@dataclass(frozen=True)
class Map:
    """Units of one level, perhaps with the area that holds them all, as the map of `day` has them."""

    units: list[Area]
    day: date

    @cached_property
    def keys(self) -> list[int]:
        return [unit.pk for unit in self.units]

    @cached_property
    def is_country(self) -> bool:
        return any(unit.level == Level.COUNTRY for unit in self.units)

    @cached_property
    def under(self) -> QuerySet[Ancestry]:
        """Everything that stands under the units on that day, ended units too."""
        widest = min(unit.level for unit in self.units)
        keys = [unit.pk for unit in self.units if unit.level == widest]
        return Ancestry.objects.on(self.day).filter(ancestor__among=keys)

    @cached_property
    def communes(self) -> list[int]:
        """The communes and the units above them under the units."""
        return list(self.under.filter(descendant__level__lte=Level.COMMUNE).values_list("descendant", flat=True))

    @cached_property
    def hamlets(self) -> list[int]:
        return list(self.under.filter(descendant__level=Level.HAMLET).values_list("descendant", flat=True))

    def above(self, places: Iterable[int] | None = None) -> dict[int, set[int]]:
        """Place -> the units that hold it on the map; of all that is under them when none are given."""
        held = Ancestry.objects.on(self.day).filter(ancestor__among=self.keys)
        if places is not None:
            held = held.filter(descendant__among=set(places))
        found = defaultdict(set)
        for place, unit in held.values_list("descendant", "ancestor"):
            found[place].add(unit)
        return found


def misplaced(map: Map, days: Days) -> Iterator[Stay]:
    """Only what changes a figure of the units."""
    for stay in (*_moved(map, days), *_homeless(map, days), *_unsummed(map, days), *_twice(map, days)):
        if stay.right or stay.wrong:
            yield stay


def _summed(map: Map, days: Days, **of: int) -> QuerySet[Ancestry]:
    """When which commune held what (`of`) on these days, as far as the map has either of them."""
    held = Ancestry.objects.filter(ancestor__level=Level.COMMUNE, valid_from__lte=days[1], valid_until__gte=days[0])
    if not map.is_country:
        held = held.filter(Q(ancestor__among=map.communes) | Q(descendant__among=map.hamlets))
    return held.filter(**of).exclude(descendant=F("ancestor")).order_by()


def _moved(map: Map, days: Days) -> Iterator[Stay]:
    """Hamlets whose commune of then stands in other units on the map than the one that holds them there."""
    placed = _summed(map, days, descendant__level=Level.HAMLET).filter(
        descendant__ascent__ancestor__level=Level.COMMUNE,
        descendant__ascent__valid_from__lte=map.day,
        descendant__ascent__valid_until__gte=map.day,
    )
    pairs = set(placed.values_list("ancestor", "descendant__ascent__ancestor").distinct())
    above = map.above(commune for pair in pairs for commune in pair)
    apart = {(then, now) for then, now in pairs if above[then] != above[now]}
    rows = placed.filter(ancestor__among={then for then, _now in apart}) if apart else placed.none()
    columns = ("ancestor", "descendant__ascent__ancestor", "descendant", "valid_from", "valid_until")
    for then, now, hamlet, *span in rows.values_list(*columns):
        if (then, now) in apart:
            yield Stay(hamlet, *_within(span, days), above[now] - above[then], above[then] - above[now])


def _homeless(map: Map, days: Days) -> Iterator[Stay]:
    """Hamlets that stand in no commune on the map."""
    there = Ancestry.objects.on(map.day).filter(descendant=OuterRef("descendant"), ancestor__level=Level.COMMUNE)
    rows = _summed(map, days, descendant__level=Level.HAMLET).filter(~Exists(there))
    known = list(rows.values_list("descendant", "ancestor", "valid_from", "valid_until"))
    above = map.above(place for hamlet, commune, *_span in known for place in (hamlet, commune))
    for hamlet, commune, *span in known:
        yield Stay(hamlet, *_within(span, days), above[hamlet] - above[commune], above[commune] - above[hamlet])


def _unsummed(map: Map, days: Days) -> Iterator[Stay]:
    """Hamlets of the map on days on which no commune held them."""
    held = Ancestry.objects.filter(ancestor__level=Level.COMMUNE)
    always = held.filter(descendant=OuterRef("descendant"), valid_from__lte=days[0], valid_until__gte=days[1])
    partly = map.under.filter(~Exists(always), descendant__level=Level.HAMLET)
    spans: dict[int, list[Days]] = {hamlet: [] for hamlet in partly.values_list("descendant", flat=True)}
    above = map.above(spans) if spans else {}
    rows = held.filter(descendant__among=spans, valid_from__lte=days[1], valid_until__gte=days[0]).order_by(
        "valid_from"
    )
    for hamlet, *span in rows.values_list("descendant", "valid_from", "valid_until") if spans else ():
        spans[hamlet].append(span)
    for hamlet, known in spans.items():
        for gap in uncovered(*days, known):
            yield Stay(hamlet, *gap, above[hamlet], set())


def _twice(map: Map, days: Days) -> Iterator[Stay]:
    """Units above hamlets that went into a commune: what was recorded there since is in both totals."""
    facts = Contribution.objects.filter(area=OuterRef("descendant"))
    rows = _summed(map, days, descendant__level__lt=Level.HAMLET).filter(Exists(facts))
    known = list(rows.values_list("descendant", "ancestor", "valid_from", "valid_until"))
    above = map.above({commune for _unit, commune, *_span in known}) if known else {}
    for unit, commune, *span in known:
        yield Stay(unit, *_within(span, days), set(), above[commune])


def _within(span: list[date], days: Days) -> Days:
    return max(span[0], days[0]), min(span[1], days[1])
