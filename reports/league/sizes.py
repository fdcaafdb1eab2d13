"""Out of how many: households, residents, adults, businesses of units, as an office published them.

The same figures by which all other rates and targets are divided. The households that teams have listed are none of
them: whoever lists fewer would stand higher.
"""

from collections.abc import Iterable
from datetime import date

from areas.models import AreaStatistic
from reports.models import Target

FIELDS = Target.Statistic.values
HOUSEHOLDS = Target.Statistic.HOUSEHOLDS.value
Sizes = dict[str, int]
"""Statistic -> figure; what is not known is not there."""


def sizes_of(areas: Iterable[int], day: date) -> dict[int, Sizes]:
    """Each figure as last published until the year of `day`."""
    found: dict[int, Sizes] = {area: {} for area in areas}
    rows = AreaStatistic.objects.filter(area__among=sorted(found), year__lte=day.year).order_by("year")
    for area, *figures in rows.values_list("area", *FIELDS):
        found[area] |= {name: figure for name, figure in zip(FIELDS, figures, strict=True) if figure}
    return found
