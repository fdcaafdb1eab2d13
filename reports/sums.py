"""Sums of facts by unit: the only place that reads monthly totals and contributions for a report."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet, Sum

from areas.lots import in_lots
from areas.models import Ancestry, Area
from visits.models import Contribution, MonthlyTotal
from visits.months import whole_months

AREAS_A_QUERY = 5000
UNIT = F("area__ascent__ancestor") + 0
"""The unit above a fact, as an expression: with the bare column SQLite, and PostgreSQL before its first ANALYZE, try
each unit of the list for each fact (seconds); so they go from the fact to its few ancestors (milliseconds)."""


@dataclass
class Figure:
    """A sum and the number of facts in it; without facts the sum is missing, not 0."""

    quantity: int = 0
    facts: int = 0

    def add(self, quantity: int, facts: int) -> None:
        self.quantity += quantity
        self.facts += facts

    @property
    def value(self) -> int | None:
        return self.quantity if self.facts else None


Sums = dict[tuple[int, int], Figure]
"""(area, indicator) -> Figure"""


def as_recorded(spans: dict[tuple[date, date], list[int]], indicators: list[int]) -> Sums:
    """What each unit held on the day of each fact. `spans` groups units by the days for which they are asked."""
    found: Sums = defaultdict(Figure)
    for (start, end), areas in spans.items():
        months, edges = whole_months(start, end)
        for part in in_lots(areas, AREAS_A_QUERY):
            if months:
                rows = MonthlyTotal.objects.filter(area__in=part, indicator__in=indicators)
                rows = rows.filter(month__range=(months[0], months[-1]))
                _collect(found, rows.values("area", "indicator").annotate(q=Sum("quantity"), n=Sum("facts")))
            for edge in edges:
                held = Contribution.objects.filter(
                    indicator__in=indicators,
                    day__range=edge,
                    area__ascent__valid_from__lte=F("day"),
                    area__ascent__valid_until__gte=F("day"),
                )
                held = held.annotate(unit=UNIT).filter(unit__in=part).values("unit", "indicator")
                _collect(found, held.annotate(q=Sum("quantity"), n=Count("pk")))
    return found


def on_map(units: QuerySet[Area], day: date, start: date, end: date, indicators: list[int]) -> Sums:
    """What each unit holds on the map of `day` of the facts from `start` to `end`, wherever they were recorded."""
    found: Sums = defaultdict(Figure)
    months, edges = whole_months(start, end)
    held = {
        "indicator__in": indicators,
        "area__ascent__valid_from__lte": day,
        "area__ascent__valid_until__gte": day,
    }

    def by_unit(rows: QuerySet) -> QuerySet:
        placed = rows.filter(**held).annotate(unit=UNIT)  # in this order, else the dates would ask another join
        return placed.filter(unit__in=units.values("pk")).values("unit", "indicator")

    if months:
        rows = by_unit(MonthlyTotal.objects.filter(month__range=(months[0], months[-1]), own_facts__gt=0))
        _collect(found, rows.annotate(q=Sum("own_quantity"), n=Sum("own_facts")))
    for edge in edges:
        rows = by_unit(Contribution.objects.filter(day__range=edge))
        _collect(found, rows.annotate(q=Sum("quantity"), n=Count("pk")))
    return found


def behind(area: Area, indicators: list[int], start: date, end: date, day: date | None) -> QuerySet[Contribution]:
    """The contributions in figures of `area`: on the map of `day`, or as recorded when it is None."""
    rows = Contribution.objects.filter(indicator__in=indicators, day__range=(start, end))
    if day:
        return rows.filter(area__in=Ancestry.objects.on(day).filter(ancestor=area).values("descendant"))
    return rows.filter(
        area__ascent__ancestor=area,
        area__ascent__valid_from__lte=F("day"),
        area__ascent__valid_until__gte=F("day"),
    )


def _collect(found: Sums, rows: Iterable[dict]) -> None:
    for row in rows:
        area = row["area"] if "area" in row else row["unit"]
        found[area, row["indicator"]].add(row["q"], row["n"])
