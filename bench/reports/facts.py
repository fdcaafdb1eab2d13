"""Millions of facts, and what follows from them, by a few statements of SQL.

Contributions are what visits.contributions would count: each household and indicator in the order of time, a
household once, persons up to its size. That they are, and that the totals are their sums, verify_totals proves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, models
from django.db.models import NOT_PROVIDED
from django.utils import timezone

from areas.models import Level
from visits import moved
from visits.models import Activity, Contribution, DailyTotal, Household, Indicator, MonthlyTotal, Result, Visit

DAYS = 720  # of facts, until yesterday
VISITS = 5  # a household
REPORTED = (
    "dvc_ho_so vneid_muc_2 dvc_nguoi_dung vi_dien_tu app_tinh app_ho ho_ky_nang tuyen_truyen".split()
)  # at visits
COUNTED = "luot_tham ho_tiep_can vneid_muc_2 dvc_nguoi_dung vi_dien_tu app_tinh ho_ky_nang".split()  # in the country
STOCK, TALLIES = "zalo_thanh_vien", 8  # a team
DIALECTS = {
    "postgresql": {
        "uuid": "gen_random_uuid()",
        "uuids": "uuid",
        "day": "date '{first}' + ({0})::int",
        "time": "({0})::timestamp AT TIME ZONE 'UTC' + interval '3 hours'",
        "month": "date_trunc('month', day)::date",
    },
    "sqlite": {
        "uuid": "lower(hex(randomblob(16)))",
        "uuids": "char(32)",
        "day": "date('{first}', ({0}) || ' days')",
        "time": "{0} || ' 03:00:00'",
        "month": "strftime('%Y-%m-01', day)",
    },
}
SETTINGS = {
    "postgresql": (
        "SET session_replication_role = replica",
        "SET work_mem = '512MB'",
        "SET maintenance_work_mem = '1GB'",
        "SET max_parallel_workers_per_gather = 2",
    ),
    "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF"),
}


def fill(hamlets: list[int], households: int) -> None:
    """Households in turn in each of the hamlets, visits and tallies of their teams, contributions and totals."""
    with unhindered(Household, Visit, Activity, Result, Contribution, MonthlyTotal, DailyTotal):
        _places(hamlets)
        _households(households, len(hamlets))
        _visits()
        _tallies()
        _contributions()
        _totals()
    tidy()
    moved.rebuild()


def months(hamlets: list[int], number: int) -> None:
    """Totals of so many months until this one, without the facts behind them: each hamlet worked one day a month."""
    with unhindered(MonthlyTotal, DailyTotal):
        _places(hamlets)
        first = timezone.localdate().replace(day=1)
        names = [first]
        while len(names) < number:
            names.append((names[-1] - timedelta(days=1)).replace(day=1))
        spans = " UNION ALL ".join(f"SELECT CAST('{month}' AS date) AS month" for month in names)
        kinds = " UNION ALL ".join(f"SELECT {_indicator(code)} AS indicator_id" for code in COUNTED)
        _run(f"""CREATE TEMP TABLE leaf AS
            SELECT area_id, indicator_id, month, month + (n % 20)::int AS day,
                1 + (n + indicator_id) % 40 AS quantity, 20 AS facts
            FROM place CROSS JOIN ({spans}) AS span CROSS JOIN ({kinds}) AS kind""")
        rise("leaf", MonthlyTotal, "month")
        rise("leaf", DailyTotal, "day")
    tidy()
    moved.rebuild()


def tidy() -> None:
    """As the database would do by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


@contextmanager
def unhindered(*tables: type[models.Model]):
    """Without indexes and keys to look after row by row; they come back at the end, made in one go."""
    postgres = connection.vendor == "postgresql"
    names = [table._meta.db_table for table in tables]
    with connection.cursor() as cursor:
        for statement in SETTINGS[connection.vendor]:
            cursor.execute(statement)
        indexes = list(_indexes(cursor, names))
        for drop, _make in indexes:
            cursor.execute(drop)
        yield
        for _drop, make in indexes:
            cursor.execute(make)
        cursor.execute("RESET ALL" if postgres else "PRAGMA foreign_keys = ON")


def _indexes(cursor, names: list[str]) -> Iterator[tuple[str, str]]:
    """The statements that drop and make each index of these tables; primary keys stay, and what SQLite keeps within
    the table."""
    if connection.vendor == "sqlite":
        among = ", ".join(f"'{name}'" for name in names)
        cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE%INDEX%' AND tbl_name IN ({among})")
        yield from ((f'DROP INDEX "{name}"', sql) for name, sql in cursor.fetchall())
        return
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'u' AND conrelid::regclass::text = ANY(%s)",
        [names],
    )
    for table, name, rule in cursor.fetchall():
        yield f'ALTER TABLE {table} DROP CONSTRAINT "{name}"', f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {rule}'
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [names],
    )
    yield from ((f'DROP INDEX "{name}"', sql) for name, sql in cursor.fetchall())


def _places(hamlets: list[int]) -> None:
    """place(n, area_id, team_id, user_id), n from 0; the user is who records for the team, if anybody."""
    _run("CREATE TEMP TABLE place (n bigint PRIMARY KEY, area_id bigint, team_id {uuids}, user_id bigint)")
    with connection.cursor() as cursor:
        for first in range(0, len(hamlets), 400):
            part = hamlets[first : first + 400]
            values = ", ".join(f"({first + n}, {area})" for n, area in enumerate(part))
            cursor.execute(f"INSERT INTO place (n, area_id) VALUES {values}")
    _run("UPDATE place SET team_id = (SELECT id FROM teams_team WHERE teams_team.area_id = place.area_id)")
    _run("""UPDATE place SET user_id = (SELECT user_id FROM teams_membership
        JOIN teams_member ON teams_member.id = member_id
        WHERE teams_membership.team_id = place.team_id AND user_id IS NOT NULL)""")


def _households(number: int, places: int) -> None:
    _run(f"""CREATE TEMP TABLE home AS
        WITH RECURSIVE series(n) AS (
            SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM series WHERE n < {number - 1})
        SELECT series.n, {{uuid}} AS id, area_id, team_id, user_id, 1 + series.n % 6 AS size
        FROM series JOIN place ON place.n = series.n % {places}""")
    given = {"id": "id", "area_id": "area_id", "size": "size", "kind": "'family'"}
    names = {"head_name": "'Hộ ' || n", "search_key": "'ho ' || n", "sort_key": "'ho ' || n"}
    _insert(Household, given | names, "home")


def _visits() -> None:
    """Days all over the two years, so that a household is called on about every half a year; every 50th hamlet
    has been silent for four months. Three in five are met; one visit in 200 waits for a second look."""
    times = " UNION ALL ".join(f"SELECT {k} AS k" for k in range(VISITS))
    span = f"CASE WHEN area_id % 50 = 0 THEN {DAYS - 120} ELSE {DAYS} END"
    _run(f"""CREATE TEMP TABLE call AS
        SELECT {{uuid}} AS id, n, k, home_id, area_id, team_id, user_id, size, day,
            {_said("time", "day")} AS visited_at, met, doubtful,
            CASE WHEN met = 1 THEN 1 + (n + k) % size ELSE 0 END AS people
        FROM (
            SELECT n, k, id AS home_id, area_id, team_id, user_id, size,
                {_said("day", f"(n * 7919 + k * 104729) % {span}")} AS day,
                CASE WHEN (n * 3 + k * 7) % 5 < 3 THEN 1 ELSE 0 END AS met,
                CASE WHEN (n * 13 + k) % 200 = 0 THEN 1 ELSE 0 END AS doubtful
            FROM home CROSS JOIN ({times}) AS time
        ) AS planned""")
    given = {"id": "id", "household_id": "home_id", "area_id": "area_id", "team_id": "team_id", "day": "day"}
    given |= {"visited_at": "visited_at", "people": "people", "created_at": "visited_at", "created_by_id": "user_id"}
    given |= {"outcome": "CASE WHEN met = 1 THEN 'met' ELSE 'absent' END"}
    given |= {"status": "CASE WHEN doubtful = 1 THEN 'review' ELSE 'accepted' END"}
    _insert(Visit, given, "call")
    pairs = " UNION ALL ".join(
        f"SELECT {j} AS j, {_indicator(code)} AS indicator_id" for j, code in enumerate(REPORTED)
    )
    _run(f"""CREATE TEMP TABLE told AS
        SELECT call.id AS visit_id, indicator_id, 1 + (n + j) % 3 AS quantity
        FROM call JOIN ({pairs}) AS pair ON (n + 3 * k + 5 * j) % 6 = 0 WHERE met = 1""")
    _insert(Result, {"visit_id": "visit_id", "indicator_id": "indicator_id", "quantity": "quantity"}, "told")


def _tallies() -> None:
    """Each team tells the number of its Zalo members once a quarter."""
    times = " UNION ALL ".join(f"SELECT {k} AS k" for k in range(TALLIES))
    _run(f"""CREATE TEMP TABLE tally AS
        SELECT {{uuid}} AS id, n, k, area_id, team_id, user_id,
            {_said("day", f"k * {DAYS // TALLIES} + n % 60")} AS day, 50 + (n * 31 + k * 17) % 90 AS members
        FROM place CROSS JOIN ({times}) AS time""")
    given = {"id": "id", "area_id": "area_id", "team_id": "team_id", "created_by_id": "user_id", "day": "day"}
    given |= {"kind": "'tally'"}
    _insert(Activity, given | {"title": "'Thành viên Zalo'", "created_at": _said("time", "day")}, "tally")
    _insert(Result, {"activity_id": "id", "indicator_id": str(_indicator(STOCK)), "quantity": "members"}, "tally")


def _contributions() -> None:
    derived = {"luot_tham": "1", "ho_tiep_can": "met", "luot_nguoi": "people"}
    said = [
        f"SELECT call.*, {_indicator(c)} AS indicator_id, {q} AS claimed FROM call WHERE {q} > 0"
        for c, q in derived.items()
    ]
    said.append("""SELECT call.*, indicator_id, CASE WHEN kind = 'household' THEN 1 ELSE quantity END
        FROM call JOIN told ON told.visit_id = call.id JOIN visits_indicator i ON i.id = indicator_id""")
    source = f"""(
        SELECT ranked.*, CASE
            WHEN doubtful = 1 THEN 'review'
            WHEN kind = 'household' AND reached > 0 THEN 'repeat'
            WHEN kind = 'person' AND reached + claimed > size THEN 'over_size' ELSE '' END AS why
        FROM (
            SELECT claim.*, kind, COALESCE(SUM(CASE WHEN doubtful = 1 THEN 0 ELSE claimed END) OVER (
                PARTITION BY home_id, indicator_id ORDER BY visited_at
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS reached
            FROM ({" UNION ALL ".join(said)}) AS claim JOIN visits_indicator i ON i.id = indicator_id
        ) AS ranked) AS counted"""
    quantity = """CASE WHEN why IN ('review', 'repeat') THEN 0 WHEN why <> 'over_size' THEN claimed
        WHEN reached < size THEN size - reached ELSE 0 END"""
    given = {"area_id": "area_id", "team_id": "team_id", "indicator_id": "indicator_id", "day": "day"}
    _insert(
        Contribution, given | {"quantity": quantity, "claimed": "claimed", "reason": "why", "visit_id": "id"}, source
    )
    change = "members - COALESCE(LAG(members) OVER (PARTITION BY n ORDER BY k), 0)"
    given |= {"indicator_id": str(_indicator(STOCK)), "quantity": change, "claimed": change, "reason": "''"}
    _insert(Contribution, given | {"activity_id": "id"}, "tally")


def _totals() -> None:
    """Units changed on first days of months only, so that a month has one chain of ancestors."""
    _run("""CREATE TEMP TABLE leaf AS
        SELECT area_id, indicator_id, {month} AS month, SUM(quantity) AS quantity, COUNT(*) AS facts
        FROM visits_contribution GROUP BY 1, 2, 3""")
    rise("leaf", MonthlyTotal, "month")
    _run("""CREATE TEMP TABLE leaf_day AS
        SELECT area_id, indicator_id, day, SUM(quantity) AS quantity, COUNT(*) AS facts
        FROM visits_contribution GROUP BY 1, 2, 3""")
    rise("leaf_day", DailyTotal, "day")


def rise(leaves: str, model: type[models.Model], span: str) -> None:
    """Totals of the areas of these sums, and of all above them; of days down to communes only."""
    given = {"area_id": "ancestor_id", "indicator_id": "indicator_id", span: span}
    given |= {"quantity": "SUM(quantity)", "facts": "SUM(facts)"}
    own = "SUM(CASE WHEN ancestor_id = area_id THEN {} ELSE 0 END)"
    given |= {"own_quantity": own.format("quantity"), "own_facts": own.format("facts")}
    lowest = Level.COMMUNE if model is DailyTotal else Level.HAMLET
    source = f"""{leaves} JOIN areas_ancestry above ON above.descendant_id = {leaves}.area_id
        AND above.valid_from <= {span} AND above.valid_until >= {span}
        JOIN areas_area unit ON unit.id = ancestor_id AND unit.level <= {lowest}
        GROUP BY ancestor_id, indicator_id, {span}"""
    _insert(model, given, source)


def _insert(model: type[models.Model], given: dict[str, str], source: str) -> None:
    """INSERT … SELECT of these columns; the others get the defaults of the model."""
    columns = dict(given)
    for field in model._meta.concrete_fields:
        is_filled = (
            field.null or field.db_default is not NOT_PROVIDED or (field.primary_key and not field.has_default())
        )
        if field.column not in columns and not is_filled:
            default = field.get_db_prep_save(field.get_default(), connection)
            columns[field.column] = "''" if default in ("", None) else str(default)
    names, values = ", ".join(columns), ", ".join(columns.values())
    _run(f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM {source}")


def _said(name: str, *values: str) -> str:
    first = timezone.localdate() - timedelta(days=DAYS)
    return DIALECTS[connection.vendor][name].format(*values, first=first.isoformat())


def _indicator(code: str) -> int:
    return Indicator.objects.values_list("pk", flat=True).get(code=code)


def _run(statement: str) -> None:
    words = {name: text for name, text in DIALECTS[connection.vendor].items() if "{" not in text}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**words) if "{" in statement else statement)
