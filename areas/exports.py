"""Lists that leave as a workbook or as CSV: no cell that a spreadsheet program would run, real dates and numbers."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import tablib
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from import_export.resources import Resource
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

EXPORT = "export"  # accounts.roles.Permission.EXPORT, which this app may not import
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDEST = 60  # characters


def safe_cell(value):
    """The value as a cell may hold it: a text that could start a formula gets a leading apostrophe, numbers stay."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    if value is None or isinstance(value, int | float | date):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def bare_text(text: str) -> str:
    """The text that safe_cell() was given: without the apostrophe that it put before a formula."""
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text


class ExportResource(Resource):
    """A list to export: the declared fields in their order, with their own types, every cell safe."""

    class Meta:
        chunk_size = 1000

    def export_field(self, field, instance, **kwargs):
        dehydrate = getattr(self, f"dehydrate_{self.get_field_name(field)}", None)
        value = dehydrate(instance) if dehydrate else field.get_value(instance)
        return safe_cell("" if value is None else value)


def in_words(value) -> str:
    """A cell's value as spreadsheets write it and read it again: the day before the hour, unlike on pages."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y %H:%M}" if isinstance(value, datetime) else f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def as_xlsx(dataset: tablib.Dataset) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = (dataset.title or _("Danh sách"))[:31]
    for row in [dataset.headers, *dataset]:
        sheet.append(row)
    for cells in sheet.iter_cols():
        longest = max(len(in_words(cell.value)) for cell in cells)
        sheet.column_dimensions[get_column_letter(cells[0].column)].width = min(longest, WIDEST) + 2
        cells[0].font = Font(bold=True)
        for cell in cells:
            if isinstance(cell.value, date):
                cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(cell.value, datetime) else "dd/mm/yyyy"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_csv(dataset: tablib.Dataset) -> bytes:
    """With the mark at the start by which Excel knows UTF-8."""
    stream = StringIO()
    csv.writer(stream).writerows([in_words(cell) for cell in row] for row in [dataset.headers, *dataset])
    return stream.getvalue().encode("utf-8-sig")


WRITERS = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


def in_a_file_name(text: object) -> str:
    """ "xa-tan-hoa" for "Xã Tân Hòa"."""
    return slugify(str(text).replace("đ", "d").replace("Đ", "D"))


def file_response(dataset: tablib.Dataset, *, kind: str, name: str) -> HttpResponse:
    """The rows as a download `name-YYYY-MM-DD.kind`; a kind other than xlsx or csv is not found."""
    if kind not in WRITERS:
        raise Http404(_("Chỉ xuất được tệp xlsx hoặc csv."))
    write, content_type = WRITERS[kind]
    disposition = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{kind}"'
    return HttpResponse(write(dataset), content_type, headers={"Content-Disposition": disposition})


def export_links(request: HttpRequest, address: str = "") -> list[tuple[str, str]]:
    """(label, address) of the files of the list shown, or of the one at `address`; none without the permission."""
    if not request.user.areas_where(EXPORT).exists():
        return []
    query = QueryDict(mutable=True) if address else request.GET.copy()
    query.pop("page", None)
    links = []
    for label, kind in ((_("Xuất Excel"), "xlsx"), (_("Xuất CSV"), "csv")):
        query["_export"] = kind
        links.append((label, f"{address or request.path}?{query.urlencode()}"))
    return links
