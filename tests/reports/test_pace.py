from datetime import date

import pytest

from reports.rollup import Period
from reports.targets.pace import Pace, progress

QUARTER = Period(date(2022, 10, 1), date(2022, 12, 31))  # 92 days


def test_what_should_be_reached_by_today_grows_evenly_over_the_days():
    found = progress(30, base=0, goal=92, span=QUARTER, today=date(2022, 10, 31))

    assert (found.expected, found.day, found.gap) == (31, date(2022, 10, 31), 1)
    assert round(found.share, 1) == 32.6


def test_what_was_there_before_the_period_is_not_asked_for_again():
    found = progress(60, base=50, goal=96, span=QUARTER, today=date(2022, 11, 15))  # half of the days

    assert found.expected == 73
    assert found.gap == 13


@pytest.mark.parametrize(
    "actual, today, pace",
    [
        (92, date(2022, 10, 1), Pace.REACHED),
        (31, date(2022, 10, 31), Pace.ON_TRACK),
        (25, date(2022, 10, 31), Pace.BEHIND),
        (24, date(2022, 10, 31), Pace.LATE),
        (91, date(2022, 12, 31), Pace.BEHIND),  # over: nearly is not reached
        (None, date(2022, 10, 31), Pace.UNKNOWN),
        (None, date(2022, 9, 1), Pace.ON_TRACK),  # nothing is due before the first day
    ],
)
def test_one_word_says_how_it_stands(actual, today, pace):
    assert progress(actual, base=0, goal=92, span=QUARTER, today=today).pace == pace


def test_nothing_more_is_expected_after_the_end():
    assert progress(10, base=0, goal=92, span=QUARTER, today=date(2023, 5, 1)).expected == 92
