"""Files that are not opened: each is told what it is and what to do, before memory or time is spent on it."""

from contextlib import suppress
from random import Random

import pytest

from imports.workbook import BadFile, open_book
from imports.workbook.survey import LARGEST_FILE
from tests.imports.workbooks import (
    SHEET,
    STRINGS,
    archive,
    claiming,
    container,
    ods,
    ods_cell,
    ods_row,
    refused,
    repacked,
    sentence_only,
    with_rows,
    xls_stream,
    xlsx,
)

ONE = b'<row r="1"><c r="A1"><v>1</v></c></row>'
NOISE = Random(3).randbytes(5_000)
RELATIONS = (
    '<Relationships><Relationship Id="rId1" Target="/PART" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)
OFFICE = {"[Content_Types]_xml": "<Types/>", "_rels___rels": "<x/>"}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Tệp rỗng"),
        (b"%PDF-1.7 " + NOISE, "tệp PDF"),
        (b"\xff\xd8\xff\xe0" + NOISE, "là ảnh"),
        (b"\x89PNG\r\n\x1a\n" + NOISE, "là ảnh"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "trang web"),
        (b'\n<?xml version="1.0"?><Workbook/>', "tệp XML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "trang web"),
        (b"{\\rtf1 x}", "tệp văn bản Word"),
        (b"Rar!\x1a\x07" + NOISE, "giải nén"),
        (NOISE, "không phải bảng tính"),
        (archive(word__document_xml="<x/>", **OFFICE), "tệp văn bản Word"),
        (archive(ppt__presentation_xml="<x/>", **OFFICE), "PowerPoint"),
        (archive(xl__workbook_bin="x", **OFFICE), ".xlsb"),
        (archive(danh_xlsx=xlsx()), "giải nén"),
        (container(WordDocument=b"x"), "tệp văn bản Word"),
        (container(Pictures=b"x"), "không phải bảng tính"),
    ],
    ids=sentence_only,
)
@pytest.mark.parametrize("name", ["danh-sach.xlsx", "danh-sach.xls", "danh-sach.csv"])
def test_a_file_that_is_no_list_is_named_by_its_content(data, told, name):
    assert told in refused(data, name)


def test_a_workbook_without_values_is_told():
    assert "không có ô nào có dữ liệu" in refused(xlsx(lambda book: book.add_worksheet().set_row(3, 30)))


def test_an_encrypted_workbook_asks_for_one_without_password():
    encrypted = container(EncryptionInfo=b"\x04\0\x04\0" + NOISE, EncryptedPackage=NOISE)
    assert "xóa mật khẩu" in refused(encrypted)


def test_an_archive_with_a_password_asks_for_one_without():
    data = bytearray(xlsx())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "xóa mật khẩu" in refused(bytes(data))


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(part):
    assert "macro" in refused(repacked(xlsx(), {part: b"x"}))


def test_a_workbook_of_the_kind_for_macros_is_refused_whatever_its_name():
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert "macro" in refused(repacked(xlsx(), {"[Content_Types].xml": types}))
    assert "macro" in refused(xlsx(), "danh-sach.XLSM")


def test_links_to_other_files_are_refused_with_the_way_to_break_them():
    assert "Ngắt liên kết" in refused(repacked(xlsx(), {"xl/externalLinks/externalLink1.xml": b"<x/>"}))


def test_a_file_above_the_limit_is_refused():
    assert "lớn hơn 20 MB" in refused(bytes(LARGEST_FILE + 1))


@pytest.mark.parametrize(
    "data",
    [
        xlsx()[:2000],
        xlsx()[:300] + bytes(40) + xlsx()[340:],
        with_rows(b'<row r="1"><c r="A1"><v>1</c></row>'),
        with_rows(b'<row r="1"><c r="?"><v>1</v></c></row>'),
        with_rows(b'<row r="1"><c r="A1" t="s"><v>77</v></c></row>'),
        repacked(xlsx(), {SHEET: ONE.decode().encode("utf-16")}),
        repacked(xlsx(), {"xl/Workbook.xml": b"<x/>"}),
        container(Workbook=NOISE),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE,
        b"PK\x03\x04" + NOISE,
    ],
    ids=sentence_only,
)
def test_a_damaged_file_asks_for_a_new_copy(data):
    assert "Tệp bị hỏng hoặc tải về chưa đủ" in refused(data)


def test_entities_are_not_expanded():
    doctype = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert "Tệp bị hỏng" in refused(with_rows(ONE, before=doctype))


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/media/image1.emf": bytes(30 << 20)},
        {SHEET: b"<worksheet><sheetData>" + b" " * (25 << 20) + ONE + b"</sheetData></worksheet>"},
        {SHEET: b"<worksheet><sheetData><!--" + b"<a>" * (8 << 20) + b"--></sheetData></worksheet>"},
        {STRINGS: b'<sst uniqueCount="100000000000"><si><t>x</t></si></sst>'},
        {STRINGS: b"<sst>" + b"<si/>" * 5_000_000 + b"</sst>"},
        {f"x/{number}": b"" for number in range(5_000)},
    ],
    ids=["picture", "spaces", "comment", "announced", "strings", "parts"],
)
def test_a_small_file_that_unpacks_to_a_large_one_is_refused(parts):
    assert "bung ra quá lớn" in refused(repacked(xlsx(), parts))


def test_a_part_that_claims_to_be_huge_is_not_unpacked():
    assert "bung ra quá lớn" in refused(claiming(xlsx(), SHEET, 400 << 20))


def test_a_part_that_unpacks_to_more_than_it_claims_is_refused():
    bomb = with_rows(b" " * (40 << 20) + ONE)
    assert "bung ra quá lớn" in refused(claiming(bomb, SHEET, 1_000))


def test_a_long_text_that_is_repeated_is_measured_before_it_is_read():
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, 2_001))
    texts = b"<sst><si><t>" + b"x" * 32_000 + b"</t></si></sst>"
    assert "dài hơn 40 MB" in refused(repacked(with_rows(rows), {STRINGS: texts}))


def test_rows_that_are_only_formatted_are_told_and_how_to_delete_them():
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % row for row in range(2, 300_000))
    told = refused(with_rows(ONE + rows))
    assert "Trang “Sheet1” có hơn 200.000 dòng" in told and "Chọn các dòng trống" in told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "ô XFD1048576"),
        (b'<row r="2"><c r="KO2"><v>1</v></c></row>', "ô KO2"),
        (b'<row r="200001"><c r="A200001"><v>1</v></c></row>', "hơn 200.000 dòng"),
        (b'<row r="2"><c r="A200001"><v>1</v></c></row>', "hơn 200.000 dòng"),
        (b'<row r="150000"><c r="CV150000"><v>1</v></c></row>', "kéo đến ô CV150000"),
        (b"<row>" + b"<c/>" * 16_383 + b"<c><v>1</v></c></row>", "ô XFD2"),
        (b"<row>" + b"<c/>" * 17_000 + b"</row>", "nhiều nhất 1.000.000 ô"),
    ],
    ids=sentence_only,
)
def test_a_lonely_value_far_away_is_refused_by_its_address(rows, told):
    assert told in refused(with_rows(ONE + rows))


def test_too_many_sheets_are_refused():
    many = xlsx(lambda book: [book.add_worksheet().write("A1", 1) for _ in range(301)])
    assert "hơn 300 trang" in refused(many)


def test_an_error_that_the_reader_does_not_know_is_told_with_its_cell():
    rows = b'<row r="3"><c r="B3" t="e"><v>#SPILL!</v></c></row>'
    assert "Trang “Sheet1”, ô B3 có lỗi #SPILL!" in refused(with_rows(rows))


def test_a_sheet_hidden_in_a_part_of_another_kind_is_refused():
    relations = {"xl/_rels/workbook.xml.rels": RELATIONS.replace("PART", "customXml/item1.xml").encode()}
    hidden = {"customXml/item1.xml": "<sheetData/>".encode("utf-16")}
    assert "Tệp bị hỏng" in refused(repacked(xlsx(), {**relations, **hidden}))


def test_regions_that_overlap_without_end_are_refused():
    merged = b"<mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 1_000 + b"</mergeCells>"
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>1</v></c></row>'
    assert "Tệp bị hỏng" in refused(with_rows(rows, behind=merged))


@pytest.mark.parametrize("seed", range(8))
def test_a_file_damaged_anywhere_is_read_or_refused_and_nothing_else(seed):
    chance = Random(seed)
    stream = bytes(xls_stream(lambda book: book.add_sheet("DS").write(0, 0, "Võ An")))
    for whole in (xlsx(), container(Workbook=stream), ods(ods_row(ods_cell("Võ An"))), "Tên;Ấp\nVõ An;1".encode()):
        data = bytearray(whole)
        for at in chance.choices(range(len(data)), k=3):
            data[at] = chance.choice((0, 1, 255, chance.randrange(256)))
        with suppress(BadFile):
            assert open_book(bytes(data), "danh-sach.xlsx").sheets
