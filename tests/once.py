"""Rows that most tests stand on: each worker makes them once through the models, and puts them back for other tests.

    @pytest.fixture
    @once
    def country(db): ...

Each test gets a copy of its own of what the fixture gave. Such a fixture may add rows and change no others.
"""

import pickle
from functools import wraps
from itertools import count

from django.db import connection, transaction

from areas.lots import in_lots

OWN, EACH = 300, 100  # numbers left for rows of the test itself, and for those of each such fixture
MOST_ROWS = 500  # of a statement
turns = count()


def once(build, apart=True):
    kept = {}

    @wraps(build)
    def fixture(**needs):
        if kept:
            put_back(kept["rows"])
        else:
            if apart:
                number_apart(OWN + EACH * next(turns))
            before = rows_by_table()
            made = pickle.dumps(build(**needs))
            kept.update(made=made, rows=[(table, rows - before[table]) for table, rows in rows_by_table().items()])
        return pickle.loads(kept["made"])

    return fixture


def number_apart(numbers: int) -> None:
    """Leave out so many: after each test SQLite gives the same numbers anew, to whoever asks first."""
    if connection.vendor != "sqlite":
        return  # a sequence of PostgreSQL never turns back
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' EXCEPT SELECT name FROM sqlite_sequence"
        )
        cursor.executemany("INSERT INTO sqlite_sequence VALUES (%s, 0)", cursor.fetchall())
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s", [numbers])


def rows_by_table() -> dict[str, set[tuple]]:
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = set(cursor.fetchall())
    return rows


def put_back(added: list[tuple[str, set[tuple]]]) -> None:
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:  # keys are checked at its end
        for table, rows in added:
            for lot in in_lots(rows, MOST_ROWS):
                places = ", ".join(["({})".format(", ".join(["%s"] * len(row))) for row in lot])
                cursor.execute(f'INSERT INTO "{table}" VALUES {places}', [value for row in lot for value in row])
