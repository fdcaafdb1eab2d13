from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports import values
from imports.rows import Cell
from imports.sentences import sentence
from imports.workbook import CellError, Formula
from tests.imports.cells import cell_of, told

AS_OF = date(2025, 8, 20)
count = partial(values.whole, low=0, high=30_000)
birth = partial(values.birth, as_of=AS_OF)
READERS = [
    values.text,
    values.person_name,
    values.phone,
    birth,
    values.day,
    values.sex,
    values.yes,
    count,
    values.email,
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("content", "code"), [(CellError("#N/A"), "formula_error"), (Formula("=B2&C2"), "formula_without_value")]
)
def test_a_formula_without_a_result_makes_the_row_wait(reader, content, code):
    issues = []
    value = reader(Cell("G9", content, content), issues)
    assert value in (None, (None, None))
    assert [(i.code, i.severity, i.cell, i.raw) for i in issues] == [(code, "error", "G9", content.text)]


@pytest.mark.parametrize("reader", [values.text, values.person_name, birth, values.day, values.sex, values.yes, count])
def test_an_empty_cell_is_nothing_to_talk_about(reader):
    assert told(reader, None)[1:] == ()


@pytest.mark.parametrize("raw", ["nam ", "Nam", "NAM", "M", "Trai", "Nam giới"])
def test_men(raw):
    assert told(values.sex, raw) == ("M",)


@pytest.mark.parametrize("raw", ["nữ", "NỮ", "Nữ ", "nu", "F", "Gái"])
def test_women(raw):
    assert told(values.sex, raw) == ("F",)


@pytest.mark.parametrize("raw", ["x", "Nam/Nữ", 1, "?!a"])
def test_an_unclear_sex_stays_empty_and_is_shown(raw):
    assert told(values.sex, raw) == (None, "sex_unclear w")


@pytest.mark.parametrize(
    "raw",
    ["x", "X ", "Có", "có", "✓", "✔", "ü", "v", "V", "TRUE", True, 1, 1.0, "0597268106", 597268106, "đã cài", "+"],
)
def test_marks_and_phone_numbers_say_yes(raw):
    assert told(values.yes, raw) == (True,)


@pytest.mark.parametrize("raw", ["không", "Không có", "chưa", "0", 0, "", " ", "-", False, None])
def test_other_marks_say_nothing(raw):
    assert told(values.yes, raw) == (None,)


def test_a_mark_that_nobody_knows_is_shown():
    assert told(values.yes, "Hoa Nguyễn") == (None, "yes_no_unclear w")


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (26291, (26291,)),
        (26291.0, (26291,)),
        ("0", (0,)),
        ("26.291", (26291, "number_reformatted i")),
        ("26,291", (26291, "number_reformatted i")),
        ("26 291", (26291, "number_reformatted i")),
        ("26,291.00", (26291, "number_reformatted i")),
        ("4 người", (4, "number_reformatted i")),
        ("1.234.567", (None, "number_out_of_range e")),
        (-1, (None, "number_out_of_range e")),
        ("1,5", (None, "number_invalid e")),
        (26.291, (None, "number_invalid e")),
        ("bốn", (None, "number_invalid e")),
        (True, (None, "number_invalid e")),
        ("-", (None,)),
    ],
)
def test_whole_numbers(raw, read):
    assert told(count, raw) == read


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        (" Lan.Anh@ViDu.VN ", "Lan.Anh@vidu.vn"),
        ("lan @vidu.vn", "lan@vidu.vn"),
        ("mailto:lan@vidu.vn", "lan@vidu.vn"),
        ("Lan <lan@vidu.vn>", "lan@vidu.vn"),
        ("không có", None),
        ("-", None),
    ],
)
def test_addresses_of_e_mail(raw, address):
    assert told(values.email, raw) == (address,)


@pytest.mark.parametrize("raw", ["lan@vidu", "lan.vidu.vn", "lan@vidu,vn", 5, "lan@@vidu.vn"])
def test_a_wrong_address_makes_the_row_wait(raw):
    assert told(values.email, raw) == (None, "email_invalid e")


def test_of_two_addresses_the_first_is_taken_and_that_is_said():
    assert told(values.email, "lan@vidu.vn; hoa@vidu.vn") == ("lan@vidu.vn", "email_multiple w")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Trưởng\xa0ấp \n kiêm  Bí thư ", "Trưởng ấp kiêm Bí thư"),
        ("a\x00b", "ab"),
        (5, "5"),
        (5.0, "5"),
        (True, "Có"),
        (date(2022, 8, 20), "20/08/2022"),
        ("BÝ th\xad chi ®oµn", "Bí thư chi đoàn"),
        (" ", None),
    ],
)
def test_text_is_one_line_of_unicode(raw, text):
    assert told(values.text, raw) == (text,)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Đảng viên, CCCD: 001085012345", "Đảng viên"),
        ("001085012345", None),
        (91085012345, None),
        ("CMND 212345678; hộ nghèo", "hộ nghèo"),
    ],
)
def test_an_identity_number_in_a_text_is_left_out_and_never_repeated(raw, text):
    issues = []
    assert values.text(cell_of(raw), issues) == text
    assert [(issue.code, issue.severity, issue.raw) for issue in issues] == [
        ("identity_number_removed", "warning", None)
    ]


@pytest.mark.parametrize("reader", READERS)
@given(
    raw=st.text(max_size=30) | st.integers() | st.floats() | st.booleans() | st.dates() | st.datetimes() | st.times()
)
def test_no_cell_stops_a_reader_and_each_issue_has_its_sentence(reader, raw):
    issues = []
    reader(cell_of(raw), issues)
    assert all(sentence(issue) for issue in issues)
