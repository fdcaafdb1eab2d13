"""Text files with a table: alphabets, separators, and what is no text."""

import codecs
import unicodedata

import pytest

from imports.legacy import decode
from tests.imports.workbooks import only_sheet, refused, sentence_only

LIST = "STT;Họ và tên;Ấp\n1;Nguyễn Thị Bưởi;Ấp Xẻo Trâm\n2;Đặng Văn Út;Ấp 3\n"
ROWS = [["STT", "Họ và tên", "Ấp"], ["1", "Nguyễn Thị Bưởi", "Ấp Xẻo Trâm"], ["2", "Đặng Văn Út", "Ấp 3"]]
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """As Windows writes it: the letter with its mark, then the tone."""

    def apart(letter):
        plain = unicodedata.normalize("NFD", letter)
        tones = "".join(sign for sign in plain if sign in TONES)
        return unicodedata.normalize("NFC", "".join(sign for sign in plain if sign not in TONES)) + tones

    return "".join(map(apart, text)).encode("cp1258")


@pytest.mark.parametrize(
    "data",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.encode("utf-16"),
        codecs.BOM_UTF16_BE + LIST.encode("utf-16-be"),
        windows_1258(LIST),
        LIST.replace("\n", "\r\n").encode(),
        LIST.replace("\n", "\r").encode(),
        LIST.replace(";", ",").encode(),
        LIST.replace(";", "\t").encode(),
        LIST.replace(";", "|").encode(),
        b"sep=;\r\n" + LIST.encode(),
    ],
    ids=sentence_only,
)
def test_a_list_is_read_in_every_alphabet_and_with_every_separator(data):
    assert only_sheet(data, "danh-sach.csv").rows == ROWS


@pytest.mark.parametrize("line", ["NguyÔn ThÞ B\xadëi,®Æng v¨n ót", "Nguyeãn Thò Böôûi,Ñaëng Vaên UÙt"])
def test_encodings_of_old_fonts_pass_as_latin_letters(line):
    sheet = only_sheet(f"Stt,x\n{line}\n".encode("latin-1"), "danh-sach.txt")
    assert [decode(value).text.lower() for value in sheet.rows[1]] == ["nguyễn thị bưởi", "đặng văn út"]


def test_names_with_western_letters_only_stay_as_they_are():
    assert only_sheet("Tên,Ấp\nLê Trí Hòa,Hòa An".replace("Ấ", "A").encode("cp1252")).rows[1] == [
        "Lê Trí Hòa",
        "Hòa An",
    ]


def test_quoted_cells_may_hold_separators_and_lines():
    assert only_sheet('Tên,Ghi chú\nVõ An,"a, ""b""\nc"\n'.encode()).rows[1] == ["Võ An", 'a, "b"\nc']


def test_a_title_and_commas_in_names_do_not_mislead_about_the_separator():
    text = "DANH SÁCH TỔ, NĂM 2022\nTên;Ấp\nVõ An, Tổ trưởng;Ấp 1\nLê Bé;Ấp 2\n\n\n"
    assert only_sheet(text.encode()).rows == [
        ["DANH SÁCH TỔ, NĂM 2022", None],
        ["Tên", "Ấp"],
        ["Võ An, Tổ trưởng", "Ấp 1"],
        ["Lê Bé", "Ấp 2"],
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a,b\0,c\n" * 9, "không phải văn bản"),
        ("a,b\n".encode("utf-16-le"), "không phải văn bản"),
        (b"\n \n,,\n", "không có ô nào có dữ liệu"),
        (b"a" * 300_000, "Dòng 1 của tệp văn bản dài bất thường"),
        (b"a,b\n" + b"," * 300_000, "Dòng 2 của tệp văn bản dài bất thường"),
        (b'a,b\n"c,d\n' + b"e,f\n" * 200_000, "thiếu dấu ngoặc kép đóng"),
        (b"a,b\n" * 200_001, "hơn 200.000 dòng"),
        (b"a" + b",b" * 300 + b"\n", "ô KO1"),
        (b"x,y\n" + (b"a," * 99 + b"\n") * 10_001, "nhiều nhất 1.000.000 ô"),
    ],
    ids=sentence_only,
)
def test_what_is_no_list_is_refused(data, told):
    assert told in refused(data, "danh-sach.csv")
