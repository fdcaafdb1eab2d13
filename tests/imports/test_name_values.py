import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports import values
from tests.imports.cells import cell_of, told


@pytest.mark.parametrize(
    "name",
    """Lý Chí Lộc|Nguyễn Thị Hoà|Ksor H'Bia|Y Moan Êñuôl|Lò Thị Phương|Nguyễn Văn A|Ông Thị Hoa|Anh Thư|Rah Lan H’Nhi
Kpă Y-Bli|Võ Cô Lan|Thị Bé""".replace("\n", "|").split("|"),
)
def test_a_name_as_it_should_be_needs_no_word(name):
    assert told(values.person_name, name) == (name,)


@pytest.mark.parametrize("raw", ["Võ  Đức Duy ", "Võ\xa0Đức\xa0Duy", "Võ Đức\nDuy", "\u200bVõ Đức Duy"])
def test_blanks_too_many_are_taken_away(raw):
    assert told(values.person_name, raw) == ("Võ Đức Duy", "whitespace_normalized i")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("LÂM HOÀNG QUÝ", "Lâm Hoàng Quý"),
        ("lâm hoàng quý", "Lâm Hoàng Quý"),
        ("KSOR H'BIA", "Ksor H'Bia"),
        ("y-bli êñuôl", "Y-Bli Êñuôl"),
        ("TRẦN Thị hoa", "Trần Thị Hoa"),
    ],
)
def test_names_are_written_in_title_case(raw, name):
    assert told(values.person_name, raw) == (name, "name_case_normalized i")


@pytest.mark.parametrize(
    "title",
    "Ông |Bà |Chị |Anh |Cô |Thầy |Đ/c |Đ.c |Đ/c: |đ/c. |Đồng chí |Ông: |Ô. |Mrs. |Đ/c Ông ".split("|"),
)
def test_a_word_of_address_is_no_part_of_the_name(title):
    assert told(values.person_name, f"{title}Trần Văn Hải") == ("Trần Văn Hải", "honorific_removed i")


@pytest.mark.parametrize(
    "raw", ["1. Trần Văn Hải", "01/ Trần Văn Hải", "12) Trần Văn Hải", "- Trần Văn Hải", "Trần Văn Hải*"]
)
def test_numbers_and_signs_around_a_name_are_taken_away(raw):
    assert told(values.person_name, raw) == ("Trần Văn Hải", "name_signs_removed i")


@pytest.mark.parametrize("raw", ["Trần Văn Hải (Tổ trưởng)", "Trần Văn Hải - Tổ trưởng", "Trần Văn Hải, tổ trưởng"])
def test_a_note_behind_the_name_is_kept_out_and_told(raw):
    issues = []
    assert values.person_name(cell_of(raw), issues) == "Trần Văn Hải"
    assert [(issue.code, issue.detail["note"].lower()) for issue in issues] == [("name_note_removed", "tổ trưởng")]


def test_several_things_are_put_right_at_once():
    assert told(values.person_name, " 1. ĐỒNG CHÍ  TRẦN VĂN HẢI (TT)") == (
        "Trần Văn Hải",
        *("whitespace_normalized i", "name_note_removed i", "name_signs_removed i"),
        *("honorific_removed i", "name_case_normalized i"),
    )


@pytest.mark.parametrize(
    ("raw", "font", "read"),
    [
        ("Hoµng ThÞ Thu Lan", ".VnTime", ("Hoàng Thị Thu Lan", "text_tcvn3_converted i")),
        ("l\xad¬ng hiÕu", ".VnTimeH", ("Lương Hiếu", "text_tcvn3_converted i", "name_case_normalized i")),
        ("Hå Ngäc ¸nh", ".VnTime", ("Hồ Ngọc Ánh", "text_tcvn3_converted i")),
        ("N«ng H÷u Phóc", "Arial", ("Nông Hữu Phúc", "text_tcvn3_converted w")),
        ("Nguyeãn Vaên", "VNI-Times", ("Nguyễn Văn", "text_vni_converted i")),
        ("Nguyeãn Vaên", "", ("Nguyễn Văn", "text_vni_converted w")),
        (unicodedata.normalize("NFD", "Hồ Văn Bé"), "", ("Hồ Văn Bé", "unicode_normalized i")),
    ],
)
def test_names_in_another_encoding_say_so(raw, font, read):
    assert told(values.person_name, raw, font=font) == read


def test_issues_show_the_name_as_the_file_has_it():
    issues = []
    values.person_name(cell_of("®µm quèc khëi", ".VnTimeH"), issues)
    assert {issue.raw for issue in issues} == {"®µm quèc khëi"}


@pytest.mark.parametrize(
    "raw", ["Nguyễn Văn A1", "lan@vidu.vn", "Lê Văn An, Trần Văn Bê", "Lê An - Trần Bê", "An/Bê", 12345, "Lê " * 60]
)
def test_what_is_no_name_of_one_person_makes_the_row_wait(raw):
    name, *_infos, last = told(values.person_name, raw)
    assert (name, last) == (None, "name_suspicious e")


@pytest.mark.parametrize("raw", ["…", "-", "  ", "chưa có", "Khuyết"])
def test_a_placeholder_is_a_missing_name(raw):
    assert told(values.person_name, raw) == (None, "name_missing e")


def test_a_single_word_is_taken_and_shown():
    assert told(values.person_name, "Lan") == ("Lan", "name_single_word w")


@pytest.mark.parametrize("raw", ["001085012345", "Lê Văn An (CCCD 001085012345)", "Lê Văn An 212345678"])
def test_an_identity_number_beside_a_name_is_never_repeated(raw):
    issues = []
    assert values.person_name(cell_of(raw), issues) in (None, "Lê Văn An")
    assert not any(digits in repr(issues) for digits in ("001085012345", "212345678"))


@given(st.text(max_size=40))
def test_any_text_gives_a_name_that_can_be_kept_or_says_why_not(raw):
    cell, issues = cell_of(raw), []
    name = values.person_name(cell, issues)
    assert name is None or (name == " ".join(name.split()) and 0 < len(name) <= 120)
    assert name or issues or not cell.value


@given(
    st.sampled_from(["", "1. ", "- ", "01) Ông ", "Đ/c: ", "Đồng chí ", "đ.c ", " Bà\xa0"]),
    st.sampled_from(["Nguyễn Thị Ánh", "Lê Văn Út", "Ksor H'Bia", "Y Moan Êñuôl", "Lò A Pó", "Đỗ Ê Ban"]),
    st.sampled_from(["", " ", " (TT)", " - Tổ phó", ", Bí thư", ".", "*", " (vợ ông Ba)"]),
    st.sampled_from([str, str.upper, str.lower, lambda text: unicodedata.normalize("NFD", text)]),
)
def test_a_name_is_found_whatever_stands_around_it(before, name, behind, written):
    assert told(values.person_name, written(before + name + behind))[0] == name
