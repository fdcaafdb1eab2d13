"""The board as a file: what was asked above the table, numbers as numbers, missing figures left empty."""

import csv
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from areas.exports import in_words, safe_cell
from reports.board import Board
from reports.kin import called
from reports.periods import days, title
from reports.pickers import map_name, map_sentence
from reports.question import Question

NAME_WIDTH, PLACE_WIDTH, FIGURE_WIDTH = 32, 30, 15  # characters
BOLD = Font(bold=True)


@dataclass
class Sheet:
    """Titles, a header row, one row a line; `closing` counts the rows at the end that are no unit or team."""

    titles: list[str]
    header: list[str]
    rows: list[list]
    closing: int


def sheet_of(board: Board, question: Question) -> Sheet:
    header = [_("Đơn vị"), _("Thuộc"), *(f"{i.short_name} ({i.unit})" for i in board.columns), _("Lần ghi gần nhất")]
    lines = [*board.every, *board.others, board.total]
    rows = [
        [line.name, " · ".join(line.notes), *(line.values[i.code] for i in board.columns), line.day] for line in lines
    ]
    safe = [[safe_cell(value) for value in row] for row in rows]
    return Sheet([safe_cell(line) for line in _titles(question)], header, safe, len(lines) - len(board.every))


def as_xlsx(sheet: Sheet) -> bytes:
    book = Workbook()
    page = book.active
    page.title = _("Số liệu")
    for row in [*([line] for line in sheet.titles), [], sheet.header, *sheet.rows]:
        page.append(row)
    top = len(sheet.titles) + 2
    page.cell(1, 1).font = Font(bold=True, size=14)
    for cell in page[top]:
        cell.font, cell.alignment = BOLD, Alignment(wrap_text=True, vertical="top")
    for cells in page.iter_rows(min_row=top + 1):
        for cell in cells:
            cell.number_format = _format(cell.value)
            cell.font = BOLD if cell.row == page.max_row or cell.column == 1 else Font()
    for number in range(1, len(sheet.header) + 1):
        width = {1: NAME_WIDTH, 2: PLACE_WIDTH}.get(number, FIGURE_WIDTH)
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = page.cell(top + 1, 2)
    last = page.cell(page.max_row - sheet.closing, len(sheet.header)).coordinate
    page.auto_filter.ref = f"A{top}:{last}"
    _prepare_print(page, top)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_csv(sheet: Sheet) -> bytes:
    """With the mark at the start by which Excel knows UTF-8."""
    stream = StringIO()
    rows = [*([line] for line in sheet.titles), [], sheet.header, *sheet.rows]
    csv.writer(stream).writerows([in_words(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


WRITERS = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


def file_of(sheet: Sheet, *, kind: str, today: date) -> HttpResponse:
    """The download; a kind other than xlsx or csv is not found."""
    if kind not in WRITERS:
        raise Http404(_("Chỉ xuất được tệp xlsx hoặc csv."))
    write, content_type = WRITERS[kind]
    disposition = f'attachment; filename="so-lieu-{today:%Y-%m-%d}.{kind}"'
    return HttpResponse(write(sheet), content_type, headers={"Content-Disposition": disposition})


def _titles(question: Question) -> list[str]:
    lens = question.lens
    return [
        _("%(area)s – số liệu của Tổ công nghệ số cộng đồng") % {"area": called(question.area, question.today)},
        _("Kỳ: %(title)s (%(days)s)") % {"title": title(question.period), "days": days(question.period)},
        _("Bản đồ: %(name)s. %(sentence)s") % {"name": map_name(lens), "sentence": map_sentence(lens)},
        _("Xuất ngày %(day)s. Ô trống là chưa có số liệu, không phải 0.") % {"day": f"{question.today:%d/%m/%Y}"},
    ]


def _format(value) -> str:
    if isinstance(value, date):
        return "dd/mm/yyyy"
    return "#,##0.##" if isinstance(value, float) else "#,##0"


def _prepare_print(page, top: int) -> None:
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{top}:{top}"
