"""Keys of rows before they are written, so that rows may point to each other and undoing knows them."""

import secrets
import time
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

VERSION_7, VARIANT, LOW = 7 << 76, 2 << 62, (1 << 62) - 1  # RFC 9562: 48 bits of milliseconds, then 74 of chance


def ordered_keys(number: int) -> list[UUID]:
    """Random keys in ascending order that begin with the time: rows that are saved together lie together in every
    index, which halves the time that writing them takes."""
    start = time.time_ns() // 1_000_000 << 80 | VERSION_7 | VARIANT
    chance = sorted(secrets.randbits(74) for _each in range(number))
    return [UUID(int=start | bits >> 62 << 64 | bits & LOW) for bits in chance]


def reserve_keys(model: type[Model], number: int) -> list[int]:
    """Numbers that nobody else will get as a key of `model`. They are lost when nothing is saved, as usual."""
    table, key = model._meta.db_table, model._meta.pk.column
    quoted, column = connection.ops.quote_name(table), connection.ops.quote_name(key)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [quoted, key, number])
            return [row[0] for row in cursor.fetchall()]
        used = f"SELECT max({column}) FROM {quoted} UNION SELECT seq FROM sqlite_sequence WHERE name = %s"
        cursor.execute(used, [table])
        last = max(row[0] or 0 for row in cursor.fetchall())
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last + number])
        return list(range(last + 1, last + number + 1))
