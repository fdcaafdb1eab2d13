"""Pages of contributions, newest first, found by the last row seen: no counting, no skipping."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

from visits.models import Contribution

ROWS_A_PAGE = 50


@dataclass
class Page:
    """`older` and `newer` are the cursors of the neighbouring pages, "" at the ends."""

    rows: list[int]
    older: str = ""
    newer: str = ""


def page_of(rows: QuerySet[Contribution], *, older: str = "", newer: str = "") -> Page:
    """The page after the cursor `older`, or before the cursor `newer`, or the first one."""
    backwards = parse(newer)
    cursor = backwards or parse(older)
    order = ("day", "pk") if backwards else ("-day", "-pk")
    if cursor:
        day, pk = cursor
        beyond = Q(day__gt=day) | Q(day=day, pk__gt=pk) if backwards else Q(day__lt=day) | Q(day=day, pk__lt=pk)
        rows = rows.filter(beyond)
    found = list(rows.order_by(*order).values_list("day", "pk")[: ROWS_A_PAGE + 1])
    more, found = len(found) > ROWS_A_PAGE, found[:ROWS_A_PAGE]
    if backwards:
        found.reverse()
    has_newer, has_older = (more, bool(found)) if backwards else (cursor is not None and bool(found), more)
    return Page(
        [pk for _day, pk in found],
        older=text(found[-1]) if has_older else "",
        newer=text(found[0]) if has_newer else "",
    )


def text(cursor: tuple[date, int]) -> str:
    return f"{cursor[0].isoformat()}.{cursor[1]}"


def parse(cursor: str) -> tuple[date, int] | None:
    """None for what is no cursor: then the first page is shown."""
    day, _dot, number = cursor.partition(".")
    try:
        found = parse_date(day)
    except ValueError:
        return None
    return (found, int(number)) if found and number.isascii() and number.isdecimal() and len(number) < 19 else None
