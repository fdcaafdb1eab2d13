"""Lists of households: what is new, what is known, what waits, and what saving makes of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from areas import ancestry
from areas.models import Level
from areas.reforms import carry_hamlets
from imports import undo
from tests.cast import make_area
from tests.imports.lists import Tried
from visits.models import Household

HEAD = ["STT", "Họ và tên chủ hộ", "Ấp", "Địa chỉ", "Số điện thoại", "Số nhân khẩu", "Loại hộ"]
BUOI = [1, "Lê Thị Bưởi", "Ấp 1", "Số 12", 590000001, 4, "Hộ gia đình"]
CAM = [2, "Trần Văn Cam", "ấp 2", "Chợ Một Ngàn", "0590.000.002", "3", "Hộ kinh doanh"]


@pytest.fixture
def tried(country, cast):
    def tried(*rows, **more):
        asked = {"area": country.commune, "by": cast.commune_officer} | more
        return Tried("households", [["DANH SÁCH HỘ DÂN XÃ TÂN HÒA"], HEAD, *rows], **asked)

    return tried


def kept():
    columns = ("area__name", "head_name", "address", "phone", "size", "kind")
    return list(Household.objects.order_by("head_name").values_list(*columns))


def test_households_are_saved_with_their_hamlets(tried):
    assert tried(BUOI, CAM).save().actions == ["new", "new"]
    assert kept() == [
        ("1", "Lê Thị Bưởi", "Số 12", "0590000001", 4, "family"),
        ("2", "Trần Văn Cam", "Chợ Một Ngàn", "0590000002", 3, "business"),
    ]
    assert Household.history.count() == 2


def test_the_same_list_again_changes_nothing(tried):
    tried(BUOI, CAM).save()
    assert tried(BUOI, CAM).actions == ["unchanged", "unchanged"]


def test_what_differs_is_told_old_and_new_and_what_the_list_leaves_out_stays(tried):
    tried(BUOI).save()
    moved = tried([1, "Lê Thị Bưởi", "Ấp 1", "Số 14", "0590000001", None, None])
    assert (moved.actions, moved.rows[0].changes) == (["changed"], {"address": ["Số 12", "Số 14"]})
    moved.save()
    assert kept() == [("1", "Lê Thị Bưởi", "Số 14", "0590000001", 4, "family")]


def test_a_namesake_that_nothing_proves_the_same_waits_for_a_person(tried):
    tried(BUOI).save()
    other = [1, "LÊ THỊ BƯỞI", "Ấp 1", "Số 99", "0590000009", 2, None]
    asked = tried(other)
    known = Household.objects.get()
    assert (asked.actions, asked.codes) == (["waiting"], ["household_like"])
    assert [key for key, _label in asked.offered()] == [str(known.pk), "new"]
    assert [label for _key, label in asked.offered()][0] == "Là hộ đã có: Lê Thị Bưởi · Số 12 · 0590***001"
    assert tried(other, decisions={asked.rows[0].key: "new"}).actions == ["new"]
    assert tried(other, decisions={asked.rows[0].key: str(known.pk)}).actions == ["changed"]
    assert tried(other, decisions={asked.rows[0].key: "skip"}).actions == ["skipped"]


def test_a_household_twice_in_a_list_waits(tried):
    asked = tried(BUOI, [2, *BUOI[1:]])
    assert (asked.actions, asked.codes) == (["new", "waiting"], ["same_as_row"])
    assert asked.sentences[-1] == "Giống dòng 3 của trang “Sheet1”. Bỏ qua dòng này nếu ghi hai lần."
    assert tried(BUOI, BUOI, decisions={asked.rows[1].key: "new"}).actions == ["new", "new"]


def test_a_hamlet_of_another_commune_waits(tried, country):
    foreign = [3, "Ngô Thị Dừa", "Ấp Vĩnh Lạc, xã Vĩnh Gia", "Số 1", "0590000003", 2, None]
    asked = tried(BUOI, foreign)
    assert (asked.actions, asked.codes) == (["new", "waiting"], ["place_not_yours"])
    asked.save()
    assert [row[1] for row in kept()] == ["Lê Thị Bưởi"]


def test_a_member_of_a_team_imports_into_the_own_hamlet_only(tried, cast, country):
    asked = tried(BUOI, CAM, by=cast.team_member, area=country.hamlet)
    assert asked.actions == ["new", "waiting"]


def test_a_leader_who_only_reads_imports_nothing(tried, cast):
    assert tried(BUOI, by=cast.commune_leader).codes == ["place_not_yours"]


def test_hamlets_may_stand_in_sections_and_in_the_name_of_the_sheet(tried):
    row = [1, "Lê Thị Bưởi", None, "Số 12", "0590000001", 4, None]
    assert tried(["Ấp 1"], row, ["Ấp 2"], row).save().actions == ["new", "new"]
    assert sorted(row[0] for row in kept()) == ["1", "2"]
    assert tried(row, sheet="Ấp 2").actions == ["unchanged"]


def test_the_former_commune_tells_two_hamlets_of_one_name_apart(country, cast):
    make_area(Level.HAMLET, "Ấp", "1", country.old_town)
    carry_hamlets(country.reform)
    ancestry.rebuild()
    rows = [[*HEAD, "Xã cũ"], [*BUOI, None], [*CAM[:2], "Ấp 1", *CAM[3:], "TT Một Ngàn"]]
    asked = Tried("households", rows, area=country.commune, by=cast.commune_officer)
    assert (asked.actions, asked.codes) == (["waiting", "new"], ["place_ambiguous"])
    chosen = {asked.rows[0].reasons[0].detail["key"]: str(country.hamlet.pk)}
    assert Tried("households", rows, area=country.commune, by=cast.commune_officer, decisions=chosen).actions == [
        "new",
        "new",
    ]


def test_cells_that_cannot_be_read_wait_with_a_sentence(tried):
    asked = tried([1, "Lê Thị Bưởi", "Ấp 1", "Số 12", "059", 400, None], [2, None, "Ấp 1", "Số 12", None, 3, None])
    assert asked.actions == ["waiting", "waiting"]
    assert {issue.cell for row in asked.rows for issue in row.reasons} >= {"E3", "F3"}
    accepted = tried(
        [1, "Lê Thị Bưởi", "Ấp 1", "Số 12", "059", 400, None], decisions={asked.rows[0].key: "accept"}
    ).save()
    assert accepted.actions == ["new"]
    assert kept() == [("1", "Lê Thị Bưởi", "Số 12", "", None, "family")]


def test_a_smaller_household_is_counted_anew(tried, visit, household):
    """Two persons were helped in a household of four; of one person only one counts."""
    asked = tried([1, household.head_name, "Ấp 1", None, household.phone, 1, None])
    assert asked.save().actions == ["changed"]
    counted = visit.contributions.get(indicator__code="vneid_muc_2")
    assert (counted.claimed, counted.quantity) == (2, 1)


@pytest.mark.parametrize("n", [1, 5])
def test_the_database_is_asked_as_often_for_one_row_as_for_five(tried, n):
    rows = [[k, f"Lê Thị {chr(65 + k)}a", "Ấp 1", f"Số {k}", f"05900000{k:02}", 4, None] for k in range(n)]
    with CaptureQueriesContext(connection) as queries:
        tried(*rows)
    assert len(queries) == 7


def test_undoing_gives_the_old_number_of_residents_back_to_the_counts(tried, cast, visit, household):
    saved = tried([1, household.head_name, "Ấp 1", None, household.phone, 1, None]).save()
    undo.undo(saved.batch, by=cast.commune_officer)
    household.refresh_from_db()
    assert (household.size, visit.contributions.get(indicator__code="vneid_muc_2").quantity) == (4, 2)


def test_what_was_exported_comes_back_unchanged(client, cast, country, household, visit):
    client.force_login(cast.commune_officer)
    file = client.get(reverse("visits:household_list"), {"_export": "xlsx"}).content
    back = Tried("households", file, area=country.commune, by=cast.commune_officer)
    assert back.actions == ["unchanged"]
