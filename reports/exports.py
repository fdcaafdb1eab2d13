"""A table of figures as a file: what was asked above it, numbers as numbers, missing figures left empty.

A workbook has a sheet with native charts that refer to the cells, so they follow whoever sorts or corrects them.
"""

import csv
from datetime import date
from io import BytesIO, StringIO
from textwrap import wrap

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from areas.exports import in_words, safe_cell
from reports.charts import draw
from reports.sheet import Sheet


def as_xlsx(sheet: Sheet) -> bytes:
    stream = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy", **plain}) as book:
        formats = _Formats(book)
        sheets = [sheet, *sheet.further]
        for part in sheets:
            part.name = part.name or _("Số liệu")
            _fill(book.add_worksheet(part.name), part, formats)
        draw(book, sheets)
    return stream.getvalue()


def as_csv(sheet: Sheet) -> bytes:
    """With the mark at the start by which Excel knows UTF-8."""
    stream = StringIO()
    titles = [*([line] for line in sheet.titles), []] if sheet.titles else []
    rows = [*titles, sheet.header, *sheet.rows]
    csv.writer(stream).writerows([in_words(safe_cell(cell)) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


WRITERS = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


def file_of(sheet: Sheet, *, kind: str, today: date, name: str = "so-lieu") -> HttpResponse:
    """The download; a kind other than xlsx or csv is not found."""
    if kind not in WRITERS:
        raise Http404(_("Chỉ xuất được tệp xlsx, csv hoặc pdf."))
    write, content_type = WRITERS[kind]
    return _download(write(sheet), content_type, f"{name}-{today:%Y-%m-%d}.{kind}")


def pdf_file(document: bytes, *, today: date, name: str = "so-lieu") -> HttpResponse:
    return _download(document, "application/pdf", f"{name}-{today:%Y-%m-%d}.pdf")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


LINE = 16  # points
BOLDER = 1.25  # times as wide as the same words, with the sign of the filter beside them
LEFT = {"align": "left", "indent": 1}  # apart from a figure to the left
GRID = {"bottom": 1, "bottom_color": "#dfe5ea"}


class _Formats:
    """How cells look: header, names, figures, days; each also bold for the last row, the total."""

    def __init__(self, book: xlsxwriter.Workbook):
        self.title = book.add_format({"bold": True, "font_size": 14})
        head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#eef2f6"}
        self.head, self.head_right = book.add_format({**head, **LEFT}), book.add_format({**head, "align": "right"})
        self.signer = book.add_format({"bold": True, "align": "center"})
        self.signed = book.add_format({"italic": True, "align": "center"})
        looks = {"@": LEFT | {"text_wrap": True}, "dd/mm/yyyy": LEFT, "#,##0": {}, "#,##0.0": {}, "#,##0.00": {}}
        self.cells = {
            (look, bold): book.add_format(
                {"num_format": look, "bold": bold, "valign": "top", "top": int(bold), **GRID, **more}
            )
            for look, more in looks.items()
            for bold in (False, True)
        }

    def of(self, value, bold: bool, *, broken: bool):
        """`broken`: there are decimals in the column."""
        look = "@"
        if isinstance(value, date):
            look = "dd/mm/yyyy"
        elif isinstance(value, int | float):
            look = "#,##0" if not (broken and value) else "#,##0.00" if abs(value) < 1 else "#,##0.0"
        return self.cells[look, bold]


def _lines(words: list, sheet: Sheet, times: float = 1.05) -> int:
    """How many lines the longest text of the row takes, broken between words: not every program finds out by itself.
    `times`: how much wider its letters are than digits."""
    texts = [
        (text, max(int(width / times), 1))
        for text, width in zip(words, sheet.wide, strict=True)
        if isinstance(text, str)
    ]
    return max([1, *(sum(max(1, len(wrap(line, width))) for line in text.splitlines()) for text, width in texts)])


def _is_broken(value) -> bool:
    return isinstance(value, float) and value != int(value)


def _fill(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    for number, words in enumerate(sheet.titles):
        page.write_string(number, 0, safe_cell(words), formats.title if number == 0 else None)
    for column, words in enumerate(sheet.header):
        is_figure = any(isinstance(row[column], int | float) for row in sheet.rows)
        page.write_string(sheet.top, column, safe_cell(words), formats.head_right if is_figure else formats.head)
        page.set_column(column, column, sheet.wide[column])
    broken = [any(_is_broken(row[column]) for row in sheet.rows) for column in range(len(sheet.header))]
    for number, row in enumerate(sheet.rows, start=sheet.top + 1):
        page.set_row(number, LINE * _lines(row, sheet))
        is_total = sheet.closing > 0 and number == sheet.top + len(sheet.rows)
        for column, value in enumerate(row):
            safe = safe_cell(value)
            page.write(number, column, None if safe == "" else safe, formats.of(safe, is_total, broken=broken[column]))
    page.set_row(sheet.top, LINE * max(_lines(sheet.header, sheet, BOLDER), 2))
    page.freeze_panes(sheet.top + 1, sheet.named + 1)
    if sheet.last > sheet.top:
        page.autofilter(sheet.top, 0, sheet.last, len(sheet.header) - 1)
    _sign(page, sheet, formats)
    _set_paper(page, sheet)


def _sign(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    """Place and day above the last of those who sign, room for the hand below."""
    row = sheet.top + len(sheet.rows) + 2
    for column, words in sheet.signers:
        page.write_string(row + 1, column, words, formats.signer)
        page.write_string(row + 2, column, _("(Ký, ghi rõ họ tên)"), formats.signed)
    if sheet.signers:
        page.write_string(row, sheet.signers[-1][0], _("………, ngày …… tháng …… năm ………"), formats.signed)


def _set_paper(page: Worksheet, sheet: Sheet) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.repeat_rows(sheet.top)
    page.set_footer("&R" + _("Trang %(page)s/%(pages)s") % {"page": "&P", "pages": "&N"})
