"""The reporting month: the calendar month, or from the 15th of the month before to the 14th (NĐ 09/2019/NĐ-CP).

One setting, REPORTING_MONTH, decides for the whole installation. A reporting month is named by the first
day of the calendar month in which it ends.
"""

from datetime import date

from django.conf import settings

from areas.dates import ONE_DAY

CUT_OFF = 15


def month_of(day: date) -> date:
    """The name of the reporting month to which `day` belongs."""
    if settings.REPORTING_MONTH == "calendar" or day.day < CUT_OFF:
        return day.replace(day=1)
    return next_month(day.replace(day=1))


def month_span(month: date) -> tuple[date, date]:
    """First and last day of the reporting month named by `month`."""
    if settings.REPORTING_MONTH == "calendar":
        return month, next_month(month) - ONE_DAY
    return (month - ONE_DAY).replace(day=CUT_OFF), month.replace(day=CUT_OFF - 1)


def next_month(month: date) -> date:
    """The first day of the calendar month after the one that begins on `month`."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def whole_months(start: date, end: date) -> tuple[list[date], list[tuple[date, date]]]:
    """Reporting months that lie within start..end (both included), and the broken days around them."""
    month, beyond = month_of(start), month_of(end)
    if month_span(month)[0] < start:
        month = next_month(month)
    if month_span(beyond)[1] <= end:
        beyond = next_month(beyond)
    months = []
    while month < beyond:
        months.append(month)
        month = next_month(month)
    if not months:
        return [], [(start, end)]
    first, last = month_span(months[0])[0], month_span(months[-1])[1]
    edges = [(start, first - ONE_DAY), (last + ONE_DAY, end)]
    return months, [(a, b) for a, b in edges if a <= b]
