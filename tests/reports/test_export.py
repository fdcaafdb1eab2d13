import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AccessRecord
from tests.reports.files import ADDRESS, export, make_facts
from tests.reports.targets import give


@pytest.fixture
def facts(country, household, indicators):
    make_facts(country, household, indicators)


def rows_of(answer) -> list[tuple]:
    return list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_the_workbook_says_what_was_asked_and_holds_numbers(client, cast, country, facts):
    answer = export(client, cast.commune_officer)

    assert answer["Content-Disposition"].startswith('attachment; filename="so-lieu-')
    titles, table = rows_of(answer)[:4], rows_of(answer)[5:]
    assert titles[0][0] == "Xã Tân Hòa – số liệu của Tổ công nghệ số cộng đồng"
    assert titles[1][0] == "Kỳ: Năm 2026 (01/01/2026 – 31/12/2026)"
    assert titles[2][0].startswith("Bản đồ: Như đã ghi nhận.")
    assert [tuple(cell and getattr(cell, "date", lambda cell=cell: cell)() for cell in row) for row in table] == [
        ("Đơn vị", "Thuộc", "dvc_ho_so (hồ sơ)", "Hộ có app (%)", "vneid_muc_2 (người)", "Lần ghi gần nhất"),
        ("Ấp 1", None, 1234, None, None, date(2026, 3, 5)),
        ("Ấp 2", "trước đây Thị trấn Một Ngàn", None, None, None, date(2026, 4, 6)),
        ("Tổng: Xã Tân Hòa", None, 1234, 12.5, None, date(2026, 4, 6)),
    ]


def test_the_csv_file_holds_the_same_rows(client, cast, country, facts):
    answer = export(client, cast.commune_officer, kind="csv")

    found = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert found[6] == ["Ấp 1", "", "1234", "", "", "05/03/2026"]
    assert found[-1][:4] == ["Tổng: Xã Tân Hòa", "", "1234", "12.5"]


def test_a_name_cannot_become_a_formula(client, cast, country, facts):
    country.hamlet.kind, country.hamlet.name = "=CMD()", "A1"
    country.hamlet.save()

    assert "'=CMD() A1" in {row[0] for row in rows_of(export(client, cast.commune_officer)) if row}


def test_nor_can_the_name_of_an_indicator(client, cast, country, facts, indicators):
    indicators["dvc_ho_so"].short_name = "=CMD()"
    indicators["dvc_ho_so"].save()

    [chart] = load_workbook(BytesIO(export(client, cast.commune_officer).content))["Biểu đồ"]._charts
    assert chart.title.tx.strRef is None
    assert chart.title.tx.rich.p[0].r[0].t == "'=CMD() (hồ sơ)"


def test_each_file_leaves_a_record(client, cast, country, facts):
    export(client, cast.commune_officer)

    record = AccessRecord.objects.get()
    assert (record.user, record.action, record.subject) == (cast.commune_officer, "export", "Số liệu Xã Tân Hòa")
    assert record.row_count == 3


def test_a_member_may_read_the_board_and_not_take_it_away(client, cast, country, facts):
    answer = export(client, cast.team_member)

    assert answer.status_code == 403
    assert not AccessRecord.objects.exists()
    board = client.get(reverse("reports:dashboard"))
    assert ADDRESS not in board.content.decode()


def test_another_kind_of_file_is_not_found(client, cast, country, facts):
    assert export(client, cast.commune_officer, kind="exe").status_code == 404


def test_a_question_that_cannot_be_read_goes_back_to_the_page(client, cast, country, facts):
    answer = export(client, cast.commune_officer, map="mars")

    assert answer.status_code == 302
    assert "Không rõ bản đồ “mars”" in client.get(answer["Location"]).content.decode()
    assert not AccessRecord.objects.exists()


def test_an_area_not_on_the_map_goes_back_to_the_page(client, cast, country, facts):
    answer = export(client, cast.province_officer, **{"from": "2022-01-01", "to": "2022-12-31"})

    assert answer.status_code == 302
    assert "chưa có trong kỳ này" in client.get(answer["Location"]).content.decode()


def test_native_charts_refer_to_the_cells_with_figures(client, cast, country, facts):
    book = load_workbook(BytesIO(export(client, cast.commune_officer).content))

    charts = book["Biểu đồ"]._charts
    drawn = [(chart.series[0].cat.strRef.f, chart.series[0].val.numRef.f) for chart in charts]
    assert drawn == [("'Số liệu'!$A$7", "'Số liệu'!$C$7")]  # the only column with a figure, its only unit
    assert book["Số liệu"]["C7"].value == 1234


def test_targets_have_a_sheet_of_their_own(client, cast, country, facts, indicators):
    give(country.commune, indicators["dvc_ho_so"], 2000, start=date(2026, 1, 1), end=date(2026, 12, 31))

    sheet = load_workbook(BytesIO(export(client, cast.commune_officer).content))["Mục tiêu"]

    found = list(sheet.iter_rows(min_row=7, values_only=True))
    assert [row[:5] for row in found] == [("Tổng: Xã Tân Hòa", None, "dvc_ho_so", "hồ sơ", 2000)]
    assert (found[0][7], found[0][9]) == (1234, 61.7)


def test_what_is_due_is_rounded_up_in_the_file_as_on_the_page(client, cast, country, facts, indicators):
    span = {"start": date(2026, 1, 1), "end": date(2026, 3, 31)}
    give(country.commune, indicators["vneid_muc_2"], 30, statistic="households", **span)  # of 8 households: 2.4

    asked = {"from": span["start"], "to": span["end"]}
    sheet = load_workbook(BytesIO(export(client, cast.commune_officer, **asked).content))["Mục tiêu"]

    header, row = sheet.iter_rows(min_row=6, values_only=True)
    stands = dict(zip(header, row, strict=True))
    assert (stands["Mức giao"], stands["Phải đạt"], stands["Còn thiếu"]) == (3, 3, 3)
