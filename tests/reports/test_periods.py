from datetime import date

import pytest

from reports.periods import ago, compared_with, moved, title, title_and_days, usual
from reports.rollup import Period

TODAY = date(2026, 11, 22)


def period(first, last):
    return Period(date.fromisoformat(first), date.fromisoformat(last))


USUAL = [
    ("this_month", "2026-11-01", "2026-11-30", "Tháng 11/2026"),
    ("last_month", "2026-10-01", "2026-10-31", "Tháng 10/2026"),
    ("quarter", "2026-10-01", "2026-12-31", "Quý IV/2026"),
    ("half", "2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"),
    ("year", "2026-01-01", "2026-12-31", "Năm 2026"),
]


@pytest.mark.parametrize("name, first, last, words", USUAL)
def test_the_usual_periods_are_calendar_periods(name, first, last, words):
    assert usual(name, TODAY) == period(first, last)
    assert title(usual(name, TODAY)) == words


def test_the_month_of_a_setting_from_15_to_14_carries_quarters_and_years(settings):
    settings.REPORTING_MONTH = "15-14"

    assert usual("this_month", TODAY) == period("2026-11-15", "2026-12-14")
    assert usual("last_month", TODAY) == period("2026-10-15", "2026-11-14")
    assert usual("year", TODAY) == period("2025-12-15", "2026-12-14")
    assert title(usual("quarter", TODAY)) == "Quý IV/2026"
    assert title(period("2026-10-01", "2026-10-31")) == "01/10/2026 – 31/10/2026"
    assert title_and_days(period("2026-10-01", "2026-10-31")) == "01/10/2026 – 31/10/2026"


def test_january_looks_back_into_the_year_before():
    assert usual("last_month", date(2026, 1, 3)) == period("2025-12-01", "2025-12-31")


MOVED = [
    ("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"),
    ("2026-01-01", "2026-03-31", "2025-10-01", "2025-12-31"),
    ("2022-08-01", "2022-12-31", "2022-03-01", "2022-07-31"),
    ("2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31"),
    ("2026-03-05", "2026-03-14", "2026-02-23", "2026-03-04"),
    ("2026-03-05", "2026-03-05", "2026-03-04", "2026-03-04"),
]


@pytest.mark.parametrize("first, last, before, until", MOVED)
def test_the_period_before_has_as_many_months_or_as_many_days(first, last, before, until):
    assert moved(period(first, last), -1) == period(before, until)
    assert compared_with(period(first, last), date(2027, 1, 1)) == period(before, until)


def test_a_running_period_is_compared_with_as_many_days_of_the_one_before():
    assert compared_with(usual("this_month", TODAY), TODAY) == period("2026-10-01", "2026-10-22")
    assert compared_with(usual("this_month", date(2026, 3, 30)), date(2026, 3, 30)) == period(
        "2026-02-01", "2026-02-28"
    )
    assert compared_with(usual("this_month", date(2026, 11, 30)), date(2026, 11, 30)) == period(
        "2026-10-01", "2026-10-31"
    )


TITLES = [
    ("2022-08-01", "2022-12-31", "Tháng 8 – 12/2022"),
    ("2025-11-01", "2026-02-28", "Tháng 11/2025 – 2/2026"),
    ("2026-02-01", "2026-04-30", "Tháng 2 – 4/2026"),
    ("2022-01-01", "2022-06-30", "6 tháng đầu năm 2022"),
    ("2022-01-01", "2023-12-31", "Tháng 1/2022 – 12/2023"),
    ("2022-01-02", "2022-01-02", "02/01/2022"),
]


@pytest.mark.parametrize("first, last, words", TITLES)
def test_a_period_is_called_as_an_office_would(first, last, words):
    assert title(period(first, last)) == words


@pytest.mark.parametrize(
    "day, words",
    [(22, "hôm nay"), (21, "hôm qua"), (12, "10 ngày trước")],
)
def test_silence_in_words(day, words):
    assert ago(date(2026, 11, day), TODAY) == words
    assert ago(date(2026, 5, 1), TODAY) == "6 tháng trước"
