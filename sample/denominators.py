"""Households, residents, adults and businesses of the hamlets and of what they add up to.

Invented around the size of Hậu Giang (about 196,000 households and 729,000 residents) and marked so in the
source column. The population of Cần Thơ since 01/07/2025 is official.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from areas.models import Ancestry, Area, AreaStatistic, Level
from areas.official import LAST_DAY_BEFORE, REFORM_DAY
from sample.hamlets import Hamlet
from sample.seed import apportion, stream

FIELDS = ("households", "residents", "adults", "businesses")
STRAY = (0.03, 0.06, 0.02, 0.4)  # how far a hamlet's figure strays from its share, for each field
TOTALS = {2022: (196_000, 729_000, 532_000, 21_600), 2026: (199_400, 736_500, 541_000, 24_100)}
CAN_THO, CAN_THO_RESIDENTS, CAN_THO_SOURCE = "92", 4_199_824, "1668/NQ-UBTVQH15"

Figures = tuple[int, ...]


def create(hamlets: list[Hamlet]) -> None:
    """Write the figures of 2022 and 2026; the hamlets keep the households and residents of 2026."""
    source = _("Số liệu minh họa")
    old = _with_sums(hamlets, TOTALS[2022], LAST_DAY_BEFORE, (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE))
    _write(2022, source, old)
    new = _with_sums(hamlets, TOTALS[2026], REFORM_DAY, (Level.COMMUNE,))  # Cần Thơ holds two provinces more
    _write(2026, source, new)
    for hamlet in hamlets:
        hamlet.households, hamlet.residents, *_rest = new[hamlet.area.pk]
    can_tho = Area.objects.get(code=CAN_THO, valid_from=REFORM_DAY)
    AreaStatistic.objects.create(area=can_tho, year=2025, residents=CAN_THO_RESIDENTS, source=CAN_THO_SOURCE)


def _write(year: int, source: str, figures: dict[int, Figures]) -> None:
    AreaStatistic.objects.bulk_create(
        [
            AreaStatistic(area_id=area, year=year, source=source, **dict(zip(FIELDS, values, strict=True)))
            for area, values in figures.items()
        ],
        batch_size=1000,
    )


def _with_sums(hamlets: list[Hamlet], totals: Figures, day: date, levels: tuple[Level, ...]) -> dict[int, Figures]:
    """Figures by area: those of the hamlets, which add up to `totals`, and the sums of what holds them on `day`."""
    figures = {hamlet.area.pk: values for hamlet, values in zip(hamlets, _shares(hamlets, totals), strict=True)}
    held = Ancestry.objects.on(day).filter(descendant__in=list(figures), ancestor__level__in=levels)
    parts = defaultdict(list)
    for ancestor, hamlet in held.order_by("ancestor", "descendant").values_list("ancestor", "descendant"):
        parts[ancestor].append(figures[hamlet])
    return figures | {area: tuple(map(sum, zip(*values, strict=True))) for area, values in parts.items()}


def _shares(hamlets: list[Hamlet], totals: Figures) -> Iterator[Figures]:
    """The figures of each hamlet: all of them follow its size, a khu vực in a town being the larger."""
    chance = stream("denominators")
    size = [chance.lognormvariate(0, 0.3) * (1.15 if hamlet.area.kind == "Khu vực" else 1) for hamlet in hamlets]
    columns = [
        apportion(total, [weight * chance.uniform(1 - stray, 1 + stray) for weight in size])
        for total, stray in zip(totals, STRAY, strict=True)
    ]
    return zip(*columns, strict=True)
