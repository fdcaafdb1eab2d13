import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports import values
from imports.rows import Cell
from tests.imports.cells import cell_of, told

IDENTITY = "001085012345"  # made up


@pytest.mark.parametrize("raw", ["0597884478", " 0597884478 ", "0912345678", "0292381234"])
def test_a_number_as_it_should_be_needs_no_word(raw):
    assert told(values.phone, raw) == ((raw.strip(), None),)


@pytest.mark.parametrize("raw", [597268106, 597268106.0, "597268106", "597,268,106", "597.268.106", "5.97268106E8"])
def test_a_number_that_lost_its_zero_gets_it_back(raw):
    assert told(values.phone, raw) == (("0597268106", None), "phone_leading_zero_restored i")


@pytest.mark.parametrize(
    "raw",
    [
        *["0596.049.943", "0596 049 943", "0596-049-943", "(059) 6049943", "0596 – 049 – 943", "0596\xa0049\xa0943"],
        *["+84 596 049 943", "84596049943", 84596049943, "+84 (0)596 049 943", "0084596049943", "'0596049943"],
        *["SĐT: 0596049943", "0596049943 (Zalo)", "0596049943 / 0596.049.943"],
    ],
)
def test_every_notation_of_a_number_becomes_one(raw):
    assert told(values.phone, raw) == (("0596049943", None), "phone_reformatted i")


@pytest.mark.parametrize(
    "between", [" / ", "/", ", ", ",", "; ", "\n", " - ", "-", " ", " và ", " (chồng) ", "  hoặc: "]
)
def test_two_numbers_in_a_cell_are_the_first_and_the_second(between):
    read = told(values.phone, f"0594355646{between}0592649669")
    assert read == (("0594355646", "0592649669"), "phone_multiple w")


@pytest.mark.parametrize("raw", ["+84594355646 +84592649669", "0594.355.646 / 0592 649 669", "594355646;592649669"])
def test_two_numbers_in_other_notations_are_found_too(raw):
    assert told(values.phone, raw) == (("0594355646", "0592649669"), "phone_multiple w")


@pytest.mark.parametrize(
    "raw", [None, "", "  ", "không có", "Không", "ko có", "chưa có", "Chưa có SĐT", "-", "--", "…", "?", "x", "0", 0]
)
def test_a_cell_without_a_number_is_shown(raw):
    assert told(values.phone, raw) == ((None, None), "phone_missing w")


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("01201234567", "0701234567"),
        ("0123 456 7890", "0834567890"),
        ("0168.1234567", "0381234567"),
        ("+84 199 1234567", "0591234567"),
        (1681234567, "0381234567"),
        ("1861234567", "0561234567"),
    ],
)
def test_numbers_from_before_2018_get_their_new_prefix(raw, number):
    assert told(values.phone, raw) == ((number, None), "phone_old_prefix_converted i")


@pytest.mark.parametrize("raw", ["O912345678", "o912.345.678", "0912345678".replace("0", "O")])
def test_a_letter_o_is_read_as_zero(raw):
    assert told(values.phone, raw) == (("0912345678", None), "phone_letter_replaced i")


@pytest.mark.parametrize(
    ("raw", "number", "code"),
    [
        ("0912345678 (vợ)", "0912345678", "phone_note_removed"),
        ("Con gái: 0912 345 678", "0912345678", "phone_note_removed"),
        ("0412345678", "0412345678", "phone_prefix_unknown"),
        ("0912345678 / 09123", "0912345678", "phone_part_unread"),
        ("02923812345 - 0912345678", "0912345678", "phone_part_unread"),
    ],
)
def test_a_number_in_doubt_is_taken_and_shown(raw, number, code):
    assert told(values.phone, raw) == ((number, None), f"{code} w")


def test_of_three_numbers_two_are_taken_and_that_is_said():
    read = told(values.phone, "0594355646/0592649669/0598347839")
    assert read == (("0594355646", "0592649669"), "phone_too_many w")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("02923812345", "phone_landline"),
        ("09123456", "phone_invalid"),
        ("09123456789", "phone_invalid"),
        ("0912345678901234", "phone_invalid"),
        ("Nguyễn Văn An", "phone_invalid"),
        (True, "phone_invalid"),
        (0.5, "phone_invalid"),
    ],
)
def test_what_is_no_number_makes_the_row_wait(raw, code):
    issues = []
    assert values.phone(cell_of(raw), issues) == (None, None)
    assert [(issue.code, issue.severity, issue.raw) for issue in issues] == [(code, "error", raw)]


@pytest.mark.parametrize(
    "raw", [IDENTITY, int(IDENTITY), 91085012345, 212345678, f"CCCD {IDENTITY}", "001 085 012 345"]
)
def test_what_may_be_an_identity_number_is_refused_and_never_repeated(raw):
    issues = []
    assert values.phone(cell_of(raw), issues) == (None, None)
    assert [(issue.code, issue.severity, issue.raw, issue.detail) for issue in issues] == [
        ("phone_not_a_phone", "error", None, {})
    ]


@given(
    st.text("0123456789 +.-/,OxvợCĐ()\n", max_size=30) | st.integers(0, 10**14) | st.floats() | st.text(max_size=20)
)
def test_any_cell_gives_numbers_that_can_be_kept_or_says_why_not(raw):
    issues = []
    numbers = values.phone(Cell("G9", raw, raw), issues)
    assert all(number is None or (len(number) == 10 and number.isascii() and number.isdecimal()) for number in numbers)
    assert numbers[0] or issues
