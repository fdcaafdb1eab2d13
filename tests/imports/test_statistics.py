"""Lists of figures: each belongs to the unit as it was in that year."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from areas.models import AreaStatistic
from imports.display import in_words
from imports.kinds import KINDS
from imports.rows import Issue, Severity
from imports.sentences import sentence
from tests.imports.lists import Tried

HEAD = ["STT", "Mã", "Đơn vị", "Xã, phường", "Năm", "Số hộ", "Nhân khẩu", "Nguồn"]


@pytest.fixture
def tried(country, cast):
    def tried(*rows, head=HEAD, **more):
        asked = {"area": country.commune, "by": cast.commune_officer} | more
        return Tried("statistics", [["SỐ LIỆU ĐỊA BÀN"], head, *rows], **asked)

    return tried


def kept():
    return set(AreaStatistic.objects.values_list("area", "year", "households", "residents", "source"))


def test_units_are_found_by_code_and_by_name(tried, country):
    rows = [
        [1, "31342", "Tân Hòa", None, 2025, "2.140", 8600, "Công an xã"],
        [2, None, "Ấp 1", "Xã Tân Hòa", 2025, 90, 380, None],
    ]
    assert tried(*rows).save().actions == ["new", "new"]
    assert kept() == {
        (country.commune.pk, 2025, 2140, 8600, "Công an xã"),
        (country.hamlet.pk, 2025, 90, 380, "Danh sách nhập từ Excel, tính đến 22/11/2026"),
    }
    assert tried(*rows).actions == ["unchanged", "unchanged"]


def test_changed_figures_are_told_old_and_new_and_missing_ones_stay(tried, country):
    AreaStatistic.objects.create(area=country.hamlet, year=2025, households=90, residents=380, source="Công an xã")
    asked = tried([1, None, "Ấp 1", None, 2025, 95, None, None])
    assert (asked.actions, asked.rows[0].changes) == (["changed"], {"households": [90, 95]})
    asked.save()
    assert kept() == {(country.hamlet.pk, 2025, 95, 380, "Công an xã")}


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("households", 1090, "1.090"),
        ("residents", 4360.0, "4.360"),
        ("year", 2025, "2025"),
        ("source", "1090", "1090"),
    ],
)
def test_figures_are_shown_with_points_and_years_without(field, value, shown):
    assert in_words(KINDS["statistics"], field, value) == shown


@pytest.mark.parametrize(
    ("code", "detail", "beginning"),
    [
        ("hidden_sheet", {"sheet": "Cũ", "rows": 1000}, "Trang “Cũ” đang ẩn, có 1.000 dòng"),
        ("target_told_twice", {"row": 1234, "sheet": "A", "value": "70 %"}, "Dòng 1234 của trang “A”"),
    ],
)
def test_counts_in_sentences_are_written_with_points_and_lines_without(code, detail, beginning):
    assert sentence(Issue(code, Severity.INFO, detail=detail)).startswith(beginning)


def test_numbers_out_of_range_tell_the_range_with_points(tried):
    asked = tried([1, None, "Ấp 1", None, 1999, 99_000_000_000, None, None])
    told = " ".join(asked.sentences)
    assert ("từ 0 đến 200.000.000" in told, "từ 2000 đến 20" in told) == (True, True)


def test_figures_of_a_year_before_the_reform_belong_to_the_units_of_that_year(tried, country, cast):
    rows = [[1, None, "Thị trấn Một Ngàn", None, year, 900, 3600, None] for year in (2023, 2025, 2026)]
    asked = tried(*rows, area=country.province, by=cast.province_officer)
    assert (asked.actions, asked.codes) == (["new", "new", "waiting"], ["unit_of_another_time"])
    asked.save()
    assert {(row[0], row[1]) for row in kept()} == {(country.old_town.pk, 2023), (country.old_town.pk, 2025)}


def test_the_year_of_the_list_stands_in_for_a_missing_one(tried, country):
    tried(["Ấp 2", 70], head=["Ấp", "Số hộ"]).save()
    assert {row[:3] for row in kept()} == {(country.other_hamlet.pk, 2026, 70)}


def test_rows_that_cannot_be_saved_wait_with_a_sentence(tried):
    asked = tried(
        [1, None, "Ấp 1", None, 2025, "nhiều", None, None],
        [2, None, "Ấp 1", None, 1975, 90, None, None],
        [3, None, "Ấp 2", None, 2025, None, None, "Công an xã"],
        [4, None, "Xã Vĩnh Gia", None, 2025, 5, None, None],
        [5, None, "Ấp 2", None, 2024, 80, 70, None],
        [6, None, "Ấp 2", None, 2024, 81, 300, None],
    )
    assert asked.actions == ["waiting"] * 4 + ["new", "waiting"]
    assert asked.codes[2:] == ["no_figures", "place_not_yours", "same_as_row"]
    assert {"F3", "E4"} <= {reason.cell for row in asked.rows for reason in row.reasons}
    assert [issue.code for issue in asked.rows[4].issues] == ["more_than_residents"]


def test_an_officer_of_a_commune_writes_no_figures_of_the_province(tried):
    assert tried([1, "92", "Cần Thơ", None, 2025, 5, None, None]).codes == ["place_not_yours"]


@pytest.mark.parametrize("n", [1, 5])
def test_the_database_is_asked_as_often_for_one_row_as_for_five(tried, n):
    rows = [[k, None, f"Ấp {1 + k % 2}", "Tân Hòa", 2025, k, None, None] for k in range(n)]
    with CaptureQueriesContext(connection) as queries:
        tried(*rows)
    assert len(queries) == 7


def test_what_was_exported_comes_back_unchanged(client, cast, country):
    for unit, year in ((country.hamlet, 2026), (country.commune, 2025), (country.old_town, 2023)):
        AreaStatistic.objects.create(area=unit, year=year, households=90, source="Công an xã")
    client.force_login(cast.province_officer)
    file = client.get(reverse("areas:statistic_export", args=[country.province.pk]), {"_export": "xlsx"}).content
    assert Tried("statistics", file, area=country.province, by=cast.province_officer).actions == ["unchanged"] * 3
