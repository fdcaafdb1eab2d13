"""Reporting months: what a stretch of days holds whole, and what is left around it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.months import month_of, month_span, whole_months

DAYS = st.dates(date(2023, 12, 1), date(2026, 2, 1))


@pytest.mark.parametrize("month", ["calendar", "15-14"])
def test_each_day_stands_in_one_whole_month_or_on_one_of_the_days_around_them(settings, month):
    settings.REPORTING_MONTH = month

    @given(start=DAYS, length=st.integers(0, 400))
    def holds(start, length):
        end = start + timedelta(days=length)
        days = [start + timedelta(days=number) for number in range(length + 1)]
        months, edges = whole_months(start, end)

        assert months == sorted(
            {m for m in map(month_of, days) if start <= month_span(m)[0] and month_span(m)[1] <= end}
        )
        around = [day for day in days if month_of(day) not in months]
        assert [day for day in days if any(first <= day <= last for first, last in edges)] == around
        assert all(first <= last for first, last in edges)

    holds()
