"""The xls of Excel 97 to 2003."""

import struct
from datetime import date

import pytest
import xlwt

from imports.workbook import CellError, open_book
from tests.imports.workbooks import container, only_sheet, refused, xls, xls_stream

NA = 0x2A  # how the format writes #N/A
DIMENSIONS, PASSWORD, OTHER_BOOK = 0x0200, 0x002F, 0x01AE


def one_sheet(*cells, name="Ấp 1"):
    """cells: (row, column, value, …) from 0."""

    def fill(book):
        sheet = book.add_sheet(name)
        for cell in cells:
            sheet.write(*cell)

    return fill


def with_record(stream: bytes, kind: int, content: bytes) -> bytes:
    """Behind the first record, as of the whole workbook."""
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    return bytes(stream[:first] + struct.pack("<HH", kind, len(content)) + content + stream[first:])


def test_values_stand_where_they_were_typed():
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    cells = [(1, 1, "Nguyễn Thị Bưởi"), (1, 2, 912345678), (2, 1, 0.5), (2, 2, date(2022, 5, 1), day)]
    sheet = only_sheet(xls(one_sheet(*cells)))
    assert (sheet.name, sheet.rows) == (
        "Ấp 1",
        [[None] * 3, [None, "Nguyễn Thị Bưởi", 912345678], [None, 0.5, date(2022, 5, 1)]],
    )


def test_errors_merged_and_hidden_cells_and_old_fonts_are_told():
    def fill(book):
        sheet = book.add_sheet("DS")
        sheet.write_merge(0, 1, 0, 0, "NguyÔn V¨n A", xlwt.easyxf("font: name .VnTime"))
        sheet.write(0, 1, "Võ An", xlwt.easyxf("font: name Arial"))
        sheet.row(1).set_cell_error(1, NA)
        sheet.row(1).hidden = True

    sheet = only_sheet(xls(fill))
    assert sheet.rows == [["NguyÔn V¨n A", "Võ An"], [None, CellError("#N/A")]]
    assert (sheet.merged, sheet.hidden_rows, sheet.fonts) == ([(0, 0, 1, 0)], {2}, {(0, 0): ".VnTime"})


def test_hidden_sheets_are_told():
    def fill(book):
        for state, name in enumerate(("Ấp 1", "Ấp 2", "Ấp 3")):
            book.add_sheet(name).visibility = state
        book.get_sheet(2).write(0, 0, "Võ An")

    assert [sheet.state for sheet in open_book(xls(fill), "ds.xls").sheets] == ["visible", "hidden", "very_hidden"]


def test_texts_that_run_over_several_records_are_read():
    names = [f"Nguyễn Thị {number} " + "Đ" * 900 for number in range(60)]
    rows = only_sheet(xls(one_sheet(*[(row, 0, name) for row, name in enumerate(names)]))).rows
    assert [row[0] for row in rows] == names


def test_an_encrypted_workbook_asks_for_one_without_password():
    stream = with_record(xls_stream(one_sheet((0, 0, "x"))), PASSWORD, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    assert "xóa mật khẩu" in refused(container(Workbook=stream))


def test_macros_are_refused():
    stream = bytes(xls_stream(one_sheet((0, 0, "x"))))
    assert "macro" in refused(container(Workbook=stream, _VBA_PROJECT_CUR=b""))


def test_links_to_other_files_are_refused():
    stream = with_record(xls_stream(one_sheet((0, 0, "x"))), OTHER_BOOK, struct.pack("<HHB", 1, 5, 0) + b"a.xls")
    assert "Ngắt liên kết" in refused(container(Workbook=stream))


def test_a_lonely_value_far_away_is_refused_by_its_address():
    assert "kéo đến ô IV65536" in refused(xls(one_sheet((0, 0, 1), (65535, 255, 1))))


def test_a_long_text_that_is_repeated_is_measured_before_it_is_read():
    assert "dài hơn 40 MB" in refused(xls(one_sheet(*[(row, 0, "x" * 30_000) for row in range(2_000)])))


@pytest.mark.parametrize("extent", [(5, 2, 0, 1), (0, 0xFFFFFFFF, 0, 0xFFFF)])
def test_a_sheet_that_announces_what_it_cannot_have_is_refused(extent):
    stream = xls_stream(one_sheet((0, 0, "x")))
    struct.pack_into("<IIHH", stream, stream.index(struct.pack("<HH", DIMENSIONS, 14)) + 4, *extent)
    assert "Tệp bị hỏng" in refused(container(Workbook=bytes(stream)))


@pytest.mark.parametrize("sector", [1, 2, 5])
def test_a_container_that_runs_in_circles_is_refused(sector):
    data = bytearray(container(Workbook=bytes(xls_stream(one_sheet((0, 0, "x"))))))
    struct.pack_into("<I", data, 512 + 4 * sector, sector)
    assert "Tệp bị hỏng" in refused(bytes(data))
