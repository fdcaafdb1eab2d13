"""What the offices of the bench have to reach, since the pages of real ones show it: four indicators, amounts for the
quarter and the year, and a share of the households."""

from collections.abc import Iterator

from django.db.models import Count, QuerySet
from django.utils import timezone

from areas.models import Ancestry, Area, AreaStatistic, Level
from reports.models import Target
from reports.periods import Usual, usual
from visits.models import Indicator

SHARES = {  # of a unit's households: some units will be early, some late
    ("vi_dien_tu", Usual.QUARTER): 0.1,
    ("vi_dien_tu", Usual.YEAR): 0.5,
    ("app_tinh", Usual.QUARTER): 0.2,
    ("app_tinh", Usual.YEAR): 0.6,
    ("dvc_nguoi_dung", Usual.YEAR): 0.4,
}
SKILLED, PERCENT = "ho_ky_nang", 70  # of the households, whenever they were reached


def give(units: QuerySet[Area], households: int) -> None:
    """Households of each of these units for so many in each hamlet, and what is to be reached of them."""
    today = timezone.localdate()
    held = Ancestry.objects.on(today).filter(ancestor__in=units.order_by().values("pk"))
    hamlets = held.filter(descendant__level=Level.HAMLET).values_list("ancestor").annotate(number=Count("pk"))
    numbers = {unit: hamlets_there * households for unit, hamlets_there in hamlets}
    AreaStatistic.objects.bulk_create(
        AreaStatistic(area_id=unit, year=today.year, households=number, source="bench")
        for unit, number in numbers.items()
    )
    Target.objects.bulk_create(_targets(numbers))


def _targets(numbers: dict[int, int]) -> Iterator[Target]:
    catalogue = {indicator.code: indicator for indicator in Indicator.objects.all()}
    for unit, households in numbers.items():
        for (code, name), share in SHARES.items():
            yield _target(unit, catalogue[code], name, value=round(share * households), basis=Target.Basis.AMOUNT)
        yield _target(
            unit,
            catalogue[SKILLED],
            Usual.YEAR,
            value=PERCENT,
            basis=Target.Basis.PERCENT,
            statistic=Target.Statistic.HOUSEHOLDS,
            counting=Target.Counting.SO_FAR,
        )


def _target(unit: int, indicator: Indicator, name: str, **told) -> Target:
    span = usual(name, timezone.localdate())
    return Target(area_id=unit, indicator=indicator, start=span.start, end=span.end, **told)
