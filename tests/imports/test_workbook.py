"""What is read of an xlsx: values where they stand, and what a spreadsheet program shows beside them."""

from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from imports.legacy import decode
from imports.workbook import CellError, Formula, open_book
from tests.imports.files import EXAMPLES
from tests.imports.workbooks import STRINGS, only_sheet, repacked, with_rows, xlsx


def typed(fill) -> bytes:
    """Saved by a program that does not calculate."""
    book, stream = openpyxl.Workbook(), BytesIO()
    fill(book.active)
    book.save(stream)
    return stream.getvalue()


def test_rows_begin_at_a1_wherever_the_table_stands():
    sheet = only_sheet(xlsx(lambda book: book.add_worksheet("Ấp 1").write_row("C3", ["Họ tên", 1985])))
    empty = [None] * 4
    assert (sheet.name, sheet.state) == ("Ấp 1", "visible")
    assert sheet.rows == [empty, empty, [None, None, "Họ tên", 1985]]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (912345678.0, 912345678),
        (0.5, 0.5),
        (True, True),
        (date(2022, 5, 1), date(2022, 5, 1)),
        (datetime(2022, 5, 1, 7, 30), datetime(2022, 5, 1, 7, 30)),
        (time(7, 30), time(7, 30)),
        ("0590000001", "0590000001"),
        ("Võ\nAn ", "Võ\nAn "),
        ("  ", None),
    ],
)
def test_a_value_is_read_as_what_it_is(written, read):
    value = only_sheet(typed(lambda sheet: sheet.append([written, "x"]))).rows[0][0]
    assert (value, type(value)) == (read, type(read))


def test_a_sign_that_cannot_be_stored_is_left_out():
    texts = b'<sst uniqueCount="1"><si><t>V\xc3\xb5_x0000_ An_x0007_</t></si></sst>'
    assert only_sheet(repacked(xlsx(), {STRINGS: texts})).rows == [["Võ An"]]


def test_errors_and_formulas_say_that_they_are_no_values():
    def fill(sheet):
        sheet.append(["Võ An", "=A1", None])
        sheet["C2"] = "#N/A"
        sheet["E3"] = "=1+1"

    assert only_sheet(typed(fill)).rows == [
        ["Võ An", Formula("=A1"), None, None, None],
        [None, None, CellError("#N/A"), None, None],
        [None, None, None, None, Formula("=1+1")],
    ]


def test_a_calculated_formula_is_its_result():
    def fill(book):
        sheet = book.add_worksheet()
        for column, result in enumerate((7, "Ấp 1", "#REF!", True)):
            sheet.write_formula(0, column, "=B9", value=result)

    assert only_sheet(xlsx(fill)).rows == [[7, "Ấp 1", CellError("#REF!"), True]]


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell():
    cells = b'<c r="A1" t="str"><f>IF(B1="","",1)</f><v></v></c><c r="B1"><v>1</v></c>'
    assert only_sheet(with_rows(b'<row r="1">%s</row>' % cells)).rows == [[None, 1]]


def test_formulas_behind_the_cells_are_none_of_a_cell():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row("A1", [1, 2])
        sheet.add_sparkline("C1", {"range": "Sheet1!A1:B1"})

    assert only_sheet(xlsx(fill)).rows == [[1, 2]]


def test_what_an_add_in_left_in_the_file_does_not_matter():
    left = {"customXml/item1.xml": "<DataMashup/>".encode("utf-16"), "xl/media/a.svg": b"<!DOCTYPE svg><svg/>"}
    assert only_sheet(repacked(xlsx(), left)).rows == [["Võ An"]]


def test_hidden_sheets_and_rows_are_told():
    def fill(book):
        sheet = book.add_worksheet("Ấp 1")
        sheet.write_column(0, 0, "abcd")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(900, None, None, {"hidden": True})
        book.add_worksheet("Ấp 2").hide()
        book.add_worksheet("Ấp 3").very_hidden()

    book = open_book(xlsx(fill), "ds.xlsx")
    assert [(sheet.name, sheet.state) for sheet in book.sheets] == [
        ("Ấp 1", "visible"),
        ("Ấp 2", "hidden"),
        ("Ấp 3", "very_hidden"),
    ]
    assert book.sheets[0].hidden_rows == {2}


def test_merged_cells_are_told_as_far_as_there_are_cells():
    def fill(sheet):
        sheet.append(["Ấp 1", "Tổ 1", "Võ An"])
        sheet.append([None, None, "Lê Bé"])
        for region in ("A1:A2", "B1:B9", "E1:E5"):
            sheet.merge_cells(region)

    assert sorted(only_sheet(typed(fill)).merged) == [(0, 0, 1, 0), (0, 1, 1, 1)]


def test_fonts_of_the_time_before_unicode_are_told():
    def fill(sheet):
        sheet.append(["NguyÔn V¨n A", "Võ An", "Nguyeãn"])
        sheet["A1"].font, sheet["B1"].font, sheet["C1"].font = Font(".VnTime"), Font("Arial"), Font("VNI-Times")

    assert only_sheet(typed(fill)).fonts == {(0, 0): ".VnTime", (0, 2): "VNI-Times"}


def test_the_old_font_of_a_part_of_a_text_is_told():
    def fill(sheet):
        sheet.append(["Võ An", CellRichText(TextBlock(InlineFont(rFont=".VnTime"), "NguyÔn"), " A")])

    assert only_sheet(typed(fill)).fonts == {(0, 1): ".VnTime"}


def test_charts_are_no_sheets_to_read():
    def fill(book):
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "='Ấp 1'!$A$1"})
        book.add_chartsheet().set_chart(chart)
        book.add_worksheet("Ấp 1").write("A1", "Võ An")

    assert only_sheet(xlsx(fill)).name == "Ấp 1"


def test_cells_without_addresses_and_with_prefixes_stand_where_they_follow():
    cells = b'<row><c/><c><f>1+1</f></c></row><row hidden="1"><c t="e"><v>#N/A</v></c></row>'
    prefixed = cells.replace(b"<", b"<x:").replace(b"<x:/", b"</x:")
    table = b'<x:worksheet xmlns:x="urn:x"><x:sheetData>%s</x:sheetData></x:worksheet>' % prefixed
    sheet = only_sheet(repacked(xlsx(), {"xl/worksheets/sheet1.xml": table}))
    assert sheet.rows == [[None, Formula("=1+1")], [CellError("#N/A"), None]]
    assert sheet.hidden_rows == {2}


@pytest.mark.parametrize(
    ("name", "height", "cells"),
    [
        ("01_quyet_dinh_mot_to", 23, {(8, 6): 597268106, (8, 1): "Lý Chí Lộc"}),
        ("02_nhieu_to_tieu_de_hai_tang", 39, {(9, 1): "TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG ẤP XẺO TRÂM", (10, 3): 1990}),
        ("04_tcvn3_vntime", 16, {(6, 1): "Triệu Quốc Trực", (11, 1): "Vi Quốc Đạt"}),
    ],
)
def test_the_examples_are_read(name, height, cells):
    sheet = only_sheet((EXAMPLES / f"{name}.xlsx").read_bytes())
    font = sheet.fonts.get
    read = {at: sheet.rows[at[0]][at[1]] for at in cells}
    assert len(sheet.rows) == height
    assert {
        at: decode(value, font(at, "")).text if value is str(value) else value for at, value in read.items()
    } == cells
