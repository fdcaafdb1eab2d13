"""Long lists, a page at a time: what every list of the product does alike."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django_tables2 import RequestConfig, Table
from django_tables2.rows import BoundRows

ROWS = 25  # a page; a hundred rows take a table five times as long
LONGEST_KEY = 18  # digits that surely fit the key column of a database


def read_key(text: str) -> int | None:
    """The number of a row that an address names, or None for what cannot be one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY else None


def order(request: HttpRequest, table: Table) -> None:
    """Order the table as the address says, all rows on one page: for a file."""
    RequestConfig(request, paginate=False).configure(table)


def show_page(request: HttpRequest, table: Table, details: QuerySet | None = None) -> None:
    """Order the table as the address says and cut it to one page; a page that is not there becomes the nearest.

    `details` are the same rows with all that is shown, read for this page only: pages before it cost nothing.
    """
    order(request, table)
    table.paginate(per_page=getattr(table._meta, "per_page", None) or ROWS)
    table.page = table.paginator.get_page(request.GET.get("page"))
    if details is not None:
        rows = details.in_bulk([row.record.pk for row in table.page.object_list])
        table.page.object_list = BoundRows([rows[row.record.pk] for row in table.page.object_list], table=table)
