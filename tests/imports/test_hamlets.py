"""Lists of hamlets: new ones are founded where they stood and stand; known ones take over their figures."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas import ancestry
from areas.dates import BEGINNING, FOREVER
from areas.models import Ancestry, Area, AreaStatistic, Level
from imports import undo
from imports.saving import BrokenOff
from tests.cast import OLD, REFORM_DAY, make_area
from tests.imports.lists import Tried

HEAD = ["STT", "Tên ấp, khu vực", "Xã, phường", "Xã cũ", "Từ ngày", "Số hộ", "Số khẩu"]
TAN_PHU = [1, "Ấp Tân Phú", "Xã Tân Hòa", "TT Một Ngàn", None, 320, 1250]
SHORT = ["STT", "Ấp", "Số hộ"]


@pytest.fixture
def tried(country, cast):
    def tried(*rows, head=HEAD, **more):
        asked = {"area": country.commune, "by": cast.commune_officer} | more
        return Tried("hamlets", [["DANH SÁCH ẤP, KHU VỰC"], head, *rows], **asked)

    return tried


def hamlet(name):
    return Area.objects.get(level=Level.HAMLET, name=name)


def test_a_hamlet_is_founded_where_it_stood_and_stands(tried, country):
    assert tried(TAN_PHU).save().actions == ["new"]
    new = hamlet("Tân Phú")
    assert (new.kind, new.valid_from, new.search_key) == ("Ấp", BEGINNING, "tan phu")
    assert list(new.placements.values_list("parent", "valid_from", "valid_until")) == [
        (country.old_town.pk, BEGINNING, OLD["valid_until"]),
        (country.commune.pk, REFORM_DAY, FOREVER),
    ]
    assert list(new.statistics.values_list("year", "households", "residents")) == [(2026, 320, 1250)]


def test_the_ancestry_of_new_hamlets_is_the_one_that_would_be_derived(tried, country):
    tried(TAN_PHU, [2, "Khu vực 3", "Xã Tân Hòa", None, "01/09/2025", None, None]).save()
    marked = {unit.name: unit.loose for unit in (hamlet("Tân Phú"), hamlet("3"))}
    assert marked == {"Tân Phú": False, "3": True}  # before it began no hamlet stood there
    assert ancestry.rebuild() == 0
    assert {name: hamlet(name).loose for name in marked} == marked
    held = Ancestry.objects.on(date(2025, 6, 30)).filter(descendant=hamlet("Tân Phú"))
    assert held.filter(ancestor=country.old_district).exists()


def test_the_same_list_again_changes_nothing(tried):
    tried(TAN_PHU).save()
    assert tried(TAN_PHU).actions == ["unchanged"]


def test_figures_of_a_known_hamlet_are_told_old_and_new(tried, country):
    AreaStatistic.objects.create(area=country.hamlet, year=2026, households=90, source="Công an xã")
    asked = tried([1, "Ấp 1", None, None, None, 95, 400], [2, "ấp 02", None, None, None, 70, None])
    assert [row.changes for row in asked.rows] == [
        {"households": [90, 95], "residents": [None, 400]},
        {"households": [None, 70]},
    ]
    asked.save()
    assert set(AreaStatistic.objects.values_list("area", "households", "source")) == {
        (country.hamlet.pk, 95, "Công an xã"),
        (country.other_hamlet.pk, 70, "Danh sách nhập từ Excel, tính đến 22/11/2026"),
    }


@pytest.mark.parametrize(
    ("head", "row", "kept"),
    [
        (SHORT, [1, "Tân Phú", 5], ("Ấp", "Tân Phú")),
        (SHORT, [1, "KV3", 5], ("Khu vực", "3")),
        (SHORT, [1, "ẤP TÂN PHÚ A", 5], ("Ấp", "Tân Phú A")),
        (["STT", "Loại", "Tên", "Số hộ"], [1, "Khóm", "Chợ", 5], ("Khóm", "Chợ")),
        (["Loại", "Tên", "Thuộc", "Trước đây"], ["Ấp", "7", "Xã Tân Hòa", "Thị trấn Một Ngàn"], ("Ấp", "7")),
    ],
)
def test_kind_and_name_are_read_however_offices_write_them(tried, head, row, kept):
    assert tried(row, head=head).save().actions == ["new"]
    new = Area.objects.filter(level=Level.HAMLET).latest("pk")
    assert (new.kind, new.name) == kept


def test_a_bare_name_under_no_telling_heading_waits(tried):
    asked = tried([1, "Tân Phú", None, None, None, 5, None])
    assert asked.actions == ["waiting"]
    assert asked.sentences[-1] == "B3 Chưa rõ là ấp, khóm hay khu vực. Ghi loại trước tên, như “Ấp Tân Phú”."


@pytest.mark.parametrize("name", ["Khóm 1", "Ấp Tân Phù"])
def test_a_name_that_may_be_a_known_hamlet_waits(tried, country, name):
    make_area(Level.HAMLET, "Ấp", "Tân Phú", country.commune)
    ancestry.rebuild()
    asked = tried([1, name, None, None, None, 5, None])
    assert (asked.actions, asked.codes) == (["waiting"], ["hamlet_like"])
    key = asked.rows[0].reasons[0].detail["key"]
    answers = {
        choice: tried([1, name, None, None, None, 5, None], decisions={key: choice}) for choice, _ in asked.offered()
    }
    assert [answer.actions for answer in answers.values()] == [["changed"], ["new"], ["skipped"]]


def test_hamlets_of_one_name_from_two_former_communes_are_two(tried):
    seven = [["Ấp 7", "Tân Hòa", old] for old in ("TT Một Ngàn", "xã Tân Hòa")]
    asked = tried(*([n, *row, None, 5, None] for n, row in enumerate(seven)))
    assert asked.save().actions == ["new", "new"]
    again = tried([1, "Ấp 7", "Tân Hòa", None, None, 5, None])
    assert (again.actions, again.codes) == (["waiting"], ["place_ambiguous"])


def test_a_hamlet_twice_in_a_list_waits(tried):
    assert tried(TAN_PHU, TAN_PHU).codes == ["same_as_row"]


def test_days_and_communes_that_do_not_fit_wait(tried, country):
    make_area(Level.COMMUNE, "Xã", "Vị Đông", country.old_district, "31400", **OLD)
    late = [1, "Ấp 8", None, "TT Một Ngàn", "01/01/2026", 5, None]
    foreign = [2, "Ấp 9", "Xã Vĩnh Gia", None, None, 5, None]
    asked = tried(late, foreign)
    assert asked.codes == ["since_too_late", "place_not_yours"]


def test_an_officer_of_another_commune_founds_nothing_here(tried, cast):
    assert tried(TAN_PHU, by=cast.foreign_officer).codes == ["place_not_yours"]


def test_a_province_imports_into_all_its_communes(tried, cast, country):
    asked = tried(TAN_PHU, [2, "Ấp 9", None, None, None, 5, None], area=country.province, by=cast.province_officer)
    assert asked.actions == ["new", "new"]


def test_two_officers_who_save_one_hamlet_at_once_save_it_once(tried):
    first, second = tried(TAN_PHU), tried(TAN_PHU)
    first.save()
    with pytest.raises(BrokenOff, match="có người vừa thay đổi"):
        second.save()
    assert Area.objects.filter(name="Tân Phú").count() == 1


@pytest.mark.parametrize("n", [1, 5])
def test_the_database_is_asked_as_often_for_one_row_as_for_five(tried, n):
    rows = [[k, f"Ấp Tân {chr(65 + k)}", "Xã Tân Hòa", "TT Một Ngàn", None, k, None] for k in range(n)]
    with CaptureQueriesContext(connection) as queries:
        asked = tried(*rows)
        asked.kind.writes(asked.parsed, asked.question)
    assert len(queries) == 9


def test_an_import_of_hamlets_can_be_undone(tried, cast):
    saved = tried(TAN_PHU).save()
    undo.undo(saved.batch, by=cast.commune_officer)
    assert not Area.objects.filter(name="Tân Phú").exists()
    assert not AreaStatistic.objects.exists()
    assert ancestry.rebuild() == 0


def test_sections_may_name_the_former_communes(tried, country):
    rows = [
        ["I", "Thị trấn Một Ngàn cũ"],
        [1, "Ấp 7", 5],
        ["II", "Xã Tân Hòa cũ"],
        [1, "Ấp 7", 6],
        ["", "Tổng cộng", 11],
    ]
    assert tried(*rows, head=["STT", "Tên ấp", "Số hộ"]).save().actions == ["new", "new"]
    stood = {new.placements.first().parent_id for new in Area.objects.filter(name="7")}
    assert stood == {country.old_town.pk, country.old_commune.pk}


def test_a_numbered_list_of_nothing_but_names_is_a_list(tried):
    asked = tried([1, "Ấp Long Hòa"], [2, "Khu vực 5"], head=["STT", "Tên ấp"])
    assert asked.actions == ["new", "new"]


def test_what_was_exported_comes_back_unchanged(client, cast, country):
    client.force_login(cast.province_officer)
    file = client.get(country.commune.get_absolute_url(), {"_export": "xlsx"}).content
    assert Tried("hamlets", file, area=country.province, by=cast.province_officer).actions == ["unchanged"] * 2


def test_a_hamlet_that_is_over_is_not_founded(tried):
    asked = tried(["Ấp 7", "31/12/2024"], head=["Tên ấp", "Đến hết ngày"])
    assert asked.codes == ["hamlet_over"]
