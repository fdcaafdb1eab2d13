"""Totals of months and days: kept by adding differences, never by counting again.

Only where a reform changes what a unit holds are its moved totals made anew, from the totals of its places.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection, models

from areas.models import Ancestry, Area, Level
from visits import rows
from visits.contributions import Entry
from visits.models import DailyTotal, MonthlyTotal, MovedDay, MovedTotal
from visits.months import month_of

ROWS_A_STATEMENT = 500
Key = tuple[int, int, date]  # area, indicator, month or day
Figures = list[int]  # what a Book counts

UPSERT = """
INSERT INTO {table} (area_id, indicator_id, {span}, {figures})
VALUES {rows}
ON CONFLICT (area_id, indicator_id, {span}) DO UPDATE SET {sums}
"""
SUMS = ("quantity", "facts")
STAMP = "counted_at = excluded.counted_at"  # the default of the column: now


@dataclass(frozen=True)
class Book:
    """A table of totals: of which stretch of time they are, down to which level of units, what they count, and
    whether they tell when they last changed."""

    model: type[models.Model]
    span: str
    span_of: Callable[[date], date]
    lowest: Level
    figures: tuple[str, ...] = (*SUMS, "own_quantity", "own_facts")
    is_dated: bool = False


MONTHS = Book(MonthlyTotal, "month", month_of, Level.HAMLET, is_dated=True)
DAYS = Book(DailyTotal, "day", lambda day: day, Level.COMMUNE)
MOVED_MONTHS = Book(MovedTotal, "month", month_of, Level.HAMLET, SUMS, is_dated=True)
MOVED_DAYS = Book(MovedDay, "day", lambda day: day, Level.COMMUNE, SUMS)
MOVES = (MOVED_MONTHS, MOVED_DAYS)
BOOKS = (MONTHS, DAYS, *MOVES)  # always written in this order: no deadlock


class Held(NamedTuple):
    """A unit that holds a place from a day until a day; its level, and the last day of its life."""

    unit: int
    start: date
    end: date
    level: int
    last: date

    def on(self, day: date) -> bool:
        return self.start <= day <= self.end


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
    for book in (MONTHS, DAYS):
        _upsert(book, _spread(book, changes, above))
    moved = _moved(changes, above)
    for book in MOVES:
        _upsert(book, _gathered(book, moved))


def clear() -> None:
    for book in BOOKS:
        book.model.objects.all().delete()


def _spread(book: Book, changes: dict[Key, list[int]], above: dict[int, list[Held]]) -> dict[Key, Figures]:
    """The changes of the areas of facts, carried up to every ancestor on the day of the fact."""
    spread: dict[Key, Figures] = defaultdict(lambda: [0, 0, 0, 0])
    for (area, indicator, day), (quantity, facts) in changes.items():
        span = book.span_of(day)
        for held in above[area]:
            if held.level <= book.lowest and held.on(day):
                figures = spread[held.unit, indicator, span]
                figures[0] += quantity
                figures[1] += facts
                if held.unit == area:
                    figures[2] += quantity
                    figures[3] += facts
    return spread


def _moved(changes: dict[Key, list[int]], above: dict[int, list[Held]]) -> list[tuple[Held, int, date, Figures]]:
    """Who holds a changed place on the map of its own last day and did not on the day of the fact, or the other way
    round; with indicator, day, quantity and facts."""
    return [
        (held, indicator, day, [sign * quantity, sign * facts])
        for (area, indicator, day), (quantity, facts) in changes.items()
        for held in above[area]
        if (sign := held.on(held.last) - held.on(day))
    ]


def _gathered(book: Book, moved: list[tuple[Held, int, date, Figures]]) -> dict[Key, Figures]:
    gathered: dict[Key, Figures] = defaultdict(lambda: [0, 0])
    for held, indicator, day, (quantity, facts) in moved:
        if held.level <= book.lowest:
            figures = gathered[held.unit, indicator, book.span_of(day)]
            figures[0] += quantity
            figures[1] += facts
    return gathered


def _ancestors(areas: set[int]) -> dict[int, list[Held]]:
    """All who ever hold each area; itself for all time."""
    held = rows.read(Ancestry, ("descendant", "ancestor", "valid_from", "valid_until"), ("descendant", areas))
    units = {key: life for key, *life in rows.read(Area, ("pk", "level", "valid_until"), ("id", {h[1] for h in held}))}
    above = defaultdict(list)
    for area, *row in held:
        above[area].append(Held(*row, *units[row[0]]))
    return above


def _upsert(book: Book, spread: dict[Key, Figures]) -> None:
    changed = sorted((key, figures) for key, figures in spread.items() if any(figures))  # one order: no deadlock
    table = book.model._meta.db_table
    sums = [f"{name} = {table}.{name} + excluded.{name}" for name in book.figures]
    names = {"table": table, "span": book.span, "figures": ", ".join(book.figures)}
    names["sums"] = ", ".join([*sums, STAMP] if book.is_dated else sums)
    one = f"({', '.join(['%s'] * (3 + len(book.figures)))})"
    with connection.cursor() as cursor:
        for i in range(0, len(changed), ROWS_A_STATEMENT):
            part = changed[i : i + ROWS_A_STATEMENT]
            values = [
                value
                for (area, indicator, span), figures in part
                for value in (area, indicator, span.isoformat(), *figures)
            ]
            statement = UPSERT.format(rows=", ".join([one] * len(part)), **names)
            cursor.execute(statement, values)
