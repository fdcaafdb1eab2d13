"""Rows that lie prepared in a temporary table until one short transaction takes them over.

While SQLite writes, nobody else may: phones wait. Preparing 20,000 rows takes several times as long as writing them,
so it is done beforehand, in a table that only this connection sees and that locks nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import chain, count
from types import NoneType
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

ROWS_A_STATEMENT = 1000  # where the database sets no limit
TEXTS = {"CharField", "TextField"}
WHOLE_NUMBERS = {
    *("AutoField", "BigAutoField", "SmallIntegerField", "IntegerField", "BigIntegerField"),
    *("PositiveSmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField"),
}
REPEATING = {UUID, date, datetime, NoneType}
NUMBERS = count(1)  # no two tables of this process share a name


class Meanwhile(Exception):
    """Somebody changed or deleted one of the rows since they were read; the transaction must be given up."""


class Event(StrEnum):
    """What happens to the rows, as simple_history writes it."""

    CREATE = "+"
    CHANGE = "~"
    DELETE = "-"


@dataclass(frozen=True, slots=True)
class Mark:
    """What the history says of each row: who wrote it, when and why."""

    by: Any  # accounts.models.User; None on the command line
    at: datetime
    reason: str


def columns_of(model: type[Model]) -> list[Field]:
    """All columns, the key first."""
    key = model._meta.pk
    return [key, *(field for field in model._meta.local_concrete_fields if field is not key)]


def prepare(fields: Sequence[Field], rows: Sequence[tuple]) -> list[tuple]:
    """The values as the database takes them; column by column, since most columns need nothing done."""
    columns = [_prepared(field, column) for field, column in zip(fields, zip(*rows, strict=True), strict=bool(rows))]
    return list(zip(*columns, strict=True))


def _prepared(field: Field, column: tuple) -> Sequence:
    while field.is_relation:
        field = field.target_field
    kind, types = field.get_internal_type(), set(map(type, column))
    plain = str if kind in TEXTS else int if kind in WHOLE_NUMBERS else NoneType
    if types <= {plain, NoneType}:
        return column
    if types <= REPEATING:
        known = {value: _value(field, value) for value in set(column)}
        return [known[value] for value in column]
    return [_value(field, value) for value in column]


def _value(field: Field, value: Any) -> Any:
    value = field.get_db_prep_save(value, connection)
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC)  # one notation for one moment: undoing compares
    return str(value) if isinstance(value, str) else value


class Stage:
    """Prepared rows of one model and what is to happen to them.

    A row has the key, the other columns of `fields`, and what the columns of `held` hold until then. CREATE and
    DELETE take all columns of the model. Rows sorted by key keep its index warm.
    """

    def __init__(self, model: type[Model], event: Event, fields: Sequence[Field], rows: Sequence[tuple], held=()):
        self.model, self.event, self.fields, self.rows, self.held = model, event, fields, rows, held
        self.target = quote(model._meta.db_table)
        self.table = quote(f"staged_{next(NUMBERS)}_{model._meta.model_name}")
        self.key = quote(fields[0].column)
        self.columns = ", ".join(quote(field.column) for field in fields)
        self.joined = f"{self.table} AS s JOIN {self.target} AS m ON m.{self.key} = s.{self.key}"

    def create(self) -> None:
        held = "".join(f", {quote(field.column)} AS {_held(field)}" for field in self.held)
        _run(f"CREATE TEMPORARY TABLE {self.table} AS SELECT {self.columns}{held} FROM {self.target} WHERE 1 = 0")
        width = len(self.fields) + len(self.held)
        row, most = f"({', '.join(['%s'] * width)})", connection.features.max_query_params
        together = max(most // width, 1) if most else ROWS_A_STATEMENT
        with connection.cursor() as cursor:
            for first in range(0, len(self.rows), together):
                some = self.rows[first : first + together]
                values = ", ".join([row] * len(some))
                cursor.execute(f"INSERT INTO {self.table} VALUES {values}", list(chain.from_iterable(some)))

    def drop(self) -> None:
        _run(f"DROP TABLE IF EXISTS {self.table}")

    def write(self, mark: Mark) -> None:
        """To be called in a transaction. Meanwhile when a row to change or delete is no longer what was staged."""
        if self.event == Event.CREATE:
            _run(f"INSERT INTO {self.target} ({self.columns}) SELECT {self.columns} FROM {self.table}")
            self._record(mark)
        elif self.event == Event.CHANGE:
            self._expect_all(self._change())
            self._record(mark)
        else:
            self._record(mark)
            self._expect_all(self._delete())

    def _change(self) -> int:
        self._lock("NO KEY UPDATE")
        values = ", ".join(f"{quote(f.column)} = s.{quote(f.column)}" for f in self.fields[1:])
        same = _same((f"m.{quote(field.column)}", f"s.{_held(field)}") for field in self.held)
        mine = f"m.{self.key} = s.{self.key}"
        return _run(f"UPDATE {self.target} AS m SET {values} FROM {self.table} AS s WHERE {mine}{same}")

    def _delete(self) -> int:
        self._lock("UPDATE")
        same = _same((f"m.{quote(field.column)}", f"s.{quote(field.column)}") for field in self.fields[1:])
        return _run(f"DELETE FROM {self.target} WHERE {self.key} IN (SELECT s.{self.key} FROM {self.joined}{same})")

    def _expect_all(self, touched: int) -> None:
        if touched != len(self.rows):
            raise Meanwhile(self.model._meta.label)

    def _lock(self, strength: str) -> None:
        """In the order of the keys, as phones do: whoever locks in one order never waits in a circle."""
        if connection.vendor == "postgresql":
            mine = f"SELECT {self.key} FROM {self.table}"
            _run(f"SELECT 1 FROM {self.target} WHERE {self.key} IN ({mine}) ORDER BY {self.key} FOR {strength}")

    def _record(self, mark: Mark) -> None:
        """Write the history, where the model keeps one."""
        if not hasattr(self.model, "history"):
            return
        history = self.model.history.model
        user, reason = mark.by and mark.by.pk, mark.reason
        said = {"history_type": str(self.event), "history_date": mark.at, "history_user": user}
        said = {
            history._meta.get_field(name): value for name, value in {**said, "history_change_reason": reason}.items()
        }
        tracked = [quote(field.column) for field in history.tracked_fields]
        into = ", ".join([*tracked, *(quote(field.column) for field in said)])
        taken = ", ".join([*(f"m.{column}" for column in tracked), *["%s"] * len(said)])
        rows = self.joined if self.event == Event.CHANGE else f"{self.table} AS m"
        values = [_value(field, value) for field, value in said.items()]
        _run(f"INSERT INTO {quote(history._meta.db_table)} ({into}) SELECT {taken} FROM {rows}", values)


@contextmanager
def staged(stages: Sequence[Stage]) -> Iterator[None]:
    """The temporary tables exist inside, and are gone afterwards whatever happens."""
    try:
        for stage in stages:
            stage.create()
        yield
    finally:
        for stage in stages:
            stage.drop()


def quote(name: str) -> str:
    return connection.ops.quote_name(name)


def _held(field: Field) -> str:
    return quote(f"{field.column}__held")


def _same(pairs: Iterable[tuple[str, str]]) -> str:
    """NULL is the same as NULL. The sign + keeps SQLite from searching an index of that column instead of the key."""
    if connection.vendor == "sqlite":
        return "".join(f" AND +{left} IS {right}" for left, right in pairs)
    return "".join(f" AND {left} IS NOT DISTINCT FROM {right}" for left, right in pairs)


def _run(statement: str, values: Sequence = ()) -> int:
    """The number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.rowcount
