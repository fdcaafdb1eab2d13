"""The ods of LibreOffice."""

from datetime import date

import pytest

from imports.workbook import CellError, Formula
from tests.imports.workbooks import ods, ods_cell, ods_row, only_sheet, refused

NUMBER = 'office:value-type="float" office:value="5"'
EMPTY_END = ods_row(
    '<table:table-cell table:number-columns-repeated="16384"/>', attributes='table:number-rows-repeated="1048000"'
)


def test_values_stand_where_they_were_typed_and_empty_rows_to_the_end_do_not_count():
    day = ods_cell("01/05/22", 'office:value-type="date" office:date-value="2022-05-01"')
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    sheet = only_sheet(ods(ods_row(gap, ods_cell("Võ An")), ods_row(ods_cell("5", NUMBER), day), EMPTY_END))
    assert (sheet.name, sheet.rows) == ("Ấp 1", [[None, None, "Võ An"], [5, date(2022, 5, 1), None]])


def test_errors_and_formulas_say_that_they_are_no_values():
    error = ods_cell("#N/A", 'table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"')
    sheet = only_sheet(ods(ods_row(error, ods_cell(attributes='table:formula="of:=1+1"'))))
    assert sheet.rows == [[CellError("#N/A"), Formula("=1+1")]]


def test_hidden_and_merged_cells_are_told():
    team = ods_cell(
        "Tổ 1", 'office:value-type="string" table:number-rows-spanned="2" table:number-columns-spanned="1"'
    )
    people = ods_row("<table:covered-table-cell/>", ods_cell("Lê Bé"), attributes='table:visibility="filter"')
    sheet = only_sheet(ods(ods_row(team, ods_cell("Võ An")), people, style='table:display="false"'))
    assert sheet.rows == [["Tổ 1", "Võ An"], [None, "Lê Bé"]]
    assert (sheet.state, sheet.merged, sheet.hidden_rows) == ("hidden", [(0, 0, 1, 0)], {2})


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([ods_row(ods_cell("5", f'{NUMBER} table:number-columns-repeated="16384"'))], "ô XFD1"),
        ([ods_row(ods_cell("5", NUMBER), attributes='table:number-rows-repeated="1048576"')], "hơn 200.000 dòng"),
        ([EMPTY_END, ods_row(ods_cell("x"))], "hơn 200.000 dòng"),
        ([ods_row(ods_cell("x" * 30_000), attributes='table:number-rows-repeated="2000"')], "dài hơn 40 MB"),
        ([ods_row(ods_cell('x<text:s text:c="1000000000"/>'))], "Tệp bị hỏng"),
        ([ods_row(ods_cell("5", f"{NUMBER} table:formula=\"of:=['file:///a.ods'#$B.A1]\""))], "Ngắt liên kết"),
        ([ods_row(ods_cell())], "không có ô nào có dữ liệu"),
    ],
    ids=["columns", "rows", "far", "text", "spaces", "link", "empty"],
)
def test_what_does_not_fit_is_refused_before_it_is_read(rows, told):
    assert told in refused(ods(*rows))


def test_an_encrypted_or_programmed_workbook_is_refused():
    row = ods_row(ods_cell("x"))
    secret = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    assert "xóa mật khẩu" in refused(ods(row, manifest=secret))
    assert "macro" in refused(ods(row, Basic__Standard__Module1_xml="x"))
