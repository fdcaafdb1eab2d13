"""Tables of targets as offices send them: a row for each unit, a column for each indicator."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import Target
from reports.rollup import Period
from reports.sheets.wide import Heading, read_heading
from reports.targets import terms
from tests.imports.lists import Tried
from tests.reports.pages import words
from tests.reports.targets import QUARTER, give
from visits.models import Indicator

TITLE = ["PHÂN BỔ CHỈ TIÊU QUÝ IV NĂM 2026"]
SENT = ["(Kèm theo Kế hoạch số 15/2026/KH-UBND ngày 20 tháng 9 năm 2025)"]
HEAD = ["STT", "Đơn vị", "Số hộ", "app_ho", "Hộ có app (%)", "Ghi chú"]


@pytest.fixture
def tried(country, cast, indicators):
    def tried(*rows, **more):
        return Tried("targets", list(rows), area=country.province, by=cast.province_officer, **more)

    return tried


def held(**more):
    found = Target.objects.current().filter(**more)
    return set(found.values_list("area__name", "indicator__code", "value", "basis", "statistic", "counting"))


def test_each_cell_gives_its_unit_a_target_of_the_span_in_the_title(tried, country):
    asked = tried(
        TITLE,
        SENT,
        HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [None, "Thành phố Cần Thơ", 900, "1.250", None, None],
        [1, "Xã Tân Hòa", 300, 400, "70 %", "xã điểm"],
        ["I", "Xã Tân Hòa"],
        [1, "Ấp 1", 100, 120, "-", None],
        [2, "Ấp 2", 201, None, None, "chưa giao"],
        [None, "Tổng cộng", 301, 120, None, None],
        [None, None, None, "TM. ỦY BAN NHÂN DÂN"],
    )
    assert [(row.address, str(row.action)) for row in asked.rows] == [
        ("D5", "new"),
        ("D6", "new"),
        ("E6", "new"),
        ("D8", "new"),
    ]
    asked.save()
    assert held(**QUARTER) == {
        ("Cần Thơ", "app_ho", 1250, "amount", "", "period"),
        ("Tân Hòa", "app_ho", 400, "amount", "", "period"),
        ("Tân Hòa", "ty_le_ho_app", 70, "percent", "", "so_far"),
        ("1", "app_ho", 120, "amount", "", "period"),
    }


def test_headings_of_two_rows_tell_the_indicator_and_how_it_is_measured(tried):
    asked = tried(
        ["CHỈ TIÊU NĂM 2026"],
        ["TT", "Tên đơn vị", "Chỉ tiêu giao", None, None],
        [None, None, "app_ho", "vneid_muc_2", "dvc_ho_so"],
        [None, None, "% số hộ, lũy kế", "ĐVT: % người trưởng thành", None],
        [1, "Xã Tân Hòa", 0.7, 0.4, 30],
        [2, "Ấp 1", 1, None, 8],
    )
    asked.save()
    assert held(start=date(2026, 1, 1), end=date(2026, 12, 31)) == {
        ("Tân Hòa", "app_ho", 70, "percent", "households", "so_far"),
        ("Tân Hòa", "vneid_muc_2", 40, "percent", "adults", "period"),
        ("Tân Hòa", "dvc_ho_so", 30, "amount", "", "period"),
        ("1", "app_ho", 100, "percent", "households", "so_far"),
        ("1", "dvc_ho_so", 8, "amount", "", "period"),
    }


@pytest.mark.parametrize(
    "text, heading",
    [
        ("Ví điện tử", Heading("Ví điện tử")),
        ("Ví điện tử (người)", Heading("Ví điện tử (người)")),
        ("Chỉ tiêu giao – Ví điện tử", Heading("Ví điện tử")),
        ("Hộ kỹ năng số (% số hộ, lũy kế đến cuối kỳ)", Heading("Hộ kỹ năng số", "% số hộ", "lũy kế đến cuối kỳ")),
        ("Quý III/2026 – Ví điện tử – ĐVT: %", Heading("Ví điện tử", "%", "", "Quý III/2026")),
        ("Ví điện tử – Thực hiện", Heading("Ví điện tử – Thực hiện")),
    ],
)
def test_what_a_heading_tells(text, heading):
    found = read_heading(text)
    assert (found.indicator, found.measure.strip(), found.counting.strip(), found.term) == (
        heading.indicator,
        heading.measure,
        heading.counting,
        heading.term,
    )


@pytest.mark.parametrize(
    "title, span",
    [
        ("CHỈ TIÊU GIAO QUÝ IV NĂM 2026", "2026-q4"),
        ("Kế hoạch 6 tháng đầu năm 2026 (số 5/2025/KH-UBND ngày 20/9/2025)", "2026-h1"),
        ("Chỉ tiêu tháng 11/2026", "2026-11"),
        ("Phân bổ chỉ tiêu năm 2026", "2026"),
        ("Từ ngày 05/11/2026 đến hết ngày 20/12/2026", "2026-11-05..2026-12-20"),
        ("Giai đoạn 2021 – 2025", "2021-01-01..2025-12-31"),
        ("Cần Thơ, ngày 20 tháng 9 năm 2026", None),
        ("Quyết định số 12/2026/QĐ-UBND", None),
        ("Từ 31/02/2026 đến 01/03/2026", None),
    ],
)
def test_the_span_that_a_title_names(title, span):
    found = terms.named_in(title)
    assert found and terms.name_of(found) == span if span else found is None


def test_a_table_without_a_span_asks_for_one(tried):
    rows = [HEAD, [1, "Xã Tân Hòa", 300, 400, None, None]]
    asked = tried(*rows)
    assert (asked.actions, asked.codes) == (["waiting"], ["target_span_missing"])
    assert asked.sentences[0].startswith("Tệp không ghi kỳ giao.")

    chosen = tried(*rows, options={"term": "2026-q4"})
    assert (chosen.actions, chosen.rows[0].values["start"]) == (["new"], date(2026, 10, 1))
    assert tried(*rows, sheet="Quý IV-2026").actions == ["new"]


def test_a_column_of_no_known_indicator_is_asked_about_once_and_may_be_left_out(tried, indicators):
    head = ["STT", "Đơn vị", "Hộ dùng app", "Diện tích"]
    rows = [TITLE, head, [1, "Xã Tân Hòa", 400, 12], [2, "Ấp 1", 30, 3]]
    asked = tried(*rows)
    assert (asked.actions, asked.sentences[0]) == (
        ["waiting", "waiting"],
        "C3 Không có chỉ tiêu “Hộ dùng app” trong danh mục. Chọn một, hoặc bỏ qua dòng này.",
    )
    key = asked.rows[0].reasons[0].detail["key"]
    assert tried(*rows, decisions={key: str(indicators["app_ho"].pk)}).actions == ["new", "new"]
    assert tried(*rows, decisions={key: "skip"}).actions == ["skipped", "skipped"]


def test_of_two_figures_for_one_unit_neither_is_taken_before_a_person_chose(tried):
    rows = [TITLE, HEAD, [1, "Xã Tân Hòa", 300, 400], [2, "Xã Tân Hòa", 300, 450], [3, "Xã Tân Hòa", 300, "nhiều"]]
    asked = tried(*rows)
    assert asked.actions == ["waiting"] * 3
    assert asked.sentences[0] == (
        "Dòng 4 của trang “Sheet1” cũng giao chỉ tiêu này cho đơn vị này trong kỳ này, mức 450. "
        "Bỏ qua một trong hai dòng."
    )
    assert tried(*rows, decisions={asked.rows[0].key: "skip"}).actions == ["skipped", "new", "waiting"]


def test_a_rate_is_no_higher_than_one_that_is_typed(tried):
    asked = tried(TITLE, ["Đơn vị", "Hộ có app"], ["Xã Tân Hòa", 1200])
    assert asked.sentences == ["B3 Tỷ lệ lớn quá: 1.200 %, nhiều nhất là 1.000 %. Sửa trong tệp rồi nhập lại."]


def test_a_changed_line_tells_which_indicator_and_days_it_is_about(tried, client, cast):
    for value in (400, 450):
        saved = tried(TITLE, HEAD, [1, "Xã Tân Hòa", 300, value]).save()
    client.force_login(cast.province_officer)
    page = words(client.get(saved.batch.get_absolute_url(), {"tab": "changed"}).content.decode())
    assert "Xã Tân Hòa app_ho · 01/10/2026 · 31/12/2026 Mức phải đạt: 400 → 450" in page


@pytest.mark.parametrize("title", ["CHỈ TIÊU GIAO QUÝ V NĂM 2026", "CHỈ TIÊU 9 THÁNG ĐẦU NĂM 2026"])
def test_no_year_stands_in_for_a_span_that_was_not_understood(tried, title):
    asked = tried([title], HEAD, [1, "Xã Tân Hòa", 300, 400])
    assert asked.codes == ["target_span_missing"]


def test_an_amount_with_decimals_is_asked_about(tried):
    asked = tried(TITLE, HEAD, [1, "Xã Tân Hòa", 300, 46.5, 46.5])
    assert asked.actions == ["waiting", "new"]
    assert asked.sentences == ["D3 Số lượng không có phần lẻ: 46,5. Nếu là phần trăm, ghi “46,5 %”."]


def test_a_percentage_of_nothing_named_is_asked_about_once(tried):
    rows = [TITLE, HEAD, [1, "Xã Tân Hòa", 300, "70 %", None, None], [2, "Ấp 1", 30, "80 %", None, None]]
    asked = tried(*rows)
    assert asked.codes == ["target_percent_of"] * 2
    key = asked.rows[0].reasons[0].detail["key"]

    tried(*rows, decisions={key: "households"}).save()
    assert {(name, value, statistic) for name, _code, value, _basis, statistic, _c in held()} == {
        ("Tân Hòa", 70, "households"),
        ("1", 80, "households"),
    }
    again = [TITLE, HEAD, [1, "Xã Tân Hòa", 300, "75 %", None, None], [2, "Ấp 1", 30, "80 %", None, None]]
    assert tried(*again).actions == ["changed", "unchanged"]


def test_the_grid_that_was_exported_comes_back_unchanged(client, tried, cast, country, indicators):
    app, rate, zalo = indicators["app_ho"], indicators["ty_le_ho_app"], indicators["zalo_thanh_vien"]
    Indicator.objects.filter(pk=rate.pk).update(short_name="% app_ho")
    give(country.province, app, 900)
    give(country.commune, app, 70, "households", so_far=True)
    give(country.province, rate, Decimal("0.5"), so_far=True)
    give(country.commune, rate, Decimal("12.5"), so_far=True)
    give(country.commune, zalo, 40, "residents")
    client.force_login(cast.province_officer)
    asked = {"area": country.province.pk, "span": "2026-q4", "_export": "xlsx"}
    again = tried_file(client.get(reverse("reports:target_export"), asked).content, country.province, cast)
    assert again.actions == ["unchanged"] * 5


def test_a_grid_of_hamlets_comes_back_with_their_communes(client, cast, country, indicators):
    give(country.hamlet, indicators["app_ho"], 8)
    client.force_login(cast.commune_officer)
    asked = {"area": country.commune.pk, "span": "2026-q4", "_export": "xlsx"}
    again = tried_file(client.get(reverse("reports:target_export"), asked).content, country.province, cast)
    assert again.actions == ["unchanged"]


def tried_file(file, area, cast):
    return Tried("targets", file, area=area, by=cast.province_officer)


def test_what_was_left_out_of_the_file_is_told_line_by_line(tried):
    asked = tried(TITLE, HEAD, [1, "Xã Tân Hòa", 300, None, None, "chưa giao"], [2, "Ấp 1", 30, 5, None, None])
    assert [(line.number, line.reason) for line in asked.parsed.ignored] == [
        (1, "title"),
        (3, "nothing_given"),
        (2, "header"),
    ]


@pytest.mark.parametrize("n", [1, 5])
def test_the_database_is_asked_as_often_for_one_row_as_for_five(tried, n):
    rows = [[k, f"Ấp {1 + k % 2}", 10, 5 + k, "70 %", None] for k in range(n)]
    with CaptureQueriesContext(connection) as queries:
        tried(TITLE, HEAD, *rows)
    assert len(queries) == 8


def test_the_span_of_the_quarter_is_what_the_tests_say():
    assert terms.named_in(TITLE[0]) == Period(**QUARTER)
