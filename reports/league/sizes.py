"""Out of how many: households, residents, adults, businesses of units."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db.models import Count

from areas.lots import in_lots
from areas.models import Ancestry, AreaStatistic
from reports.league.kept import kept
from reports.models import Target

FIELDS = Target.Statistic.values
HOUSEHOLDS = Target.Statistic.HOUSEHOLDS.value
A_LOT = 5000
Sizes = dict[str, int]
"""Statistic -> figure; what is not known is not there."""


def sizes_of(areas: Iterable[int], day: date, *, fresh: bool) -> dict[int, Sizes]:
    """Each figure as last published until the year of `day`; households, where nobody published them, as listed."""
    areas = sorted(set(areas))
    found: dict[int, Sizes] = {area: {} for area in areas}
    for lot in in_lots(areas, A_LOT):
        rows = AreaStatistic.objects.filter(area__in=lot, year__lte=day.year).order_by("year")
        for area, *figures in rows.values_list("area", *FIELDS):
            found[area] |= {name: figure for name, figure in zip(FIELDS, figures, strict=True) if figure}
        bare = [area for area in lot if HOUSEHOLDS not in found[area]]
        listed = kept(["listed", day, bare], partial(_listed, bare, day), fresh=fresh).value
        for area, number in listed.items():
            found[area][HOUSEHOLDS] = number
    return found


def _listed(areas: list[int], day: date) -> dict[int, int]:
    """The households entered there."""
    held = Ancestry.objects.on(day).filter(ancestor__in=areas, descendant__households__isnull=False)
    return dict(held.values_list("ancestor").annotate(n=Count("descendant__households")))
