"""What has to be reached: the targets of an area and of its units, read on any map.

On a map that a reform changed, a unit takes the sum of what was given to the units that make it up there; what it
was given itself for the same days holds for those that it held then. Where no reform changed anything, a unit that
was given nothing has no goal: a part of its units may have one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from areas.lots import in_lots
from areas.models import Ancestry, Area, Level
from reports.lens import Lens
from reports.models import Target
from reports.rollup import Period, units_below
from reports.sums import AREAS_A_QUERY, UNIT
from reports.targets.amounts import Amounts
from visits.models import Indicator


@dataclass(frozen=True)
class Goal:
    """What one unit has to reach in one indicator, over `span` (which may be wider than the period asked about).

    amount: in the indicator's unit; of a ratio, per cent. percent: as the office wrote it, None for an amount.
    so_far: compared with everything until the end of the span, not with what came in the span.
    parts: how many targets of other units were added up for it; 0 when the unit has its own.
    """

    amount: float
    percent: float | None
    span: Period
    so_far: bool
    parts: int = 0


Goals = dict[tuple[int, str], Goal]
"""(unit, indicator code) -> Goal"""

Key = tuple[int, int]  # unit, indicator


def goals(area: Area, *, level: int, period: Period, lens: Lens, indicators: list[Indicator]) -> Goals:
    """(unit, indicator code) -> its goal, for the area and its units of `level`.

    For each indicator one span that holds the whole period, the same for all units: see _spans().
    """
    units = units_below(area, period=period, lens=lens, levels=[level]) | Area.objects.filter(pk=area.pk)
    asked = Target.objects.current().filter(indicator__in=indicators, start__lte=period.start, end__gte=period.end)
    asked = asked.select_related("area").order_by("pk")
    own = list(asked.filter(area__in=units.order_by().values("pk")))
    former = list(_moved(asked, units, lens.day)) if lens.day else []
    spans = _spans(area, [*own, *former])
    held: dict[Key, list[Target]] = {
        (t.area_id, t.indicator_id): [t] for t in own if _span(t) == spans[t.indicator_id]
    }
    changed = {(t.unit, t.indicator_id) for t in former if _span(t) == spans[t.indicator_id]}
    if changed:
        held |= _together(asked, changed, held, spans, lens.day)
    known = {i.pk: i for i in indicators}
    amounts = Amounts([target for targets in held.values() for target in targets], known)
    found = {
        (unit, known[indicator].code): _goal(unit, targets, spans[indicator], amounts)
        for (unit, indicator), targets in held.items()
    }
    return {key: goal for key, goal in found.items() if goal}


def _moved(asked: QuerySet[Target], units: QuerySet[Area], day: date) -> QuerySet[Target]:
    """Targets of units that are not on the map of `day`, each with the `unit` that stands for them there; no reform
    changes what the country is."""
    away = asked.filter(Q(area__valid_until__lt=day) | Q(area__valid_from__gt=day))
    return _placed(away, day).filter(unit__in=units.filter(level__gt=Level.COUNTRY).order_by().values("pk"))


def _placed(asked: QuerySet[Target], day: date) -> QuerySet[Target]:
    """With `unit`: each unit that holds the target's area on the map of `day`, the area itself left out."""
    placed = asked.filter(area__ascent__valid_from__lte=day, area__ascent__valid_until__gte=day)
    return placed.annotate(unit=UNIT).exclude(unit=F("area_id"))


def _spans(area: Area, targets: Iterable[Target]) -> dict[int, Period]:
    """Indicator -> the narrowest span in which the area itself has a target, the latest of equals; where it has none,
    the span in which most of its units have one. A unit that gives itself more takes away no goal of the others."""
    units: dict[int, dict[Period, set[int]]] = defaultdict(lambda: defaultdict(set))
    for target in targets:
        units[target.indicator_id][_span(target)].add(getattr(target, "unit", target.area_id))

    def order(found: tuple[Period, set[int]]) -> tuple:
        span, holders = found
        return (area.pk in holders, 0 if area.pk in holders else len(holders), span.start - span.end, span.start)

    return {indicator: max(spans.items(), key=order)[0] for indicator, spans in units.items()}


def _span(target: Target) -> Period:
    return Period(target.start, target.end)


def _together(
    asked: QuerySet[Target], changed: set[Key], own: dict[Key, list[Target]], spans: dict[int, Period], day: date
) -> dict[Key, list[Target]]:
    """For units that a reform changed: what they and the units that make them up on the map were given."""
    groups = defaultdict(list, {key: list(own[key]) for key in changed & own.keys()})
    units = sorted({unit for unit, _indicator in changed})
    for target in _placed(asked, day).filter(unit__in=units):
        key = target.unit, target.indicator_id
        if key in changed and _span(target) == spans[target.indicator_id]:
            groups[key].append(target)
    holders = _holders({target.area_id for found in groups.values() for target in found})
    return {(unit, indicator): _disjoint(unit, found, holders, day) for (unit, indicator), found in groups.items()}


def _holders(areas: set[int]) -> dict[int, list[tuple[int, date, date]]]:
    """Area -> which of the others hold it, and when."""
    holders = defaultdict(list)
    for part in in_lots(sorted(areas), AREAS_A_QUERY):
        rows = Ancestry.objects.filter(descendant__in=part).exclude(ancestor=F("descendant"))
        for area, ancestor, start, end in rows.values_list("descendant", "ancestor", "valid_from", "valid_until"):
            if ancestor in areas:
                holders[area].append((ancestor, start, end))
    return holders


def _disjoint(
    unit: int, targets: list[Target], holders: dict[int, list[tuple[int, date, date]]], day: date
) -> list[Target]:
    """Each piece of land once: its own target before that of any unit that held it, or that it held, in the span;
    then of a unit and what it held only the unit, of an old and its new one the one on the map."""
    kept: dict[int, Target] = {}
    over = {
        target.area_id: {
            unit for unit, start, end in holders[target.area_id] if start <= target.end and end >= target.start
        }
        for target in targets
    }
    order = sorted(targets, key=lambda t: (t.area_id != unit, t.area.level, not t.area.in_force(day), t.area_id))
    for target in order:
        area = target.area_id
        if not over[area] & kept.keys() and not any(area in over[other] for other in kept):
            kept[area] = target
    return list(kept.values())


def _goal(unit: int, targets: list[Target], span: Period, amounts: Amounts) -> Goal | None:
    """None where a share is a percentage of something unknown, or two are counted in different ways."""
    total = amounts.of(targets)
    if total is None or len({target.counting for target in targets}) > 1:
        return None
    so_far = targets[0].counting == Target.Counting.SO_FAR
    parts = sum(target.area_id != unit for target in targets)
    return Goal(total.amount, total.percent, span, so_far, parts)
