"""What has to be reached: the targets of an area and of its units, read on any map.

On a map that a reform changed, a unit takes what was given to the units that make it up there, when all of them were
given something (reports/targets/former.py). Where no reform changed anything, a unit that was given nothing has no
goal: a part of its units may have one.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from areas.models import Area
from reports.lens import Lens
from reports.models import Target
from reports.rollup import Period, units_below
from reports.sums import Days
from reports.targets.amounts import Amounts
from reports.targets.former import Given, Key, Partly, changed_by_reforms, given, given_to_former_units, together
from visits.models import Indicator

Holders = dict[int, list[Given]]
"""unit -> what it, and what had gone into it, was given"""


@dataclass(slots=True)
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

    For each indicator one span that holds the whole period, the same for all units: see _chosen().
    """
    units = units_below(area, period=period, lens=lens, levels=[level]) | Area.objects.filter(pk=area.pk)
    asked = Target.objects.current().filter(indicator__in=indicators, start__lte=period.start, end__gte=period.end)
    spans: dict[int, dict[Days, Holders]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    own = given(asked.filter(area__in=units.order_by().values("pk")))
    for unit, one in chain(own, given_to_former_units(asked, area, units, lens.day) if lens.day else ()):
        spans[one.indicator_id][one.start, one.end][unit].append(one)
    chosen = {indicator: _chosen(area, found) for indicator, found in spans.items()}
    held = {
        (unit, indicator): kept for indicator, (_days, holders) in chosen.items() for unit, kept in holders.items()
    }
    partly: dict[Key, Partly] = {}
    if lens.day and (changed := changed_by_reforms(held, lens.day)):
        whole, partly = together(changed, asked, lens.day)
        held = {key: kept for key, kept in held.items() if key not in changed} | whole
    return _goals(held, partly, {i: Period(*days) for i, (days, _) in chosen.items()}, {i.pk: i for i in indicators})


def _goals(
    held: dict[Key, list[Given]],
    partly: dict[Key, Partly],
    spans: dict[int, Period],
    indicators: dict[int, Indicator],
) -> Goals:
    amounts = Amounts([one for kept in held.values() for one in kept], indicators)
    found = {
        (unit, indicators[indicator].code): _goal(unit, kept, spans[indicator], amounts)
        for (unit, indicator), kept in held.items()
    }
    result = Goals({key: goal for key, goal in found.items() if goal})
    result.partly = {(unit, indicators[indicator].code): gap for (unit, indicator), gap in partly.items()}
    return result


def _chosen(area: Area, spans: dict[Days, Holders]) -> tuple[Days, Holders]:
    """The narrowest span in which the area itself has a target, the latest of equals; where it has none, the span in
    which most of its units have one. A unit that gives itself more takes away no goal of the others."""

    def order(found: tuple[Days, Holders]) -> tuple:
        (start, end), holders = found
        return area.pk in holders, 0 if area.pk in holders else len(holders), start - end, start

    return max(spans.items(), key=order)


def _goal(unit: int, targets: list[Given], span: Period, amounts: Amounts) -> Goal | None:
    """None where a share is a percentage of something unknown, or two are counted in different ways."""
    total = amounts.of(targets)
    if total is None or len({target.counting for target in targets}) > 1:
        return None
    so_far = targets[0].counting == Target.Counting.SO_FAR
    parts = sum(target.area_id != unit for target in targets)
    return Goal(total.amount, total.percent, span, so_far, parts)
