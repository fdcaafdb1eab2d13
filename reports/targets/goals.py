"""What has to be reached: the targets of an area and of its units, read on any map.

On a map that a reform changed, a unit takes what was given to the units that make it up there, when all of them were
given something (reports/targets/former.py). Where no reform changed anything, a unit that was given nothing has no
goal: a part of its units may have one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from areas.models import Area
from reports.lens import Lens
from reports.models import Target
from reports.rollup import Period, units_below
from reports.targets.amounts import Amounts
from reports.targets.former import Given, Key, Partly, given, grown, spans_of_former_units, targets_of, together
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


class Goals(dict[tuple[int, str], Goal]):
    """(unit, indicator code) -> Goal; `partly` holds those that have none because only a part of them has one."""

    def __init__(self, *held):
        super().__init__(*held)
        self.partly: dict[tuple[int, str], Partly] = {}


def goals(area: Area, *, level: int, period: Period, lens: Lens, indicators: list[Indicator]) -> Goals:
    """(unit, indicator code) -> its goal, for the area and its units of `level`.

    For each indicator one span that holds the whole period, the same for all units: see _spans().
    """
    units = units_below(area, period=period, lens=lens, levels=[level]) | Area.objects.filter(pk=area.pk)
    asked = Target.objects.current().filter(indicator__in=indicators, start__lte=period.start, end__gte=period.end)
    own = [one for _unit, one in given(asked.filter(area__in=units.order_by().values("pk")))]
    former = spans_of_former_units(asked, units, lens.day) if lens.day else []
    spans = _spans(area, [*((one.area, one.indicator, one.span) for one in own), *former])
    held: dict[Key, list[Given]] = {
        (one.area, one.indicator): [one] for one in own if one.span == spans[one.indicator]
    }
    changed = {(unit, indicator) for unit, indicator, span in former if span == spans[indicator]}
    if lens.day:
        changed |= grown((one for kept in held.values() for one in kept), lens.day)
    partly: dict[Key, Partly] = {}
    if changed:
        whole, partly = together(asked, changed, held, spans, lens.day)
        held = {key: kept for key, kept in held.items() if key not in partly} | whole
    return _goals(targets_of(held), partly, spans, {i.pk: i for i in indicators})


def _goals(
    held: dict[Key, list[Target]],
    partly: dict[Key, Partly],
    spans: dict[int, Period],
    indicators: dict[int, Indicator],
) -> Goals:
    amounts = Amounts([target for targets in held.values() for target in targets], indicators)
    found = {
        (unit, indicators[indicator].code): _goal(unit, targets, spans[indicator], amounts)
        for (unit, indicator), targets in held.items()
    }
    result = Goals({key: goal for key, goal in found.items() if goal})
    result.partly = {(unit, indicators[indicator].code): gap for (unit, indicator), gap in partly.items()}
    return result


def _spans(area: Area, given: Iterable[tuple[int, int, Period]]) -> dict[int, Period]:
    """Indicator -> the narrowest span in which the area itself has a target, the latest of equals; where it has none,
    the span in which most of its units have one. A unit that gives itself more takes away no goal of the others."""
    units: dict[int, dict[Period, set[int]]] = defaultdict(lambda: defaultdict(set))
    for unit, indicator, span in given:
        units[indicator][span].add(unit)

    def order(found: tuple[Period, set[int]]) -> tuple:
        span, holders = found
        return (area.pk in holders, 0 if area.pk in holders else len(holders), span.start - span.end, span.start)

    return {indicator: max(spans.items(), key=order)[0] for indicator, spans in units.items()}


def _goal(unit: int, targets: list[Target], span: Period, amounts: Amounts) -> Goal | None:
    """None where a share is a percentage of something unknown, or two are counted in different ways."""
    total = amounts.of(targets)
    if total is None or len({target.counting for target in targets}) > 1:
        return None
    so_far = targets[0].counting == Target.Counting.SO_FAR
    parts = sum(target.area_id != unit for target in targets)
    return Goal(total.amount, total.percent, span, so_far, parts)
