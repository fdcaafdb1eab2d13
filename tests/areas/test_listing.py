"""The list of the units below another, on its page and as a file."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from areas import ancestry
from areas.models import Area, AreaStatistic, Level
from tests.areas.pages import page, rows, text
from tests.cast import make_area

BEFORE = "2024-01-01"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def test_sub_units_of_a_commune_are_ones_hamlets_with_their_former_commune(officer, country):
    listed = rows(page(officer, country.commune))
    assert [(str(unit), [str(old) for old in unit.former]) for unit in listed] == [
        ("Ấp 1", ["Xã Tân Hòa"]),
        ("Ấp 2", ["Thị trấn Một Ngàn"]),
    ]


def test_sub_units_of_another_commune_are_not_shown(officer, country):
    response = page(officer, country.foreign_commune)
    assert rows(response) == []
    assert "Vĩnh Lạc" not in text(response)
    assert "Ấp, khu vực chỉ hiện với người có nhiệm vụ ở xã, phường này." in text(response)


def test_sub_units_can_be_listed_by_any_level_below(officer, country):
    response = page(officer, country.old_province, on=BEFORE, level=Level.COMMUNE.value)
    assert [(str(unit), str(unit.holder), [str(h.unit) for h in unit.heirs]) for unit in rows(response)] == [
        ("Thị trấn Một Ngàn", "Huyện Châu Thành A", ["Xã Tân Hòa"]),
        ("Xã Tân Hòa", "Huyện Châu Thành A", ["Xã Tân Hòa"]),
    ]
    assert [words for _level, words in response.context["listing"].tabs] == ["1 huyện", "2 thị trấn, xã", "2 ấp"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"name": "mot ngan"}, ["Một Ngàn"]),
        ({"kind": "Xã"}, ["Tân Hòa"]),
        ({"kind": "Quận"}, []),
        ({"name": "%"}, []),
        ({"sort": "-name"}, ["Tân Hòa", "Một Ngàn"]),
        ({"sort": "code"}, ["Một Ngàn", "Tân Hòa"]),
        ({"sort": "no-such-column", "page": "99", "level": "x"}, ["Một Ngàn", "Tân Hòa"]),
    ],
)
def test_sub_units_are_filtered_and_sorted(officer, country, query, expected):
    listed = rows(page(officer, country.old_district, on=BEFORE, **query))
    assert [unit.name for unit in listed] == expected


def test_numbers_and_names_are_written_as_in_viet_nam(officer, country):
    for number in (10, 2):
        make_area(Level.COMMUNE, "Phường", str(number), country.province, valid_from=date(2025, 7, 1))
    ancestry.rebuild()
    AreaStatistic.objects.create(area=country.commune, year=2024, households=5321, source="Niên giám")
    assert [unit.name for unit in rows(page(officer, country.province))] == ["2", "10", "Tân Hòa"]
    shown = text(page(officer, country.commune))
    assert ">5.321<" in shown and ">2024<" in shown and ">—<" in shown


def test_a_unit_without_figures_says_so(officer, country):
    assert "Chưa có số hộ, nhân khẩu của đơn vị này." in text(page(officer, country.commune))


def test_the_list_leaves_as_a_workbook(officer, country):
    response = page(officer, country.old_district, on=BEFORE, _export="xlsx")
    values = list(load_workbook(BytesIO(response.content)).active.values)
    assert values[0][:5] == ("Loại", "Tên", "Mã", "Thuộc", "Đơn vị trực thuộc")
    assert [row[:4] for row in values[1:]] == [
        ("Thị trấn", "Một Ngàn", "31342", "Huyện Châu Thành A"),
        ("Xã", "Tân Hòa", "31345", "Huyện Châu Thành A"),
    ]
    assert values[1][8] == "Xã Tân Hòa"


def test_the_list_leaves_as_csv_with_what_the_filter_left(officer, country):
    response = page(officer, country.old_district, on=BEFORE, _export="csv", name="mot")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and lines[1].startswith("Thị trấn,Một Ngàn,31342,Huyện Châu Thành A,")
    assert "don-vi-huyen-chau-thanh-a-ngay-20240101" in response["Content-Disposition"]


def test_a_name_that_looks_like_a_formula_leaves_as_text(officer, country):
    Area.objects.filter(pk=country.hamlet.pk).update(name="=1+1")
    lines = page(officer, country.commune, _export="csv").content.decode("utf-8-sig").splitlines()
    assert any("'=1+1" in line for line in lines)


def test_an_export_holds_no_hamlet_of_others(officer, country):
    content = page(officer, country.vn, level=Level.HAMLET.value, _export="csv").content.decode("utf-8-sig")
    assert "Ấp,1," in content and "Vĩnh Lạc" not in content


def test_whom_the_role_table_lets_not_export_gets_no_file_and_no_button(client, cast, country):
    client.force_login(cast.team_member)
    assert page(client, country.commune, _export="csv").status_code == 403
    assert "_export" not in text(page(client, country.commune))


def test_an_unknown_kind_of_file_is_not_found(officer, country):
    assert page(officer, country.commune, _export="exe").status_code == 404
