"""Totals of months and days: kept by adding differences, never by counting again."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, models

from areas.models import Ancestry, Area, Level
from visits import rows
from visits.contributions import Entry
from visits.models import DailyTotal, MonthlyTotal
from visits.months import month_of

ROWS_A_STATEMENT = 500
Key = tuple[int, int, date]  # area, indicator, month or day
Figures = list[int]  # quantity, facts, own quantity, own facts

UPSERT = """
INSERT INTO {table} (area_id, indicator_id, {span}, quantity, facts, own_quantity, own_facts)
VALUES {rows}
ON CONFLICT (area_id, indicator_id, {span}) DO UPDATE SET
    quantity = {table}.quantity + excluded.quantity,
    facts = {table}.facts + excluded.facts,
    own_quantity = {table}.own_quantity + excluded.own_quantity,
    own_facts = {table}.own_facts + excluded.own_facts{stamp}
"""
STAMP = ", counted_at = excluded.counted_at"  # the default of the column: now


@dataclass(frozen=True)
class Book:
    """A table of totals: of which stretch of time they are, down to which level of units, and whether they tell when
    they last changed."""

    model: type[models.Model]
    span: str
    span_of: Callable[[date], date]
    lowest: Level
    is_dated: bool = False


MONTHS = Book(MonthlyTotal, "month", month_of, Level.HAMLET, is_dated=True)
DAYS = Book(DailyTotal, "day", lambda day: day, Level.COMMUNE)
BOOKS = (MONTHS, DAYS)  # always written in this order: no deadlock


def add(entries: Iterable[Entry], *, taken_back: Iterable[Entry] = ()) -> None:
    """Add contributions to the totals of their areas and of all ancestors on their days; take others back."""
    changes: dict[tuple[int, int, date], list[int]] = defaultdict(lambda: [0, 0])
    for sign, group in ((1, entries), (-1, taken_back)):
        for row in group:
            change = changes[row.area, row.indicator, row.day]
            change[0] += sign * row.quantity
            change[1] += sign
    changes = {key: change for key, change in changes.items() if any(change)}
    above = _ancestors({area for area, _indicator, _day in changes})
    for book in BOOKS:
        _upsert(book, _spread(book, changes, above))


def clear() -> None:
    for book in BOOKS:
        book.model.objects.all().delete()


def _spread(book: Book, changes: dict[Key, list[int]], above: dict[int, list]) -> dict[Key, Figures]:
    """The changes of the areas of facts, carried up to every ancestor on the day of the fact."""
    spread: dict[Key, Figures] = defaultdict(lambda: [0, 0, 0, 0])
    for (area, indicator, day), (quantity, facts) in changes.items():
        span = book.span_of(day)
        for ancestor, start, end, level in above[area]:
            if level <= book.lowest and start <= day <= end:
                figures = spread[ancestor, indicator, span]
                figures[0] += quantity
                figures[1] += facts
                if ancestor == area:
                    figures[2] += quantity
                    figures[3] += facts
    return spread


def _ancestors(areas: set[int]) -> dict[int, list[tuple[int, date, date, int]]]:
    """(ancestor, valid_from, valid_until, its level) of each area; of itself for all time."""
    held = rows.read(Ancestry, ("descendant", "ancestor", "valid_from", "valid_until"), ("descendant", areas))
    levels = dict(rows.read(Area, ("pk", "level"), ("id", {row[1] for row in held})))
    above = defaultdict(list)
    for area, ancestor, start, end in held:
        above[area].append((ancestor, start, end, levels[ancestor]))
    return above


def _upsert(book: Book, spread: dict[Key, Figures]) -> None:
    changed = sorted((key, figures) for key, figures in spread.items() if any(figures))  # one order: no deadlock
    names = {"table": book.model._meta.db_table, "span": book.span, "stamp": STAMP if book.is_dated else ""}
    with connection.cursor() as cursor:
        for i in range(0, len(changed), ROWS_A_STATEMENT):
            part = changed[i : i + ROWS_A_STATEMENT]
            values = [
                value
                for (area, indicator, span), figures in part
                for value in (area, indicator, span.isoformat(), *figures)
            ]
            statement = UPSERT.format(rows=", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(part)), **names)
            cursor.execute(statement, values)
