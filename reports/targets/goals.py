"""What has to be reached: the targets of an area and of its units, read on any map."""

from dataclasses import dataclass

from areas.models import Area
from reports.lens import Lens
from reports.rollup import Period
from visits.models import Indicator


@dataclass(frozen=True)
class Goal:
    """What one unit has to reach in one indicator, over `span` (which may be wider than the period asked about).

    amount: in the indicator's unit; of a ratio, per cent. percent: as the office wrote it, None for an amount.
    so_far: compared with everything until the end of the span, not with what came in the span.
    parts: how many targets of former units were added up for it; 0 when the unit has its own.
    """

    amount: float
    percent: float | None
    span: Period
    so_far: bool
    parts: int = 0


def goals(
    area: Area, *, level: int, period: Period, lens: Lens, indicators: list[Indicator]
) -> dict[tuple[int, str], Goal]:
    """(unit, indicator code) -> its goal, for the area and its units of `level`.

    For each indicator the narrowest span with a target that holds the whole period, the same for all units.
    """
    return {}
