from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from imports import jobs, reading
from imports.columns import SAMPLES, columns_of, headings_of
from imports.forms import ColumnsForm
from imports.models import ColumnMapping, Import
from imports.rows import Header
from imports.views.batch import crumbs, get_batch, masked_for
from imports.workbook import open_book


def import_columns(request: HttpRequest, pk) -> HttpResponse:
    """What each column is, corrected by hand; remembered for the office and read anew."""
    batch = get_batch(request, pk)
    if batch.state != Import.State.READY:
        return redirect(batch)
    masked = masked_for(request.user, batch)
    tables = _tables(batch, request.POST if request.method == "POST" else None, masked=masked)
    if request.method == "POST" and all([form.is_valid() for _sheets, form in tables]):
        mapping = {sheet: form.mapping for sheets, form in tables for sheet in sheets}
        if jobs.start(batch, "read", by=request.user, mapping=mapping):
            _remember(batch, request.user, tables)
        return redirect(batch)
    if not masked:
        audit.record_view(request, _("Các cột của danh sách nhập"), SAMPLES)
    context = {
        "batch": batch,
        "kind": batch.list_kind,
        "tables": tables,
        "crumbs": crumbs(batch, (_("Các cột"), None)),
    }
    return render(request, "imports/import_columns.html", context, status=422 if request.method == "POST" else 200)


def _tables(batch: Import, data, *, masked: bool) -> list[tuple[list[str], ColumnsForm]]:
    """Tables of one heading are corrected together: (their sheets, the form)."""
    book = open_book(bytes(batch.content.file), reading.KEPT_NAME)
    headers = reading.understood(batch).headers
    known = {header.sheet: header for header in reversed(headers)}
    alike: dict[str, list[str]] = {}
    for sheet in book.sheets:
        if sheet.name in known or (not headers and any(sheet.rows)):
            header = known.setdefault(sheet.name, Header(sheet.name, [], {}))
            look = reading.fingerprint(header.headings) if header.rows else sheet.name
            alike.setdefault(look, []).append(sheet.name)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    return [
        (names, _form(batch, sheets[names[0]], known[names[0]], data, n, masked))
        for n, names in enumerate(alike.values())
    ]


def _form(batch: Import, sheet, header: Header, data, number: int, masked: bool) -> ColumnsForm:
    columns = columns_of(sheet, header, masked=masked)
    return ColumnsForm(data, kind=batch.list_kind, columns=columns, prefix=f"t{number}", asks_row=not header.rows)


def _remember(batch: Import, user, tables: list[tuple[list[str], ColumnsForm]]) -> None:
    """For the next file of this office with the same headings."""
    headings = headings_of(reading.understood(batch).headers)
    for sheets, form in tables:
        if found := headings.get(sheets[0]):
            ColumnMapping.objects.update_or_create(
                area=batch.area,
                kind=batch.kind,
                headings=reading.fingerprint(found),
                defaults={"columns": form.mapping, "by": user, "at": timezone.now()},
            )
