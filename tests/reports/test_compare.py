"""Two periods beside each other on one map."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from areas import ancestry
from areas.models import Level
from reports.comparison.question import before_of
from reports.periods import title, title_so_far, usual, week_of
from reports.rollup import Period
from tests.cast import at, make_area, make_visit
from tests.reports.pages import ask, links, queries, rows, words
from visits.models import Household

AROUND = {"from": "2025-07-01", "to": "2025-12-31", "vs_from": "2025-01-01", "vs_to": "2025-06-30"}


@pytest.fixture
def facts(country, household, indicators):
    """3 dossiers before the reform at ấp 2 in the old town, 5 after it at ấp 1 in the new commune."""
    neighbour = Household.objects.create(area=country.other_hamlet, head_name="Ngô Văn Bên")
    make_visit(neighbour, when=at(2025, 5, 5), results={indicators["dvc_ho_so"]: 3})
    make_visit(household, when=at(2025, 8, 5), results={indicators["dvc_ho_so"]: 5})
    return indicators


def compared(client, user, **more):
    return ask(client, user, "reports:compare", i="dvc_ho_so", **more)


def test_before_and_after_a_reform_are_read_on_todays_map(client, cast, country, facts):
    answer = compared(client, cast.province_officer, area=country.province.pk, **AROUND)

    assert {name: cells[0].text for name, cells in rows(answer).items()} == {
        "Xã Tân Hòa": "3 → thành 5 +2 (67 %)",
        "Tổng: Thành phố Cần Thơ": "3 → thành 5 +2 (67 %)",
    }
    assert answer.context["question"].lens.key == "today"


def test_both_figures_open_on_the_same_map(client, cast, country, facts):
    answer = compared(client, cast.province_officer, area=country.province.pk, **AROUND)

    pair = answer.context["comparison"].lines[0].pairs[0]
    before, now = client.get(pair.before_url), client.get(pair.now_url)
    assert "Vì sao là 3?" in words(before.content.decode())
    assert "Vì sao là 5?" in words(now.content.decode())


def test_an_area_that_ended_is_compared_on_the_map_of_its_last_day(client, cast, country, facts):
    answer = compared(client, cast.province_officer, area=country.old_province.pk, **AROUND)
    assert answer.context["question"].lens.key == "2025-06-30"
    assert answer.context["comparison"].total.pairs[0].before == 3


def test_a_unit_with_figures_in_one_period_only_is_shown(client, cast, country, facts):
    found = rows(compared(client, cast.province_officer, area=country.province.pk, by="hamlet", **AROUND))
    assert found["Ấp 1"][0].text == "— → thành 5"
    assert found["Ấp 2"][0].text == "3 → thành —"


def test_who_has_no_figure_in_either_period_is_named_and_opens(client, cast, country, facts):
    make_area(Level.HAMLET, "Ấp", "Vắng", country.commune)
    ancestry.rebuild()
    answer = compared(client, cast.province_officer, area=country.province.pk, by="hamlet", **AROUND)

    assert "Chưa có số liệu trong cả hai kỳ (1)" in words(answer.content.decode())
    opened = client.get(links(answer)["Ấp Vắng"])
    assert "So sánh hai kỳ: Ấp Vắng" in words(opened.content.decode())


def test_lines_sort_by_change(client, cast, country, facts):
    asked = {"area": country.province.pk, "by": "hamlet", **AROUND}
    answer = compared(client, cast.province_officer, sort="-dvc_ho_so", **asked)
    assert list(rows(answer))[:2] == ["Ấp 1", "Ấp 2"]


@pytest.mark.parametrize(
    "asked, sentence",
    [
        ({"vs": "mars"}, "Không có cách so “mars”"),
        ({"vs_from": "2025-01-01"}, "Kỳ so sánh cần ngày bắt đầu"),
        ({"vs_from": "2025-02-01", "vs_to": "2025-01-01"}, "Kỳ so sánh cần ngày bắt đầu"),
        ({"vs_from": "x", "vs_to": "2025-01-01"}, "Ngày bắt đầu của kỳ so sánh không đọc được"),
    ],
)
def test_a_period_that_cannot_be_read_is_told(client, cast, country, indicators, asked, sentence):
    answer = ask(client, cast.province_officer, "reports:compare", **asked)
    assert (answer.status_code, answer.context["question"].vs) == (200, "previous")
    assert sentence in answer.content.decode()


def test_queries_do_not_grow_with_the_units(client, cast, country, facts):
    def add_hamlet(number: int) -> None:
        hamlet = make_area(Level.HAMLET, "Ấp", f"Mới {number}", country.commune)
        home = Household.objects.create(area=hamlet, head_name=f"Hộ {number}")
        make_visit(home, when=at(2025, 9, 1 + number), results={facts["dvc_ho_so"]: 1})
        ancestry.rebuild()

    client.force_login(cast.province_officer)
    address = f"{reverse('reports:compare')}?{urlencode({'by': 'hamlet', **AROUND})}"
    add_hamlet(0)
    few = queries(client, address)
    for number in range(1, 5):
        add_hamlet(number)
    assert queries(client, address) == few <= 40


def test_last_year_means_the_same_months_and_while_they_run_the_same_days():
    quarter = Period(date(2026, 10, 1), date(2026, 12, 31))
    today = date(2026, 11, 22)
    assert before_of("last_year", quarter, today) == Period(date(2025, 10, 1), date(2025, 11, 22))
    assert before_of("last_year", quarter, date(2027, 2, 1)) == Period(date(2025, 10, 1), date(2025, 12, 31))
    leap = Period(date(2024, 2, 29), date(2024, 3, 4))
    assert before_of("last_year", leap, today) == Period(date(2023, 2, 28), date(2023, 3, 4))


def test_a_week_runs_from_monday_and_has_a_number():
    week = usual("week", date(2026, 11, 22))
    assert week == week_of(date(2026, 11, 16)) == Period(date(2026, 11, 16), date(2026, 11, 22))
    assert title(week) == "Tuần 47/2026"


def test_a_running_period_is_called_by_the_days_that_are_compared():
    quarter, today = Period(date(2026, 10, 1), date(2026, 12, 31)), date(2026, 11, 22)
    assert title_so_far(quarter, today) == "Quý IV/2026 đến 22/11/2026"
    assert title_so_far(quarter, date(2026, 12, 31)) == title_so_far(quarter, date(2026, 9, 1)) == "Quý IV/2026"
    assert title_so_far(Period(date(2026, 11, 3), date(2026, 12, 5)), today) == "03/11/2026 – 22/11/2026"


def test_the_page_of_a_running_period_ends_today(client, cast, country, facts):
    answer = compared(client, cast.province_officer, **{"from": "2024-01-02", "to": "2100-12-31"})
    today = answer.context["question"].today
    assert f"02/01/2024 – {today:%d/%m/%Y} so với" in words(answer.content.decode())
