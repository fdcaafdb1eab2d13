"""Periods of a report: the usual ones by name, the one before, the one after, and what they are called.

A month is a reporting month (visits.months), so quarters and years follow the same cut-off day.
"""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.dates import ONE_DAY
from reports.rollup import Period
from visits.months import month_of, month_span, whole_months

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
ROMAN = ("I", "II", "III", "IV")


class Usual(models.TextChoices):
    WEEK = "week", gettext_lazy("Tuần này")
    THIS_MONTH = "this_month", gettext_lazy("Tháng này")
    LAST_MONTH = "last_month", gettext_lazy("Tháng trước")
    QUARTER = "quarter", gettext_lazy("Quý này")
    HALF = "half", gettext_lazy("6 tháng")
    YEAR = "year", gettext_lazy("Năm nay")


LENGTHS = {Usual.QUARTER: 3, Usual.HALF: 6, Usual.YEAR: 12}


def usual(name: str, today: date) -> Period:
    """The period that `name` (of Usual) means today."""
    if name == Usual.WEEK:
        return week_of(today)
    month = month_of(today)
    if name == Usual.LAST_MONTH:
        return of_months(_moved(month, -1), 1)
    length = LENGTHS.get(name, 1)
    return of_months(_moved(month, -((month.month - 1) % length)), length)


def week_of(day: date) -> Period:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def usual_month(day: date) -> Period:
    """The reporting month in which `day` lies."""
    return of_months(month_of(day), 1)


def of_months(first: date, count: int) -> Period:
    """`count` reporting months from the one named `first`."""
    return Period(month_span(first)[0], month_span(_moved(first, count - 1))[1])


def months_in(period: Period) -> list[date]:
    """The names of its reporting months when it is made of whole ones, else nothing."""
    months, edges = whole_months(period.start, period.end)
    return [] if edges else months


def moved(period: Period, steps: int) -> Period:
    """The period of the same kind `steps` further on: months by months, other days by their number."""
    months = months_in(period)
    if months:
        return of_months(_moved(months[0], steps * len(months)), len(months))
    length = (period.end - period.start + ONE_DAY) * steps
    return Period(period.start + length, period.end + length)


def compared_with(period: Period, today: date) -> Period:
    """The period before; while `period` still runs, only as many days of it, so that the two can be compared."""
    return so_far(moved(period, -1), period, today)


def so_far(earlier: Period, period: Period, today: date) -> Period:
    """As much of `earlier` as has passed of `period`."""
    if not period.start <= today < period.end:
        return earlier
    return Period(earlier.start, min(earlier.end, earlier.start + (today - period.start)))


def passed_of(period: Period, today: date) -> Period:
    """The days of a period that can have figures, while it runs."""
    return so_far(period, period, today)


def year_before(period: Period) -> Period:
    """The same months, or days, of the year before."""
    months = months_in(period)
    if months:
        return of_months(_moved(months[0], -12), len(months))
    return Period(_a_year_before(period.start), _a_year_before(period.end))


def title(period: Period) -> str:
    """ "Quý IV/2022" for the usual ones, else the days."""
    months = months_in(period)
    if not months:
        return _week_title(period.start) if period == week_of(period.start) else days(period)
    first, last, year = months[0].month, months[-1].month, months[-1].year
    names = {
        1: _("Tháng %(month)s/%(year)s") % {"month": last, "year": year},
        3: _("Quý %(quarter)s/%(year)s") % {"quarter": ROMAN[(last - 1) // 3], "year": year},
        6: _("6 tháng đầu năm %(year)s") % {"year": year}
        if first == 1
        else _("6 tháng cuối năm %(year)s") % {"year": year},
        12: _("Năm %(year)s") % {"year": year},
    }
    if len(months) in names and (first - 1) % len(months) == 0:
        return names[len(months)]
    opening = first if months[0].year == year else f"{first}/{months[0].year}"
    return _("Tháng %(first)s – %(last)s/%(year)s") % {"first": opening, "last": last, "year": year}


def _week_title(monday: date) -> str:
    year, week, _weekday = monday.isocalendar()
    return _("Tuần %(week)s/%(year)s") % {"week": week, "year": year}


def title_so_far(period: Period, today: date) -> str:
    """As title(); while the period runs with the last day that can have figures: "Quý IV/2026 đến 22/11/2026"."""
    passed = passed_of(period, today)
    if passed == period or title(period) == days(period):
        return title(passed)
    return _("%(title)s đến %(day)s") % {"title": title(period), "day": f"{passed.end:%d/%m/%Y}"}


def days(period: Period) -> str:
    """ "01/08/2022 – 31/12/2022"."""
    if period.start == period.end:
        return f"{period.start:%d/%m/%Y}"
    return f"{period.start:%d/%m/%Y} – {period.end:%d/%m/%Y}"


def title_and_days(period: Period, shown: Period | None = None) -> str:
    """ "Quý IV/2022 (01/10/2022 – 31/12/2022)", behind the name perhaps only the days `shown`; days that have no other
    name are written once."""
    name, found = title(period), days(shown or period)
    return found if name == days(period) else f"{name} ({found})"


def within(period: Period) -> bool:
    """Whether facts can lie in it at all; keeps arithmetic on dates away from the ends of the calendar."""
    return EARLIEST <= period.start <= period.end <= LATEST


def ago(day: date, today: date) -> str:
    """How long nothing was recorded, in words."""
    silent = (today - day) // timedelta(days=1)
    if silent <= 0:
        return _("hôm nay")
    if silent == 1:
        return _("hôm qua")
    if silent <= 60:
        return _("%(days)s ngày trước") % {"days": silent}
    return _("%(months)s tháng trước") % {"months": silent // 30}


def _moved(month: date, steps: int) -> date:
    number = month.year * 12 + month.month - 1 + steps
    return date(number // 12, number % 12 + 1, 1)


def _a_year_before(day: date) -> date:
    """29 February becomes the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
