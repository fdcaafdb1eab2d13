"""Files of the other pages of figures: the comparison, one indicator, a league table."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AccessRecord
from tests.cast import at, make_visit
from tests.reports.files import make_facts
from tests.reports.pages import ask, links
from tests.reports.targets import give
from visits.models import Household

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


@pytest.fixture
def facts(country, household, indicators):
    make_facts(country, household, indicators)
    neighbour = Household.objects.create(area=country.other_hamlet, head_name="Ngô Văn Bên")
    make_visit(neighbour, when=at(2025, 9, 5), results={indicators["dvc_ho_so"]: 20})
    return indicators


def book_of(client, user, view, **asked):
    answer = ask(client, user, view, **{"_export": "xlsx", **asked})
    return load_workbook(BytesIO(answer.content))


def rows_of(page, first):
    return [
        tuple(getattr(value, "date", lambda value=value: value)() for value in row)
        for row in page.iter_rows(min_row=first, values_only=True)
    ]


def test_a_comparison_has_both_figures_and_draws_them_together(client, cast, country, facts):
    asked = {
        "i": "dvc_ho_so",
        "vs_from": "2025-01-01",
        "vs_to": "2025-12-31",
        "to": "2026-09-30",
        "from": "2026-01-01",
    }
    book = book_of(client, cast.commune_officer, "reports:compare_export", **asked)

    days = "Tháng 1 – 9/2026 (01/01/2026 – 30/09/2026) so với Năm 2025 (01/01/2025 – 31/12/2025)"
    assert book["Số liệu"]["A2"].value == days
    name = "dvc_ho_so (hồ sơ)"
    assert rows_of(book["Số liệu"], 6) == [
        ("Đơn vị", "Thuộc", f"{name}, Tháng 1 – 9/2026", f"{name}, Năm 2025", f"{name}, tăng giảm"),
        ("Ấp 1", None, 1234, None, 1234),
        ("Ấp 2", "trước đây Thị trấn Một Ngàn", None, 20, -20),
        ("Tổng: Xã Tân Hòa", None, 1234, 20, 1214),
    ]
    assert [series.val.numRef.f for series in book["Biểu đồ"]._charts[0].series] == [
        "'Số liệu'!$C$7:$C$8",
        "'Số liệu'!$D$7:$D$8",
    ]


def test_an_indicator_tells_who_lacks_what_and_how_it_moved(client, cast, country, facts):
    for hamlet, amount in ((country.hamlet, 2000), (country.other_hamlet, 10)):
        give(hamlet, facts["dvc_ho_so"], amount, start=date(2026, 1, 1), end=date(2026, 12, 31))
    asked = {"indicator": "dvc_ho_so", "from": "2026-01-01", "to": "2026-03-31"}
    book = book_of(client, cast.commune_officer, "reports:indicator_export", **asked)

    units = rows_of(book["Các đơn vị"], 8)
    assert {row[0]: row[2] for row in units} == {"Ấp 1": 1234, "Ấp 2": None}
    assert {row[0]: row[5] for row in units} == {"Ấp 1": 2000, "Ấp 2": 10}
    moved = rows_of(book["Diễn biến"], 8)
    assert moved[-1] == ("T3/2026", date(2026, 3, 1), date(2026, 3, 31), 1234)
    assert len(book["Biểu đồ"]._charts) == 2


def test_an_area_without_units_has_its_trend(client, cast, country, facts):
    asked = {"indicator": "dvc_ho_so", "area": country.hamlet.pk, **YEAR}
    book = book_of(client, cast.commune_officer, "reports:indicator_export", **asked)

    assert book.sheetnames == ["Diễn biến", "Biểu đồ"]


@pytest.mark.parametrize("page", ["compare", "indicator"])
def test_the_page_leads_to_its_file_and_the_file_leaves_a_record(client, cast, country, facts, page):
    found = links(ask(client, cast.commune_officer, f"reports:{page}", **YEAR))

    assert client.get(found["Excel"]).status_code == 200
    record = AccessRecord.objects.get()
    assert (record.user, record.subject) == (cast.commune_officer, "Số liệu Xã Tân Hòa")


@pytest.mark.parametrize("page", ["compare", "indicator"])
def test_what_cannot_be_read_goes_back_to_the_page(client, cast, country, facts, page):
    answer = ask(client, cast.commune_officer, f"reports:{page}_export", map="mars")

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse(f"reports:{page}"))
