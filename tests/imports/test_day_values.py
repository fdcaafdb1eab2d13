from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports import values
from imports.rows import Cell
from tests.imports.cells import cell_of, told

AS_OF = date(2025, 8, 20)
BORN = date(1985, 8, 20)


def born(raw):
    (day, year), *issues = told(values.birth, raw, AS_OF)
    return day, year, *issues


@pytest.mark.parametrize(
    "raw",
    [
        *[BORN, datetime(1985, 8, 20), datetime(1985, 8, 20, 7, 30), 31279, 31279.0, "31279"],
        *["20/8/1985", "20/08/1985 ", "20-8-1985", "20.8.1985", "20 / 8 / 1985", "20 8 1985", "20081985", 20081985],
        *["1985-08-20", "1985/8/20", "19850820", "1985-08-20 00:00:00", "1985-08-20T00:00:00", "20/8/1985 7:00 AM"],
        *["ngày 20 tháng 8 năm 1985", "Ngày 20/8/1985", "20 thg 8, 1985", "20-Aug-1985", "sinh ngày 20/8/1985"],
    ],
)
def test_a_day_in_any_notation(raw):
    assert born(raw) == (BORN, 1985)


@pytest.mark.parametrize(
    "raw", [1985, 1985.0, "1985", "1985 ", "sinh 1985", "Sinh năm 1985", "SN: 1985", date(1905, 6, 7)]
)
def test_a_year_alone_is_a_full_answer(raw):
    assert born(raw) == (None, 1985)


@pytest.mark.parametrize(
    "raw", ["8/1985", "08-1985", "8.1985", 8.1985, "1985-08", "tháng 8/1985", "00/00/1985", "0/8/1985"]
)
def test_a_month_without_its_day_leaves_the_year(raw):
    assert born(raw) == (None, 1985, "date_without_day i")


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("08/20/1985", (BORN, 1985, "date_month_day_swapped w")),
        ("Aug 20, 1985", (BORN, 1985, "date_month_day_swapped w")),
        ("20-8-85", (BORN, 1985, "year_two_digits w")),
        ("8/85", (None, 1985, "year_two_digits w", "date_without_day i")),
        ("85", (None, 1985, "year_two_digits w")),
        (85, (None, 1985, "year_two_digits w")),
        ("08", (None, 2008, "year_two_digits w")),
        ("khoảng 1985", (None, 1985, "date_partly_read w")),
        ("1985 (Ất Sửu)", (None, 1985, "date_partly_read w")),
        ("không nhớ", (None, None, "date_empty w")),
        ("-", (None, None, "date_empty w")),
    ],
)
def test_a_day_in_doubt_is_taken_and_shown(raw, read):
    assert born(raw) == read


@pytest.mark.parametrize(
    "raw", [date(1899, 12, 31), date(1899, 12, 30), date(1900, 1, 1), time(0), 0, "00/01/1900", "1/0/1900"]
)
def test_a_formatted_empty_cell_is_no_day(raw):
    assert born(raw) == (None, None, "date_empty w")


@pytest.mark.parametrize("raw", ["31/02/1985", "29/2/1985", "32/13/1985", "13/1985"])
def test_a_day_that_never_was_makes_the_row_wait_and_leaves_the_certain_year(raw):
    assert born(raw) == (None, 1985, "date_invalid e")


@pytest.mark.parametrize(
    "raw", ["20/8", "40 tuổi", "hai mươi", "20/8/198", "1/2/3/4", "31/2/85", True, -5, 999, time(7, 30)]
)
def test_what_is_no_day_makes_the_row_wait(raw):
    assert born(raw) == (None, None, "date_invalid e")


@pytest.mark.parametrize(
    "raw", [2030, 2012, 1924, "20/8/2030", "1/1/1890", "20/8/15", "12", date(2020, 1, 1), "20/8/2985"]
)
def test_members_are_from_14_to_100_years_old(raw):
    assert born(raw) == (None, None, "birth_year_implausible e")


@pytest.mark.parametrize("year", [2011, 1925])
def test_the_youngest_and_the_oldest_are_welcome(year):
    assert born(year) == born(str(year)) == (None, year)


@pytest.mark.parametrize("raw", ["001085012345", 212345678])
def test_an_identity_number_in_place_of_a_day_is_never_repeated(raw):
    issues = []
    assert values.birth(cell_of(raw), issues, AS_OF) == (None, None)
    assert [(issue.code, issue.raw) for issue in issues] == [("date_invalid", None)]


@pytest.mark.parametrize("raw", ["20/8/2022", "ngày 20 tháng 8 năm 2022", 44793, date(2022, 8, 20)])
def test_the_day_of_a_decision(raw):
    assert told(values.day, raw) == (date(2022, 8, 20),)


@pytest.mark.parametrize("raw", ["2022", "8/2022", "31/2/2022", "20/8/1022", "mới đây"])
def test_a_decision_needs_the_whole_day(raw):
    assert told(values.day, raw) == (None, "date_invalid e")


@given(
    st.text("0123456789/-. ngàythángnăm", max_size=20)
    | st.integers()
    | st.floats()
    | st.dates()
    | st.text(max_size=20)
)
def test_any_cell_gives_a_plausible_day_or_says_why_not(raw):
    issues = []
    day, year = values.birth(Cell("G9", raw, raw), issues, AS_OF)
    assert year is None or 1925 <= year <= 2011
    assert day is None or day.year == year
    assert year or issues or not str(raw).strip() or not str(raw).isprintable()
    values.day(Cell("G9", raw, raw), issues)
