"""Plain rows out of a table and into it: one statement, no model instances, no query to compose (ADR 11).

For the few places where a batch of phones passes through; everything else uses Django's querysets. The
names are fields of the model, a foreign key stands for its value. A UUID stays the text in which the
database writes it: it is only compared, and to make objects of thousands costs more than all the rest.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import connection, models

Names = tuple[str, ...]
Row = tuple[Any, ...]


def read(model: type[models.Model], names: Names, among: tuple[str, Iterable] | None = None) -> list[Row]:
    """The rows of a table; of those only, whose field `among[0]` has one of the values `among[1]`."""
    statement, converters = _selection(model, names, connection.vendor)
    values = ()
    if among:
        field, keys = model._meta.get_field(among[0]), list(among[1])
        if not keys:
            return []
        statement, values = (
            f"{statement} WHERE {field.column} {_among(field, connection.vendor)}",
            (_list(field, keys),),
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [_converted(row, converters) for row in rows] if converters else rows


def insert(model: type[models.Model], names: Names, rows: list[Row]) -> None:
    """Insert rows. Defaults and signals of Django are passed over; the constraints of the database are not."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # an array for each column: one plan, however many rows
            cursor.execute(_insertion(model, names, "postgresql"), [_array(c) for c in zip(*rows, strict=True)])
        else:
            values = [tuple(_stored(value) for value in row) for row in rows]
            cursor.executemany(_insertion(model, names, connection.vendor), values)


def key_text(key: UUID) -> str:
    """As read() gives it."""
    return str(key) if connection.vendor == "postgresql" else key.hex


@cache
def _selection(model: type[models.Model], names: Names, vendor: str) -> tuple[str, list[tuple[int, Callable]]]:
    """The statement, and what makes Python's values of the columns that the driver does not know."""
    table, columns, converters = model._meta.db_table, [], []
    for place, name in enumerate(names):
        column = _field(model, name).get_col(table)
        columns.append(column.target.column)
        if isinstance(column.output_field, models.UUIDField):
            columns[place] += "::text" if vendor == "postgresql" else ""
            continue
        for converter in connection.ops.get_db_converters(column) + column.get_db_converters(connection):
            converters.append((place, partial(converter, expression=column, connection=connection)))
    return f"SELECT {', '.join(columns)} FROM {table}", converters


@cache
def _insertion(model: type[models.Model], names: Names, vendor: str) -> str:
    fields = [_field(model, name) for name in names]
    into = f"INSERT INTO {model._meta.db_table} ({', '.join(field.column for field in fields)})"
    if vendor == "postgresql":
        return f"{into} SELECT * FROM unnest({', '.join(f'%s::{_type(field)}[]' for field in fields)})"
    return f"{into} VALUES ({', '.join(['%s'] * len(fields))})"


def _field(model: type[models.Model], name: str) -> models.Field:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _type(field: models.Field) -> str:
    return field.rel_db_type(connection) if field.is_relation else field.db_type(connection)


def _among(field: models.Field, vendor: str) -> str:
    """One value for the whole list: SQLite takes only so many, and PostgreSQL plans a list of any length alike."""
    return f"= ANY(%s::{_type(field)}[])" if vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"


def _list(field: models.Field, keys: list) -> str:
    if connection.vendor == "postgresql":
        return _array(keys)
    return json.dumps([field.get_db_prep_value(key, connection) for key in keys])


def _array(values: Iterable) -> str:
    """A column as PostgreSQL writes an array; a third of the work of handing it over value by value."""
    values = list(values)
    if all(type(value) is int for value in values):  # most columns
        return "{" + ",".join(map(str, values)) + "}"
    return "{" + ",".join([_literal(value) for value in values]) + "}"


def _literal(value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)  # numbers, days, UUIDs


def _stored(value):
    """As Django stores it in SQLite."""
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _converted(row: Row, converters: list[tuple[int, Callable]]) -> Row:
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place])
    return tuple(values)
