"""What former units were given, for the unit that a reform made of them.

A unit of a map is made up of land: of units of that map's day that existed in the span of the targets. Their targets
together are its goal when they cover all of that land; else the goal would be too small and the unit would look far
ahead, so it has none. What a unit was given itself covers what it held in the span, and of a unit that is younger
than the span all of it. Land that left a unit meanwhile takes nothing away from what the unit was given.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from areas.models import Ancestry, Area, Level
from reports.models import Target
from reports.rollup import Period
from reports.sums import UNIT

Key = tuple[int, int]
"""unit, indicator"""


@dataclass(frozen=True)
class Partly:
    """Of `parts` units that make up one of the map only `given` have a target, so that it has no goal."""

    given: int
    parts: int

    @property
    def sentence(self) -> str:
        """Where a goal would stand."""
        if not self.given:
            return _("Các đơn vị cũ chưa được giao đủ, nên chưa có mức chung.")
        words = {"given": self.given, "parts": self.parts}
        return _("Chỉ %(given)s/%(parts)s đơn vị cũ có mức giao, nên chưa có mức chung.") % words


class Given(NamedTuple):
    """A target, as far as it makes up a goal: there may be tens of thousands. Named as in Target."""

    area_id: int
    indicator_id: int
    start: date
    end: date
    basis: str
    statistic: str
    value: Decimal
    counting: str
    level: int
    born: date
    died: date

    @property
    def span(self) -> Period:
        return Period(self.start, self.end)

    @property
    def life(self) -> Period:
        """Of the area."""
        return Period(self.born, self.died)

    @property
    def is_older(self) -> bool:
        """Whether the area stood on some day of the span."""
        return self.born <= self.end and self.died >= self.start


@dataclass
class Makeup:
    """What stands in units of a map, and what of it held what before.

    parts: unit -> the areas in it on the map, each with its level and life; itself included.
    holders: area -> what else of all these held it, and when.
    """

    parts: dict[int, dict[int, tuple[int, Period]]]
    holders: dict[int, list[tuple[int, Period]]]
    _over: dict[tuple[int, Period], set[int]] = field(default_factory=dict)
    _leaves: dict[tuple[int, Period], dict[int, set[int]]] = field(default_factory=dict)

    @classmethod
    def read(cls, units: Collection[int], given: set[int], day: date, days: Period) -> "Makeup":
        """`given`: areas that were given targets; `days`: those in which it matters who held what. Hamlets only of
        communes and hamlets: a larger unit is made up of communes."""
        parts: dict[int, dict[int, tuple[int, Period]]] = defaultdict(dict)
        of_hamlets = Q(ancestor__level__gte=Level.COMMUNE) | Q(descendant__level__lt=Level.HAMLET)
        columns = [f"descendant__{name}" for name in ("level", "valid_from", "valid_until")]
        rows = Ancestry.objects.on(day).filter(of_hamlets, ancestor__among=units)
        for unit, part, level, *life in rows.values_list("ancestor", "descendant", *columns):
            parts[unit][part] = level, Period(*life)
        known = {part for found in parts.values() for part in found}
        return cls(parts, _holders(known | given, days))

    def over(self, area: int, span: Period) -> set[int]:
        """What held it on some day of the span."""
        key = area, span
        if key not in self._over:
            self._over[key] = {unit for unit, life in self.holders.get(area, ()) if _meet(life, span)}
        return self._over[key]

    def leaves(self, unit: int, span: Period) -> dict[int, set[int]]:
        """The pieces of land in the unit, each with what held it in the span. What is wider than the unit, such as a
        district that went into one commune, is no piece of it."""
        key = unit, span
        if key not in self._leaves:
            own, parts = self.parts[unit][unit][0], self.parts[unit]
            lived = {part for part, (level, life) in parts.items() if level >= own and _meet(life, span)} - {unit}
            over = {part: self.over(part, span) for part in lived}
            holding = set().union(*over.values())
            self._leaves[key] = {part: over[part] for part in lived - holding}
        return self._leaves[key]

    def gap(self, unit: int, given: set[int], span: Period) -> Partly | None:
        """None when every piece of the unit's land was given a target, itself or with what held it in the span."""
        leaves = self.leaves(unit, span)
        bare = {leaf for leaf, over in leaves.items() if leaf not in given and not over & given}
        if not bare:
            return None
        own, parts = self.parts[unit][unit][0], self.parts[unit]
        tops: set[int] = set()
        short: set[int] = set()
        for leaf, over in leaves.items():
            chain = {leaf} | {part for part in over & parts.keys() if part in given or self._counts(unit, part, own)}
            highest = {part for part in chain if not self.over(part, span) & chain}
            tops |= highest
            short |= highest if leaf in bare else set()
        return Partly(len(tops - short), len(tops))

    def _counts(self, unit: int, part: int, level: int) -> bool:
        return part != unit and self.parts[unit][part][0] >= level


def _meet(one: Period, other: Period) -> bool:
    return one.start <= other.end and one.end >= other.start


def _holders(areas: set[int], days: Period) -> dict[int, list[tuple[int, Period]]]:
    holders = defaultdict(list)
    held = Ancestry.objects.filter(valid_from__lte=days.end, valid_until__gte=days.start)
    held = held.filter(ancestor__level__gt=Level.COUNTRY).exclude(ancestor=F("descendant"))
    rows = held.filter(descendant__among=areas)
    for area, unit, *life in rows.values_list("descendant", "ancestor", "valid_from", "valid_until"):
        if unit in areas:
            holders[area].append((unit, Period(*life)))
    return holders


def given(targets: QuerySet[Target], unit: str = "area") -> Iterator[tuple[int, Given]]:
    """Each target, behind the unit that it is read for."""
    of_area = [f"area__{name}" for name in ("level", "valid_from", "valid_until")]
    for key, *told in targets.order_by().values_list(unit, *Given._fields[:-3], *of_area):
        yield key, Given(*told)


def given_to_former_units(
    asked: QuerySet[Target], area: Area, units: QuerySet[Area], day: date
) -> list[tuple[int, Given]]:
    """What was given to units that are not on the map of `day`, behind each of the units under `area` that holds them
    there; no reform changes what the country is."""
    former = [one for _unit, one in given(_placed(asked, day).filter(_away(day), unit=area.pk))]
    if not former:
        return []
    above = units.filter(level__gt=Level.COUNTRY).order_by().values("pk")
    places = Ancestry.objects.on(day).filter(descendant__among={one.area_id for one in former}, ancestor__in=above)
    holders = defaultdict(list)
    for place, unit in places.exclude(ancestor=F("descendant")).values_list("descendant", "ancestor"):
        holders[place].append(unit)
    return [(unit, one) for one in former for unit in holders[one.area_id]]


def _placed(asked: QuerySet[Target], day: date) -> QuerySet[Target]:
    """With `unit`: each unit that holds the target's area on the map of `day`, the area itself too."""
    return asked.filter(area__ascent__valid_from__lte=day, area__ascent__valid_until__gte=day).annotate(unit=UNIT)


def _away(day: date) -> Q:
    """Targets of what is not on the map of `day`."""
    return Q(area__valid_until__lt=day) | Q(area__valid_from__gt=day)


def changed_by_reforms(held: dict[Key, list[Given]], day: date) -> dict[Key, list[Given]]:
    """What was given to units that hold former units on the map, or hold more there than they did in the span."""
    changed = {key for key, kept in held.items() if any(one.area_id != key[0] for one in kept)}
    changed |= _grown([kept[0] for key, kept in held.items() if key not in changed], day)
    return {key: kept for key, kept in held.items() if key in changed}


def _grown(own: Iterable[Given], day: date) -> set[Key]:
    """Targets of units that hold more on the map than they did in the span, of what was there in the span."""
    asked = {
        (one.area_id, one.indicator_id): one.span
        for one in own
        if not one.start <= day <= one.end and one.level > Level.COUNTRY and one.is_older
    }
    if not asked:
        return set()
    later, earlier = (min(span.end for span in asked.values()), max(span.start for span in asked.values()))
    rows = Ancestry.objects.on(day).filter(Q(valid_from__gt=later) | Q(valid_until__lt=earlier))
    rows = rows.filter(ancestor__in={unit for unit, _indicator in asked})
    days = ("valid_from", "valid_until", "descendant__valid_from", "descendant__valid_until")
    joined = defaultdict(list)
    for unit, *found in rows.values_list("ancestor", *days):
        joined[unit].append(found)
    return {key for key, span in asked.items() if any(_joined(*found, span) for found in joined[key[0]])}


def _joined(start: date, end: date, born: date, died: date, span: Period) -> bool:
    """Whether something that existed in the span came to its unit later, or left it earlier."""
    return (start > span.end or end < span.start) and born <= span.end and died >= span.start


def together(
    changed: dict[Key, list[Given]], asked: QuerySet[Target], day: date
) -> tuple[dict[Key, list[Given]], dict[Key, Partly]]:
    """For units that a reform changed: what they and the units that make them up on the map were given, each piece of
    land once; and those of which a part was given nothing."""
    groups = {key: list(found) for key, found in changed.items()}
    units = sorted({unit for unit, _indicator in changed})
    below = _placed(asked, day).filter(~_away(day), ~Q(unit=F("area")), unit__among=units)
    for unit, one in given(below, "unit"):
        found = groups.get((unit, one.indicator_id))
        if found and one.span == found[0].span:
            found.append(one)
    lives = {key: _life(found) for key, found in groups.items()}
    days = Period(min(life.start for life in lives.values()), max(life.end for life in lives.values()))
    makeup = Makeup.read(units, {one.area_id for found in groups.values() for one in found}, day, days)
    held, partly = {}, {}
    for (unit, indicator), found in groups.items():
        life = lives[unit, indicator]
        kept = _disjoint(unit, found, makeup, life, day)
        gap = None if _is_younger(unit, kept) else makeup.gap(unit, {given.area_id for given in kept}, life)
        if gap:
            partly[unit, indicator] = gap
        else:
            held[unit, indicator] = kept
    return held, partly


def _life(targets: list[Given]) -> Period:
    """Their span, from the last day on of those units that were given theirs in advance and ended before it."""
    span = targets[0].span
    first, last = min(one.life.end for one in targets), max(one.life.start for one in targets)
    return Period(min(span.start, first), max(span.end, last))


def _is_younger(unit: int, kept: list[Given]) -> bool:
    """Whether the unit was given a target for a time before it: as it is on the map."""
    return kept[0].area_id == unit and not kept[0].is_older


def _disjoint(unit: int, targets: list[Given], makeup: Makeup, span: Period, day: date) -> list[Given]:
    """Each piece of land once: its own target before that of any unit that held it, or that it held, in the span;
    then of a unit and what it held only the unit, of an old and its new one the one on the map."""

    def order(given: Given) -> tuple:
        return given.area_id != unit, given.level, not _meet(given.life, Period(day, day)), given.area_id

    kept: dict[int, Given] = {}
    covered: set[int] = set()  # by what is kept, from below: what holds it
    for given in sorted(targets, key=order):
        over = makeup.over(given.area_id, span)
        if not over & kept.keys() and given.area_id not in covered:
            kept[given.area_id] = given
            covered |= over
        if _is_younger(unit, [given]):
            break
    return list(kept.values())
