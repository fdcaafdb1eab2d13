"""What former units were given, for the unit that a reform made of them.

A unit of a map is made up of land: of units of that map's day that existed in the span of the targets. Their targets
together are its goal when they cover all of that land; else the goal would be too small and the unit would look far
ahead, so it has none. What a unit was given itself covers what it held in the span, and of a unit that is younger
than the span all of it. Land that left a unit meanwhile takes nothing away from what the unit was given.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from areas.lots import in_lots
from areas.models import Ancestry, Area, Level
from reports.models import Target
from reports.rollup import Period
from reports.sums import AREAS_A_QUERY, UNIT

Key = tuple[int, int]
"""unit, indicator"""
Spans = dict[int, Period]
"""indicator -> the span of its targets"""


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


class Holders(dict[int, list[tuple[int, date, date]]]):
    """Area -> which of the areas asked about hold it, and when; itself left out."""

    def __init__(self, areas: Collection[int]):
        super().__init__()
        known = set(areas)
        for part in in_lots(sorted(known), AREAS_A_QUERY):
            rows = Ancestry.objects.filter(descendant__in=part).exclude(ancestor=F("descendant"))
            for area, ancestor, start, end in rows.values_list("descendant", "ancestor", "valid_from", "valid_until"):
                if ancestor in known:
                    self.setdefault(area, []).append((ancestor, start, end))

    def over(self, area: int, span: Period) -> set[int]:
        """Those that held it on some day of the span."""
        return {unit for unit, start, end in self.get(area, ()) if start <= span.end and end >= span.start}


@dataclass
class Makeup:
    """Unit of the map -> the units that stand in it there, each with its level and days; itself included."""

    parts: dict[int, dict[int, tuple[int, date, date]]]

    @classmethod
    def read(cls, units: Collection[int], day: date) -> "Makeup":
        """Hamlets only of communes and hamlets: a larger unit is made up of communes."""
        parts: dict[int, dict[int, tuple[int, date, date]]] = defaultdict(dict)
        of_hamlets = Q(ancestor__level__gte=Level.COMMUNE) | Q(descendant__level__lt=Level.HAMLET)
        columns = [f"descendant__{name}" for name in ("level", "valid_from", "valid_until")]
        for lot in in_lots(sorted(units), AREAS_A_QUERY):
            rows = Ancestry.objects.on(day).filter(of_hamlets, ancestor__in=lot)
            for unit, part, *told in rows.values_list("ancestor", "descendant", *columns):
                parts[unit][part] = tuple(told)
        return cls(parts)

    @property
    def areas(self) -> set[int]:
        return {part for found in self.parts.values() for part in found}

    def land(self, unit: int, span: Period, given: set[int]) -> set[int]:
        """What stands in the unit and existed on some day of the span; what is wider than it, such as a district that
        went into one commune, and the unit itself only when they were given a target."""
        parts = self.parts[unit]
        return {
            part
            for part, (level, start, end) in parts.items()
            if start <= span.end
            and end >= span.start
            and (part in given or (part != unit and level >= parts[unit][0]))
        }


def of_former_units(asked: QuerySet[Target], units: QuerySet[Area], day: date) -> QuerySet[Target]:
    """Targets of units that are not on the map of `day`, each with the `unit` that stands for them there; no reform
    changes what the country is."""
    away = asked.filter(Q(area__valid_until__lt=day) | Q(area__valid_from__gt=day))
    return _placed(away, day).filter(unit__in=units.filter(level__gt=Level.COUNTRY).order_by().values("pk"))


def grown(own: Iterable[Target], spans: Spans, day: date) -> set[Key]:
    """Targets of units that hold more on the map than they did in the span, of what was there in the span."""
    asked = {
        (target.area_id, target.indicator_id): spans[target.indicator_id]
        for target in own
        if target.area.level > Level.COUNTRY and _existed(target) and not target.start <= day <= target.end
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
    asked: QuerySet[Target], changed: set[Key], own: dict[Key, list[Target]], spans: Spans, day: date
) -> tuple[dict[Key, list[Target]], dict[Key, Partly]]:
    """For units that a reform changed: what they and the units that make them up on the map were given, each piece of
    land once; and those of which a part was given nothing."""
    groups = defaultdict(list, {key: list(own[key]) for key in changed & own.keys()})
    units = sorted({unit for unit, _indicator in changed})
    for target in _placed(asked, day).filter(unit__in=units):
        key = target.unit, target.indicator_id
        if key in changed and Period(target.start, target.end) == spans[target.indicator_id]:
            groups[key].append(target)
    makeup = Makeup.read(units, day)
    holders = Holders(makeup.areas | {target.area_id for found in groups.values() for target in found})
    held, partly = {}, {}
    for (unit, indicator), found in groups.items():
        span = _life(found)
        kept = _disjoint(unit, found, holders, span, day)
        gap = _gap(unit, {target.area_id for target in kept}, makeup, holders, span)
        if gap:
            partly[unit, indicator] = gap
        else:
            held[unit, indicator] = kept
    return held, partly


def _life(targets: list[Target]) -> Period:
    """Their span, from the last day on of those units that were given theirs in advance and ended before it."""
    first, last = targets[0].start, targets[0].end
    return Period(
        min(first, *(target.area.valid_until for target in targets)),
        max(last, *(target.area.valid_from for target in targets)),
    )


def _placed(asked: QuerySet[Target], day: date) -> QuerySet[Target]:
    """With `unit`: each unit that holds the target's area on the map of `day`, the area itself left out."""
    placed = asked.filter(area__ascent__valid_from__lte=day, area__ascent__valid_until__gte=day)
    return placed.annotate(unit=UNIT).exclude(unit=F("area_id"))


def _disjoint(unit: int, targets: list[Target], holders: Holders, span: Period, day: date) -> list[Target]:
    """Each piece of land once: its own target before that of any unit that held it, or that it held, in the span;
    then of a unit and what it held only the unit, of an old and its new one the one on the map. What a unit was given
    that did not exist in the span was given to it as it is on the map."""
    kept: dict[int, Target] = {}
    over = {target.area_id: holders.over(target.area_id, span) for target in targets}
    order = sorted(targets, key=lambda t: (t.area_id != unit, t.area.level, not t.area.in_force(day), t.area_id))
    if order[0].area_id == unit and not _existed(order[0]):
        return order[:1]
    for target in order:
        area = target.area_id
        if not over[area] & kept.keys() and not any(area in over[other] for other in kept):
            kept[area] = target
    return list(kept.values())


def _existed(target: Target) -> bool:
    """Whether the unit stood on some day of the span that it was given the target for."""
    return target.area.valid_from <= target.end and target.area.valid_until >= target.start


def _gap(unit: int, given: set[int], makeup: Makeup, holders: Holders, span: Period) -> Partly | None:
    """None when every piece of the unit's land was given a target, itself or with what held it in the span."""
    parts = makeup.land(unit, span, given)
    if unit in given - parts:
        return None
    over = {part: holders.over(part, span) & parts for part in parts}
    holding = set().union(*over.values())
    bare = {part for part in parts - holding if part not in given and not over[part] & given}
    if not bare:
        return None
    tops = {part for part in parts if not over[part]}
    short = {top for part in bare for top in (over[part] or {part}) & tops}
    return Partly(len(tops - short), len(tops))
