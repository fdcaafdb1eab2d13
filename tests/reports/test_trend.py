"""By month and by week: each point is the figure that the page of that month or week shows."""

from datetime import date

import pytest
from django.core.management import call_command

from areas.models import AreaStatistic
from reports.lens import Lens
from reports.periods import usual_month, week_of
from reports.rollup import Period, totals
from reports.sense import Senseless
from reports.trend.points import Step, before, points, running, since, stretches
from tests.cast import at, make_visit
from tests.reports.pages import MAPS

TODAY = date(2026, 6, 15)


def around(step, day, count):
    found = [week_of(day) if step == Step.WEEK else usual_month(day)]
    while len(found) < count:
        found.insert(0, before(found[0], step))
    return found


@pytest.mark.parametrize("reporting_month", ["calendar", "15-14"])
@pytest.mark.parametrize("key", MAPS)
@pytest.mark.parametrize("code", ["dvc_ho_so", "app_ho", "zalo_thanh_vien", "ty_le_ho_app"])
def test_each_point_is_the_figure_of_its_period(country, facts, settings, code, key, reporting_month):
    settings.REPORTING_MONTH = reporting_month
    call_command("verify_totals", "--repair")
    AreaStatistic.objects.create(area=country.commune, year=2025, households=8, source="Niên giám")
    lens, indicator = Lens.parse(key), facts[code]
    for area in (country.vn, country.old_commune, country.commune, country.hamlet):
        for step, day in (
            (Step.MONTH, date(2026, 6, 1)),
            (Step.WEEK, date(2025, 7, 3)),
            (Step.WEEK, date(2026, 6, 3)),
        ):
            periods = around(step, day, 16 if step == Step.MONTH else 7)
            shown = {point.period: point.value for point in points(area, indicator, periods, lens, step)}
            told = {p: totals(area, period=p, lens=lens, indicators=[indicator])[code] for p in periods}
            assert shown == told


def test_a_year_of_months_and_a_quarter_of_weeks_until_today():
    months = stretches(Step.MONTH, Period(date(2026, 4, 1), date(2026, 6, 30)), TODAY)
    weeks = stretches(Step.WEEK, Period(date(2026, 4, 1), date(2026, 6, 30)), TODAY)

    assert (months[0].start, months[-1].end, len(months)) == (date(2025, 6, 1), date(2026, 6, 30), 13)
    assert (weeks[0].start, weeks[-1].end, len(weeks)) == (date(2026, 3, 23), date(2026, 6, 21), 13)
    long = stretches(Step.MONTH, Period(date(2024, 1, 1), date(2025, 12, 31)), TODAY)
    assert (long[0].start, long[-1].end) == (date(2024, 1, 1), date(2025, 12, 31))


def test_a_running_sum_starts_on_the_first_day_and_ends_with_the_figure_of_the_span(country, facts):
    span, lens = Period(date(2025, 6, 30), date(2026, 12, 31)), Lens.parse("today")
    periods = since(span.start, Step.MONTH, TODAY)

    found = running(points(country.vn, facts["dvc_ho_so"], periods, lens, Step.MONTH), facts["dvc_ho_so"], 100)

    assert found[0].period == Period(date(2025, 6, 30), date(2025, 6, 30))
    assert (found[0].value, found[1].value, found[-1].value) == (104, 1304, 1320)


@pytest.mark.parametrize("code", ["zalo_thanh_vien", "ty_le_ho_app"])
def test_what_does_not_add_up_over_time_is_not_added(country, facts, code):
    with pytest.raises(Senseless):
        running([], facts[code], 0)


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("step", Step.values)
def test_queries_do_not_grow_with_periods_or_visits(
    country, household, indicators, django_assert_num_queries, step, count
):
    for day in range(1, count + 1):
        make_visit(household, when=at(2026, 6, day), results={indicators["dvc_ho_so"]: 1})

    with django_assert_num_queries(1):
        points(country.vn, indicators["dvc_ho_so"], around(step, TODAY, 4 * count), Lens.parse("recorded"), step)
