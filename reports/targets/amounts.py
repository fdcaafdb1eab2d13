"""From what the office wrote to an amount: a percentage of a denominator, and several of them added up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from areas.models import AreaStatistic
from reports.models import Target
from reports.targets.former import Given
from visits.models import Indicator


@dataclass(slots=True)
class Amount:
    """In the indicator's unit, of a ratio per cent; `percent` as it was written, None when it was an amount."""

    amount: float
    percent: float | None


class Amounts:
    """The amounts of many targets; the statistics that they are shares of are read at once."""

    def __init__(self, targets: Iterable[Target | Given], indicators: dict[int, Indicator]):
        """`indicators` by their primary keys."""
        self.indicators = indicators
        wholes = {(target.area_id, name) for target in targets if (name := self.statistic(target))}
        areas, names = {area for area, _name in wholes}, sorted({name for _area, name in wholes})
        rows = AreaStatistic.objects.filter(area__among=areas).order_by("year").values("area", "year", *names)
        self.statistics: dict[int, list[dict]] = defaultdict(list)
        for row in rows if areas else ():
            self.statistics[row["area"]].append(row)

    def statistic(self, target: Target | Given) -> str:
        """What the target is a share of; "" for an amount, and for a ratio of two indicators."""
        return self.indicators[target.indicator_id].denominator_statistic or target.statistic

    def whole(self, target: Target | Given) -> int | None:
        """The newest denominator that is not younger than the target's end."""
        name = self.statistic(target)
        known = [row for row in self.statistics[target.area_id] if row["year"] <= target.end.year]
        return known[-1][name] if name and known else None

    def of(self, targets: list[Target] | list[Given]) -> Amount | None:
        """Of one target, or of several units together; None when a denominator is not known."""
        is_ratio = self.indicators[targets[0].indicator_id].kind == Indicator.Kind.RATIO
        if len(targets) == 1 and is_ratio:
            return Amount(float(targets[0].value), float(targets[0].value))
        return self._ratio(targets) if is_ratio else self._sum(targets)

    def _sum(self, targets: list[Target] | list[Given]) -> Amount | None:
        amount, whole = 0.0, 0
        for target in targets:
            value = float(target.value)
            if target.basis == Target.Basis.PERCENT:
                part = self.whole(target)
                if part is None:
                    return None
                whole, value = whole + part, value * part / 100
            amount += value
        is_mixed = len({(target.basis, target.statistic) for target in targets}) > 1
        return Amount(amount, None if is_mixed or not whole else round(100 * amount / whole, 2))

    def _ratio(self, targets: list[Target]) -> Amount | None:
        """Several rates as one: weighed by their denominators, never their mean; equal ones need no weight."""
        if len({target.value for target in targets}) == 1:
            return Amount(float(targets[0].value), float(targets[0].value))
        wholes = [self.whole(target) for target in targets]
        if None in wholes or not sum(wholes):
            return None
        reached = sum(float(target.value) * whole for target, whole in zip(targets, wholes, strict=True))
        rate = round(reached / sum(wholes), 2)
        return Amount(rate, rate)
