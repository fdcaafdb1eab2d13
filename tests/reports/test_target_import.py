"""Lists of targets from Excel: each row is a version of one target."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from imports import undo
from reports.models import Target
from tests.imports.killed import kill_in_the_middle
from tests.imports.lists import Tried
from tests.reports.targets import QUARTER, give

HEAD = ["STT", "Đơn vị", "Xã, phường", "Chỉ tiêu", "Kỳ", "Mức phải đạt", "Tính theo", "Cách tính", "Văn bản giao"]


KILLED = """
from accounts.models import User
from areas.models import Area
from imports.kinds import KINDS
from reports.models import Target
from tests.imports.lists import Tried
def after(*_asked):
    assert [target.value for target in Target.objects.current()] == [400]
    in_the_middle()
KINDS["targets"].after = after
province, officer = Area.objects.get(code="92"), User.objects.get(username="province_officer")
Tried("targets", %(rows)s, area=province, by=officer).save()
"""


@pytest.fixture
def tried(country, cast, indicators):
    def tried(*rows, head=HEAD, **more):
        asked = {"area": country.province, "by": cast.province_officer} | more
        return Tried("targets", [["CHỈ TIÊU GIAO NĂM 2026"], head, *rows], **asked)

    return tried


def held(**more):
    found = Target.objects.current().filter(**more)
    return set(found.values_list("area", "indicator__code", "value", "basis", "statistic", "counting"))


def test_each_row_gives_one_unit_one_target(tried, country, cast):
    rows = [
        [1, "Xã Tân Hòa", None, "Chỉ tiêu app_ho", "Quý IV/2026", "1.250", "Số lượng", None, "KH 5"],
        [2, "Ấp 1", "Xã Tân Hòa", "app_ho", "Quý 4 năm 2026", "70 %", "% số hộ", "Lũy kế đến cuối kỳ", None],
        [3, "Ấp 2", None, "Hộ có app", "Quý IV/2026", 40, None, "Trong kỳ", None],
    ]
    saved = tried(*rows).save()
    assert saved.actions == ["new", "new", "new"]
    _label, grid = saved.kind.next_step(saved.batch)
    assert grid == reverse("reports:target_grid", query={"area": country.province.pk, "span": "2026-q4"})
    assert held(**QUARTER) == {
        (country.commune.pk, "app_ho", 1250, "amount", "", "period"),
        (country.hamlet.pk, "app_ho", 70, "percent", "households", "so_far"),
        (country.other_hamlet.pk, "ty_le_ho_app", 40, "percent", "", "period"),
    }
    first = Target.objects.get(area=country.commune)
    assert (first.set_by, first.office, first.source) == (cast.province_officer, country.province, "KH 5")
    assert tried(*rows).actions == ["unchanged"] * 3


def test_another_figure_is_a_new_version_and_undoing_brings_the_old_one_back(tried, country, cast, indicators):
    give(country.commune, indicators["app_ho"], 300)
    asked = tried([1, "Xã Tân Hòa", None, "app_ho", "Quý IV/2026", 400, None, None, None])
    assert (asked.actions, asked.rows[0].changes) == (["changed"], {"value": [300, 400]})
    batch = asked.save().batch
    assert {value for _area, _code, value, *_rest in held()} == {400}
    assert Target.objects.get(ended_at__isnull=False).ended_by == cast.province_officer

    undo.undo(batch, by=cast.province_officer)

    assert (Target.objects.count(), {value for _a, _c, value, *_rest in held()}) == (1, {300})


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_it_saves_leaves_the_version_before_in_force(tried, country, cast, indicators):
    given = give(country.commune, indicators["app_ho"], 300)
    row = [1, "Xã Tân Hòa", None, "app_ho", "Quý IV/2026", 400, None, None, None]

    kill_in_the_middle(KILLED % {"rows": [HEAD, row]})

    assert (Target.objects.count(), list(Target.objects.current())) == (1, [given])
    tried(row).save()
    assert {value for _area, _code, value, *_rest in held()} == {400}


def test_what_stands_in_the_way_of_undoing_is_named(tried, country, cast, indicators):
    rows = [
        [1, "Xã Tân Hòa", None, "app_ho", "Quý IV/2026", "1.250", None, None, None],
        [2, "Ấp 1", None, "app_ho", "Quý IV/2026", "70 %", "% số hộ", None, None],
    ]
    batch = tried(*rows).save().batch
    whole = Target.objects.get(area=country.commune)
    Target.objects.filter(area=country.hamlet).update(value=Decimal("12.5"))
    give(country.other_hamlet, indicators["app_ho"], 5, cascaded_from=whole)

    with pytest.raises(undo.StillNeeded) as refusal:
        undo.undo(batch, by=cast.province_officer)

    assert refusal.value.reasons == [
        "1 mức phải đạt đã được sửa sau lần nhập này: Ấp 1 · app_ho, 01/10/2026–31/12/2026: 12,50 %. "
        "Hoàn tác sẽ làm mất những sửa đổi đó.",
        "1 mức phải đạt gắn với mức phải đạt do lần nhập này tạo ra: Xã Tân Hòa · app_ho, 01/10/2026–31/12/2026: "
        "1.250. Chuyển hoặc xóa trước đã.",
    ]


def test_a_span_may_be_told_by_its_days_and_old_units_by_their_time(tried, country):
    head = ["Đơn vị", "Chỉ tiêu", "Từ ngày", "Đến hết ngày", "Mức phải đạt", "Tính theo"]
    rows = [
        ["Thị trấn Một Ngàn", "app_ho", date(2022, 7, 1), date(2022, 9, 30), 0.4, "% số hộ"],
        ["Thị trấn Một Ngàn", "app_ho", date(2026, 7, 1), date(2026, 9, 30), 40, "% số hộ"],
    ]
    asked = tried(*rows, head=head)
    assert (asked.actions, asked.codes) == (["new", "waiting"], ["unit_of_another_time"])
    assert asked.sentences[0] == "E3 Ô định dạng phần trăm của Excel, đã hiểu là 40 %. Kiểm tra lại."
    asked.save()
    assert held() == {(country.old_town.pk, "app_ho", Decimal(40), "percent", "households", "period")}


def test_rows_that_cannot_be_saved_wait_with_a_sentence(tried):
    asked = tried(
        [1, "Xã Tân Hòa", None, "Người bay", "Quý IV/2026", 5, None, None, None],
        [2, "Xã Tân Hòa", None, "app_ho", "Quý V/2026", 5, None, None, None],
        [3, "Xã Tân Hòa", None, "app_ho", "Quý IV/2026", "nhiều", None, None, None],
        [4, "Xã Tân Hòa", None, "app_ho", "Quý IV/2026", "70 %", None, None, None],
        [5, "Xã Tân Hòa", None, "Hộ có app", "Quý IV/2026", 70, "Số lượng", None, None],
        [6, "Xã Vĩnh Gia", None, "app_ho", "Quý IV/2026", 5, None, None, None],
        [7, "Ấp 1", None, "app_ho", "Quý IV/2026", 5, "% số trâu", "Thi thoảng", None],
    )
    assert asked.actions == ["waiting"] * 7
    assert set(asked.codes) >= {
        "indicator_unknown",
        "target_span_unclear",
        "target_value_unclear",
        "target_measure_unclear",
        "target_of_a_rate",
        "place_not_yours",
        "target_counting_unclear",
    }
    assert asked.sentences  # each code has its words


def test_an_unknown_indicator_is_chosen_once_for_all_rows(tried, country, indicators):
    rows = [[1, name, None, "Hộ dùng app", "Quý IV/2026", 5, None, None, None] for name in ("Ấp 1", "Ấp 2")]
    key = tried(*rows).rows[0].reasons[0].detail["key"]
    assert tried(*rows, decisions={key: str(indicators["app_ho"].pk)}).actions == ["new", "new"]


def test_a_commune_does_not_lower_what_the_province_gave(tried, country, cast, indicators):
    give(country.commune, indicators["app_ho"], 300, office=country.province)
    rows = [
        [1, "Xã Tân Hòa", None, "app_ho", "Quý IV/2026", 3, None, None, None],
        [2, "Ấp 1", None, "app_ho", "Quý IV/2026", 3, None, None, None],
    ]
    asked = tried(*rows, area=country.commune, by=cast.commune_officer)
    assert (asked.actions, asked.codes) == (["waiting", "new"], ["target_from_above"])


def test_what_was_exported_comes_back_unchanged(client, tried, cast, country, indicators):
    give(country.province, indicators["app_ho"], 900)
    give(country.commune, indicators["app_ho"], 70, "households", so_far=True)
    give(country.hamlet, indicators["ty_le_ho_app"], Decimal("12.5"), source="KH 5")
    client.force_login(cast.province_officer)
    asked = {"area": country.province.pk, "span": "2026-q4", "_export": "xlsx", "form": "list"}
    file = client.get(reverse("reports:target_export"), asked).content
    again = Tried("targets", file, area=country.province, by=cast.province_officer)
    assert again.actions == ["unchanged"] * 3


@pytest.mark.parametrize("n", [1, 5])
def test_the_database_is_asked_as_often_for_one_row_as_for_five(tried, n):
    rows = [[k, f"Ấp {1 + k % 2}", None, "app_ho", "Quý IV/2026", 5, None, None, None] for k in range(n)]
    with CaptureQueriesContext(connection) as queries:
        tried(*rows)
    assert len(queries) == 8
