"""Sums of facts by unit: the only place that reads totals and contributions for a report.

Whole months come from totals of months, broken ones from totals of days, those of hamlets from contributions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Aggregate, Count, F, Q, QuerySet, Sum

from areas.dates import ONE_DAY
from areas.models import Ancestry
from visits.models import Contribution, DailyTotal, MonthlyTotal
from visits.months import month_of, month_span, whole_months

UNIT = F("area__ascent__ancestor") + 0
"""The unit above a fact, as an expression: with the bare column SQLite, and PostgreSQL before its first ANALYZE, try
each unit of the list for each fact (seconds); so they go from the fact to its few ancestors (milliseconds)."""


@dataclass(slots=True)
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
Days = tuple[date, date]
"""First and last day."""
Span = tuple[date, date, bool]
"""First and last day, and whether the units are hamlets."""


def as_recorded(spans: dict[Span, list[int]], indicators: list[int], more: Iterable[QuerySet] = ()) -> Sums:
    """What each unit held on the day of each fact. `spans` groups units by the days for which they are asked; `more`
    are sums, grouped(), that come to it."""
    found: Sums = defaultdict(Figure)
    sums = list(more)
    for (start, end, are_hamlets), areas in spans.items():
        months, edges = whole_months(start, end)
        asked = {"area__among": areas, "indicator__in": indicators}
        if months:
            rows = MonthlyTotal.objects.filter(month__range=(months[0], months[-1]), **asked)
            sums.append(grouped(rows, Sum("quantity"), Sum("facts")))
        if edges and are_hamlets:
            collect(found, _of_hamlets(areas, edges, indicators))
        elif edges:
            sums.append(grouped(DailyTotal.objects.filter(within(edges), **asked), Sum("quantity"), Sum("facts")))
    collect(found, in_one(sums))
    return found


def own(areas: Iterable[int], start: date, end: date, indicators: list[int]) -> Sums:
    """What was recorded at each of these areas itself on these days, what is below them left out."""
    found: Sums = defaultdict(Figure)
    months, edges = whole_months(start, end)
    asked = {"area__among": list(areas), "indicator__in": indicators}
    # edges one by one: of two stretches PostgreSQL reads all that lies between
    days = [Contribution.objects.filter(day__range=edge, **asked) for edge in edges]
    sums = [grouped(rows, Sum("quantity"), Count("pk")) for rows in days]
    if months:
        rows = MonthlyTotal.objects.filter(month__range=(months[0], months[-1]), own_facts__gt=0, **asked)
        sums.append(grouped(rows, Sum("own_quantity"), Sum("own_facts")))
    collect(found, in_one(sums))
    return found


def within(edges: list[tuple[date, date]]) -> Q:
    return reduce(or_, (Q(day__range=edge) for edge in edges))


def _of_hamlets(hamlets: list[int], edges: list[Days], indicators: list[int]) -> Iterator[tuple]:
    """Days of hamlets have no totals; so of more than half a month the others are read, and taken from the month's."""
    for start, end in _cut(edges):
        month = month_of(start)
        first, last = month_span(month)
        others = (end + ONE_DAY, last) if start == first else (first, start - ONE_DAY)
        if (start > first and end < last) or end - start <= others[1] - others[0]:
            yield from _of_days(hamlets, (start, end), indicators)
            continue
        rows = MonthlyTotal.objects.filter(month=month, area__among=hamlets, indicator__in=indicators)
        yield from grouped(rows, Sum("quantity"), Sum("facts"))
        for unit, indicator, quantity, facts in _of_days(hamlets, others, indicators):
            yield unit, indicator, -quantity, -facts


def _cut(edges: list[Days]) -> Iterator[Days]:
    """At the ends of months."""
    for start, end in edges:
        while (last := month_span(month_of(start))[1]) < end:
            yield start, last
            start = last + ONE_DAY
        yield start, end


def _of_days(hamlets: list[int], days: Days, indicators: list[int]) -> Iterator[tuple]:
    """From contributions: those of the hamlets, and of former ones that had gone into them when they were recorded."""
    rows = Contribution.objects.filter(day__range=days, indicator__in=indicators)
    figures = Sum("quantity"), Count("pk")
    yield from grouped(rows.filter(area__among=hamlets), *figures)
    former = Ancestry.objects.filter(ancestor__among=hamlets).exclude(descendant=F("ancestor"))
    if former := set(former.values_list("descendant", flat=True)):
        late = rows.filter(
            area__among=former, area__ascent__valid_from__lte=F("day"), area__ascent__valid_until__gte=F("day")
        ).annotate(unit=UNIT)
        yield from grouped(late.filter(unit__among=hamlets).exclude(unit=F("area")), *figures, by="unit")


def grouped(rows: QuerySet, quantity: Aggregate, facts: Aggregate, by: str = "area") -> QuerySet:
    """(unit, indicator, quantity, facts), each unit and indicator once."""
    return rows.values(by, "indicator").annotate(q=quantity, n=facts).values_list(by, "indicator", "q", "n")


def in_one(sums: list[QuerySet]) -> Iterable[tuple]:
    """The rows of all of them, by one statement."""
    first, *others = sums or [()]
    return first.union(*others, all=True) if others else first


def collect(found: Sums, rows: Iterable[tuple]) -> None:
    for unit, indicator, quantity, facts in rows:
        found[unit, indicator].add(quantity, facts)
