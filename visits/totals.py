"""Monthly totals: kept by adding differences, never by counting again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db import connection
from django.db.models import Count, F, Max, Min, Sum

from areas.models import Ancestry
from visits import rows
from visits.contributions import Entry
from visits.models import Contribution, MonthlyTotal
from visits.months import month_of, month_span, next_month

ROWS_A_STATEMENT = 500
Key = tuple[int, int, date]  # area, indicator, month
Figures = list[int]  # quantity, facts, own quantity, own facts

UPSERT = """
INSERT INTO visits_monthlytotal (area_id, indicator_id, month, quantity, facts, own_quantity, own_facts)
VALUES {rows}
ON CONFLICT (area_id, indicator_id, month) DO UPDATE SET
    quantity = visits_monthlytotal.quantity + excluded.quantity,
    facts = visits_monthlytotal.facts + excluded.facts,
    own_quantity = visits_monthlytotal.own_quantity + excluded.own_quantity,
    own_facts = visits_monthlytotal.own_facts + excluded.own_facts
"""


def add(entries: Iterable[Entry], *, taken_back: Iterable[Entry] = ()) -> None:
    """Add contributions to the totals of their areas and of all ancestors on their days; take others back."""
    changes: dict[tuple[int, int, date], list[int]] = defaultdict(lambda: [0, 0])
    for sign, group in ((1, entries), (-1, taken_back)):
        for row in group:
            change = changes[row.area, row.indicator, row.day]
            change[0] += sign * row.quantity
            change[1] += sign
    _upsert(_spread({key: change for key, change in changes.items() if any(change)}))


def clear() -> None:
    MonthlyTotal.objects.all().delete()


def differences() -> list[str]:
    """In words: each stored total that is not the sum of the contributions below it."""
    stored = {
        (area, indicator, month): figures
        for area, indicator, month, *figures in MonthlyTotal.objects.values_list(
            "area", "indicator", "month", "quantity", "facts", "own_quantity", "own_facts"
        )
    }
    for key, figures in _recounted():
        if stored.get(key, [0, 0, 0, 0]) == figures:
            stored.pop(key, None)
        else:
            stored[key] = [stored.get(key), figures]
    return [
        f"tổng sai: đơn vị {area}, chỉ tiêu {indicator}, tháng {month:%m/%Y}: {figures}"
        for (area, indicator, month), figures in stored.items()
        if figures != [0, 0, 0, 0]
    ]


def _spread(changes: dict[tuple[int, int, date], list[int]]) -> dict[Key, Figures]:
    """The changes of the areas of facts, carried up to every ancestor on the day of the fact."""
    above = _ancestors({area for area, _indicator, _day in changes})
    spread: dict[Key, Figures] = defaultdict(lambda: [0, 0, 0, 0])
    for (area, indicator, day), (quantity, facts) in changes.items():
        month = month_of(day)
        for ancestor, start, end in above[area]:
            if start <= day <= end:
                figures = spread[ancestor, indicator, month]
                figures[0] += quantity
                figures[1] += facts
        own = spread[area, indicator, month]
        own[2] += quantity
        own[3] += facts
    return spread


def _ancestors(areas: set[int]) -> dict[int, list[tuple[int, date, date]]]:
    above = defaultdict(list)
    names = ("descendant", "ancestor", "valid_from", "valid_until")
    for area, *row in rows.read(Ancestry, names, ("descendant", areas)):
        above[area].append(row)
    return above


def _upsert(spread: dict[Key, Figures]) -> None:
    changed = sorted((key, figures) for key, figures in spread.items() if any(figures))  # one order: no deadlock
    with connection.cursor() as cursor:
        for i in range(0, len(changed), ROWS_A_STATEMENT):
            part = changed[i : i + ROWS_A_STATEMENT]
            values = [
                value
                for (area, indicator, month), figures in part
                for value in (area, indicator, month.isoformat(), *figures)
            ]
            cursor.execute(UPSERT.format(rows=", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(part))), values)


def _recounted() -> Iterator[tuple[Key, Figures]]:
    """Every total, counted from the contributions, month by month."""
    days = Contribution.objects.aggregate(first=Min("day"), last=Max("day"))
    if days["first"] is None:
        return
    month = month_of(days["first"])
    while month <= month_of(days["last"]):
        yield from _recounted_in(month)
        month = next_month(month)


def _recounted_in(month: date) -> Iterator[tuple[Key, Figures]]:
    within = Contribution.objects.filter(day__range=month_span(month))
    sums = {"quantity": Sum("quantity"), "facts": Count("pk")}
    own = {
        (area, indicator): figures
        for area, indicator, *figures in within.values("area", "indicator")
        .annotate(**sums)
        .values_list("area", "indicator", "quantity", "facts")
    }
    placed = within.filter(area__ascent__valid_from__lte=F("day"), area__ascent__valid_until__gte=F("day"))
    spread = placed.values("area__ascent__ancestor", "indicator").annotate(**sums)
    for area, indicator, *figures in spread.values_list("area__ascent__ancestor", "indicator", "quantity", "facts"):
        yield (area, indicator, month), figures + own.get((area, indicator), [0, 0])
