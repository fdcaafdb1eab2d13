"""What is kept of a workbook that holds more than may be kept."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from imports.identity import REMOVED
from imports.plain import rebuilt
from imports.rows import Header, Ignored, Parsed
from imports.workbook import Book, CellError, Formula, Sheet

SECRET = "093190001234"


def sheet_of(*rows, name="Danh sách", state="visible", **more) -> Sheet:
    width = max(map(len, rows))
    return Sheet(name, state, [[*row, *[None] * (width - len(row))] for row in rows], **more)


def read(*sheets, headers=(), ignored=()):
    parsed = Parsed(headers=list(headers), ignored=list(ignored))
    return openpyxl.load_workbook(BytesIO(rebuilt(Book("ds.xlsx", list(sheets)), parsed)))


def values(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]


def test_a_dropped_column_keeps_its_heading_only():
    sheet = sheet_of(["DANH SÁCH", "năm 2022"], ["Họ tên", "Tôn giáo"], ["Võ An", "Không"], ["Lê Bé", "Phật"])
    book = read(sheet, headers=[Header("Danh sách", [2], {"A": "full_name"}, dropped={"B": "Tôn giáo"})])
    assert values(book.active) == [
        ["DANH SÁCH", "năm 2022"],
        ["Họ tên", "Tôn giáo"],
        ["Võ An", None],
        ["Lê Bé", None],
    ]


def test_a_column_is_dropped_down_to_the_next_header_only():
    sheet = sheet_of(["Tên", "Tôn giáo"], ["Võ An", "Không"], ["Tên", "Ghi chú"], ["Lê Bé", "mới"])
    upper, lower = (Header("Danh sách", [row], {"A": "full_name"}) for row in (1, 3))
    upper.dropped["B"] = "Tôn giáo"
    book = read(sheet, headers=[lower, upper])
    assert [row[1] for row in values(book.active)] == ["Tôn giáo", None, "Ghi chú", "mới"]


def test_what_frames_the_lines_stays_in_a_dropped_column():
    sheet = sheet_of(["Tên", "Dân tộc"], [1, 2], ["Võ An", "Kinh"], ["Ghi chú", "Danh sách có 1 người"])
    ignored = [Ignored("Danh sách", 2, "column_numbers"), Ignored("Danh sách", 4, "footnote")]
    book = read(sheet, headers=[Header("Danh sách", [1], {}, dropped={"B": "Dân tộc"})], ignored=ignored)
    assert [row[1] for row in values(book.active)] == ["Dân tộc", 2, None, "Danh sách có 1 người"]


def test_the_rest_of_a_text_that_tells_an_identity_number_stays():
    book = read(sheet_of(["Võ An", f"Con ông Ba, CCCD: {SECRET}"], ["Lê Bé", "CMND số 361234567"]))
    assert values(book.active) == [["Võ An", f"Con ông Ba, {REMOVED}"], ["Lê Bé", REMOVED]]


@pytest.mark.parametrize("typed", [SECRET, "0931 9000 1234", 93190001234, f"CCCD {SECRET}"])
def test_an_identity_number_is_nowhere_in_the_file(typed):
    book = read(sheet_of(["Họ tên", "Ghi chú"], ["Võ An", typed]), sheet_of([typed], name="Khác", state="hidden"))
    assert values(book["Danh sách"]) == [["Họ tên", "Ghi chú"], ["Võ An", REMOVED]]
    assert values(book["Khác"]) == [[REMOVED]]


def test_sheets_keep_their_names_and_states():
    book = read(
        sheet_of(["a"], name="Ẩn", state="hidden"),
        sheet_of(["b"], name="Ấp 1"),
        sheet_of(["c"], name="Kín", state="very_hidden"),
    )
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Ẩn", "hidden"),
        ("Ấp 1", "visible"),
        ("Kín", "veryHidden"),
    ]
    assert book.active.title == "Ấp 1"


def test_names_that_excel_refuses_become_ones_it_takes():
    book = read(
        sheet_of(["a"], name="Ấp 1/2"),
        sheet_of(["b"], name="ẤP 1 2"),
        sheet_of(["c"], name=f"{'x' * 40}"),
        sheet_of([1], name="Ấp 3 "),
    )
    assert book.sheetnames == ["Ấp 1 2", "ẤP 1 2 2", "x" * 31, "Ấp 3 "]


def test_merged_and_hidden_cells_and_fonts_stay():
    rows = [["Ấp 1", "Võ An"], [None, "Lê Bé"], ["Tổng", None]]
    sheet = sheet_of(*rows, merged=[(0, 0, 1, 0), (2, 0, 2, 1)], hidden_rows={2}, fonts={(0, 1): ".VnTime"})
    kept = read(sheet).active
    assert sorted(map(str, kept.merged_cells.ranges)) == ["A1:A2", "A3:B3"]
    assert kept.row_dimensions[2].hidden and not kept.row_dimensions[3].hidden
    assert (kept["B1"].font.name, kept["B2"].font.name) == (".VnTime", "Calibri")
    assert values(kept) == rows


def test_dates_numbers_and_texts_keep_their_types():
    row = [date(1990, 5, 2), datetime(2022, 8, 5, 7, 30), 7, 2.5, True, "=1+1", "'0900000123", date(1890, 1, 1)]
    kept = [*read(sheet_of(row)).active[1]]
    assert [cell.value for cell in kept] == [datetime(1990, 5, 2), *row[1:-1], "1890-01-01"]
    assert kept[0].number_format == "dd/mm/yyyy" and kept[5].data_type == "s"


def test_formulas_without_result_and_errors_stay_what_they_are():
    kept = read(sheet_of([Formula("=A2&B2"), CellError("#N/A")])).active
    assert (kept["A1"].value, kept["A1"].data_type) == ("=A2&B2", "f")
    assert kept["B1"].value == "=#N/A"
