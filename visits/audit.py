"""Whether stored totals are the sums of the contributions below them: counted anew and compared in the database.

Only totals that differ come out of it, so that fifteen million contributions need no more memory than ten. A month at
a time, in one statement: whatever is written meanwhile is in both sides of the comparison, or in neither.
"""

from collections.abc import Iterator
from datetime import date

from django.db import connection
from django.db.models import Max, Min

from areas.dates import ONE_DAY
from visits.models import Contribution
from visits.months import month_of, month_span, next_month
from visits.totals import BOOKS, MOVES, Book

FIGURES = ("quantity", "facts", "own_quantity", "own_facts")
NOTHING = ", ".join("0" for _name in FIGURES)
RECOUNTED = """
WITH fact AS (
    SELECT area_id, indicator_id, day, CAST(SUM(quantity) AS bigint) AS quantity, COUNT(*) AS facts
    FROM visits_contribution
    WHERE day BETWEEN %(first)s AND %(last)s
        AND indicator_id IN (SELECT id FROM visits_indicator) -- all; lets the index by indicator and day be used
    GROUP BY area_id, indicator_id, day
), recounted AS (
    SELECT unit.id AS area_id, unit.level, indicator_id, day,
        CAST(SUM(quantity) AS bigint) AS quantity,
        CAST(SUM(facts) AS bigint) AS facts,
        CAST(SUM(CASE WHEN unit.id = fact.area_id THEN quantity ELSE 0 END) AS bigint) AS own_quantity,
        CAST(SUM(CASE WHEN unit.id = fact.area_id THEN facts ELSE 0 END) AS bigint) AS own_facts
    FROM fact
    JOIN areas_ancestry above ON above.descendant_id = fact.area_id
        AND above.valid_from <= fact.day AND above.valid_until >= fact.day
    JOIN areas_area unit ON unit.id = above.ancestor_id
    GROUP BY unit.id, unit.level, indicator_id, day
), moved AS (
    SELECT area_id, level, indicator_id, day,
        CAST(SUM(sign * quantity) AS bigint) AS quantity,
        CAST(SUM(sign * facts) AS bigint) AS facts
    FROM (
        SELECT unit.id AS area_id, unit.level, indicator_id, day, quantity, facts,
            CASE WHEN unit.valid_until BETWEEN above.valid_from AND above.valid_until THEN 1 ELSE 0 END
            - CASE WHEN fact.day BETWEEN above.valid_from AND above.valid_until THEN 1 ELSE 0 END AS sign
        FROM fact
        JOIN areas_ancestry above ON above.descendant_id = fact.area_id
        JOIN areas_area unit ON unit.id = above.ancestor_id
    ) AS placed
    WHERE sign <> 0
    GROUP BY area_id, level, indicator_id, day
)
"""
COMPARED = f"""
SELECT {{book}}, area_id, indicator_id, span, {", ".join(f"SUM(stored_{name}), SUM({name})" for name in FIGURES)}
FROM (
    SELECT area_id, indicator_id, {{span_of_day}} AS span, {", ".join(f"0 AS stored_{name}" for name in FIGURES)},
        {{counted}}
    FROM {{source}} WHERE level <= {{lowest}}
    UNION ALL
    SELECT area_id, indicator_id, {{span}}, {{stored}}, {NOTHING}
    FROM {{table}} WHERE {{span}} BETWEEN {{since}} AND {{until}}
) AS total
GROUP BY area_id, indicator_id, span
HAVING {" OR ".join(f"SUM(stored_{name}) <> SUM({name})" for name in FIGURES)}
"""


def months() -> list[date]:
    """Every reporting month in which there is a contribution or a total."""
    known = [
        Contribution.objects.aggregate(first=Min("day"), last=Max("day")),
        *(book.model.objects.aggregate(first=Min(book.span), last=Max(book.span)) for book in BOOKS),
    ]
    known = [days for days in known if days["first"]]
    found = [min(month_of(days["first"]) for days in known)] if known else []
    while found and found[-1] < max(month_of(days["last"]) for days in known):
        found.append(next_month(found[-1]))
    return found


def differences(month: date) -> Iterator[str]:
    """In words: each stored total of the month and its days that is not the sum of the contributions below it."""
    first, last = month_span(month)
    days = {"first": first, "last": last, "month": month, "month_end": next_month(month) - ONE_DAY}
    compared = " UNION ALL ".join(_compared(number, book) for number, book in enumerate(BOOKS))
    with connection.cursor() as cursor:
        cursor.execute(RECOUNTED + compared, {name: day.isoformat() for name, day in days.items()})
        found = sorted(cursor.fetchall())
    for book, area, indicator, span, *figures in found:
        words = _words(BOOKS[book], span if isinstance(span, date) else date.fromisoformat(span))
        stored, counted = [int(n) for n in figures[::2]], [int(n) for n in figures[1::2]]
        told = [stored, counted if any(counted) else None]
        kind = "tổng chuyển theo bản đồ" if BOOKS[book] in MOVES else "tổng"
        yield f"{kind} sai: đơn vị {area}, chỉ tiêu {indicator}, {words}: {told}"


def _compared(number: int, book: Book) -> str:
    is_month = book.span == "month"
    return COMPARED.format(
        book=number,
        table=book.model._meta.db_table,
        source="moved" if book in MOVES else "recounted",
        lowest=book.lowest.value,
        counted=", ".join(name if name in book.figures else f"0 AS {name}" for name in FIGURES),
        stored=", ".join(name if name in book.figures else "0" for name in FIGURES),
        span=book.span,
        span_of_day="%(month)s" if is_month else "day",
        since="%(month)s" if is_month else "%(first)s",
        until="%(month_end)s" if is_month else "%(last)s",
    )


def _words(book: Book, span: date) -> str:
    return f"tháng {span:%m/%Y}" if book.span == "month" else f"ngày {span:%d/%m/%Y}"
