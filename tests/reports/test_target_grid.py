"""The page on which targets are given."""

from datetime import date
from urllib.parse import parse_qs, urlparse

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from areas.models import AreaStatistic, Level
from reports.models import Target
from tests.cast import REFORM_DAY, make_area
from tests.reports.pages import ask, words
from tests.reports.targets import give
from visits.models import Indicator

GRID = "reports:target_grid"


def cell(area, indicator) -> str:
    return f"c-{area.pk}-{indicator.pk}"


def save(client, user, area, typed, codes=("app_ho",), **more):
    client.force_login(user)
    address = f"{reverse(GRID)}?area={area.pk}&span=2026-q4&" + "&".join(f"i={code}" for code in codes)
    return client.post(address, typed | more)


def held(**more) -> dict:
    found = Target.objects.current().filter(**more).select_related("area")
    return {target.area.name: (target.value, target.basis, target.statistic, target.counting) for target in found}


def test_an_officer_gives_an_area_and_its_units_what_they_have_to_reach(client, cast, country, indicators):
    app = indicators["app_ho"]
    typed = {cell(country.province, app): "1.200", cell(country.commune, app): "70 %", f"k-{app.pk}": "so_far"}

    told = "Kế hoạch  5/KH-UBND của ông Ba, CMND 363123456"
    answer = save(client, cast.province_officer, country.province, typed, source=told)

    assert (answer.status_code, parse_qs(urlparse(answer.url).query)["span"]) == (302, ["2026-q4"])
    assert held() == {
        "Cần Thơ": (1200, "amount", "", "so_far"),
        "Tân Hòa": (70, "percent", "households", "so_far"),
    }
    given = Target.objects.first()
    assert (given.set_by, given.office, given.source) == (
        cast.province_officer,
        country.province,
        "Kế hoạch 5/KH-UBND của ông Ba, (đã bỏ số giấy tờ)",
    )
    assert (given.start, given.end) == (date(2026, 10, 1), date(2026, 12, 31))


def test_a_new_figure_ends_the_version_before_and_an_empty_cell_withdraws(client, cast, country, indicators):
    app, zalo = indicators["app_ho"], indicators["zalo_thanh_vien"]
    for indicator in (app, zalo):
        give(country.commune, indicator, 300)

    typed = {cell(country.commune, app): "400", cell(country.commune, zalo): ""}
    save(client, cast.province_officer, country.province, typed, codes=("app_ho", "zalo_thanh_vien"))

    assert held() == {"Tân Hòa": (400, "amount", "", "period")}
    ended = Target.objects.filter(ended_at__isnull=False).order_by("pk")
    assert [(t.indicator, t.value, t.ended_by) for t in ended] == [
        (app, 300, cast.province_officer),
        (zalo, 300, cast.province_officer),
    ]
    answer = ask(client, cast.province_officer, GRID, area=country.province.pk, span="2026-q4", i="app_ho")
    assert "2 phiên bản" in words(answer.content.decode())


def test_what_stayed_the_same_is_no_new_version(client, cast, country, indicators):
    give(country.commune, indicators["app_ho"], 300)

    save(client, cast.province_officer, country.province, {cell(country.commune, indicators["app_ho"]): " 300 "})

    assert Target.objects.count() == 1


def test_another_whole_for_percentages_is_a_new_version_of_each(client, cast, country, indicators):
    app = indicators["app_ho"]
    give(country.commune, app, 70, "households")
    give(country.province, app, 900)

    typed = {cell(country.commune, app): "70 %", cell(country.province, app): "900", f"s-{app.pk}": "residents"}
    save(client, cast.province_officer, country.province, typed)

    assert held() == {"Cần Thơ": (900, "amount", "", "period"), "Tân Hòa": (70, "percent", "residents", "period")}
    assert Target.objects.count() == 3


def test_what_cannot_be_read_is_told_beside_its_cell_and_nothing_is_lost(client, cast, country, indicators):
    app = indicators["app_ho"]
    typed = {cell(country.commune, app): "nhiều", cell(country.province, app): "1.200", f"s-{app.pk}": "adults"}

    answer = save(client, cast.province_officer, country.province, typed, source="KH 5")

    body = answer.content.decode()
    assert (answer.status_code, Target.objects.count()) == (422, 0)
    box = cell(country.commune, app)
    assert "«nhiều» không phải là số" in words(body)
    assert f'<a href="#{box}">Xã Tân Hòa – app_ho</a>' in body
    for kept in ('value="nhiều"', 'value="1.200"', 'value="KH 5"', '<option value="adults" selected>'):
        assert kept in body


def test_somebody_elses_change_meanwhile_is_not_overwritten_unseen(client, cast, country, indicators):
    app = indicators["app_ho"]
    seen = give(country.commune, app, 300)
    Target.objects.filter(pk=seen.pk).update(ended_at="2026-11-01T00:00Z", ended_by=cast.administrator)
    give(country.commune, app, 350, set_by=cast.administrator)

    typed = {cell(country.commune, app): "400"}
    answer = save(client, cast.province_officer, country.province, typed, seen=seen.pk)

    assert (answer.status_code, held()["Tân Hòa"][0]) == (422, 350)
    assert "vừa đặt 350" in words(answer.content.decode())


def test_what_nobody_touched_stays_as_somebody_else_left_it(client, cast, country, indicators):
    app, zalo = indicators["app_ho"], indicators["zalo_thanh_vien"]
    seen = [give(country.commune, indicator, 300) for indicator in (app, zalo)]
    Target.objects.filter(pk__in=[one.pk for one in seen]).update(ended_at="2026-11-01T00:00Z")
    give(country.commune, app, 350)

    typed = {cell(country.commune, app): "300", cell(country.commune, zalo): "300", cell(country.province, app): "900"}
    sent = ",".join(str(one.pk) for one in seen)
    answer = save(client, cast.province_officer, country.province, typed, ("app_ho", "zalo_thanh_vien"), seen=sent)

    assert answer.status_code == 302
    assert {name: value for name, (value, *_rest) in held().items()} == {"Tân Hòa": 350, "Cần Thơ": 900}


def test_what_was_withdrawn_meanwhile_is_not_given_again_unseen(client, cast, country, indicators):
    seen = give(country.commune, indicators["app_ho"], 300, ended_at="2026-11-01T00:00Z")

    typed = {cell(country.commune, indicators["app_ho"]): "400"}
    answer = save(client, cast.province_officer, country.province, typed, seen=seen.pk)

    assert (answer.status_code, held()) == (422, {})
    assert "Mức ở đây vừa được rút." in words(answer.content.decode())


def test_what_an_office_above_gave_meanwhile_is_named_without_a_box(client, cast, country, indicators):
    app = indicators["app_ho"]
    give(country.commune, app, 300, office=country.province, set_by=cast.province_officer)

    answer = save(client, cast.commune_officer, country.commune, {cell(country.commune, app): "9"}, seen="0")

    told = "Người province_officer vừa đặt 300, nơi nhận không tự sửa."
    assert answer.context["grid"].wrong == [("", "Xã Tân Hòa – app_ho", told)]
    assert "#c-" not in answer.content.decode()


def test_a_unit_does_not_lower_what_was_given_to_it_from_above(client, cast, country, indicators):
    app = indicators["app_ho"]
    give(country.commune, app, 300, office=country.province)

    typed = {cell(country.commune, app): "3", cell(country.hamlet, app): "50"}
    save(client, cast.commune_officer, country.commune, typed)

    assert held() == {"Tân Hòa": (300, "amount", "", "period"), "1": (50, "amount", "", "period")}
    answer = ask(client, cast.commune_officer, GRID, area=country.commune.pk, span="2026-q4", i="app_ho")
    assert "Thành phố Cần Thơ giao" in words(answer.content.decode())


def test_a_unit_without_a_target_from_above_sets_its_own(client, cast, country, indicators):
    save(client, cast.commune_officer, country.commune, {cell(country.commune, indicators["app_ho"]): "30"})

    assert held() == {"Tân Hòa": (30, "amount", "", "period")}


def test_the_sum_of_the_parts_is_compared_with_the_whole(client, cast, country, indicators):
    app = indicators["app_ho"]
    AreaStatistic.objects.create(area=country.hamlet, year=2026, households=200, source="thử")
    give(country.commune, app, 150)
    give(country.hamlet, app, 50, "households")
    asked = {"area": country.commune.pk, "span": "2026-q4", "i": "app_ho"}

    body = words(ask(client, cast.commune_officer, GRID, **asked).content.decode())
    assert "= 100 hộ" in body
    assert "Còn 50" in body
    give(country.other_hamlet, app, 50)
    assert "Khớp" in words(ask(client, cast.commune_officer, GRID, **asked).content.decode())


def test_the_difference_to_the_whole_is_told_before_anything_was_given(client, cast, country, indicators):
    give(country.commune, indicators["app_ho"], 150)

    body = words(ask(client, cast.commune_officer, GRID, area=country.commune.pk, span="2026-q4").content.decode())

    assert "— Còn 150 0/2 nơi" in body


def test_a_part_of_one_household_is_no_difference(client, cast, country, indicators):
    AreaStatistic.objects.create(area=country.commune, year=2026, households=301, source="thử")
    give(country.commune, indicators["app_ho"], 70, "households")  # 210,7
    give(country.hamlet, indicators["app_ho"], 211)

    asked = {"area": country.commune.pk, "span": "2026-q4", "i": "app_ho"}
    body = words(ask(client, cast.commune_officer, GRID, **asked).content.decode())

    assert "= 210,7 hộ" in body
    assert "211 Khớp 1/2 nơi" in body


def test_main_indicators_without_a_target_stay_in_the_grid_of_whoever_gives(client, cast, country, indicators):
    main = ["app_ho", "dvc_ho_so"]
    Indicator.objects.filter(code__in=main).update(headline=True)
    asked = {"area": country.commune.pk, "span": "2026-q4"}
    assert "Kỳ này chưa giao chỉ tiêu nào." in ask(client, cast.commune_officer, GRID, **asked).content.decode()
    give(country.commune, indicators[main[0]], 5)

    both = (cast.commune_officer, cast.commune_leader)
    grids = [ask(client, user, GRID, **asked).context["grid"] for user in both]

    shown = [{column.indicator.code for column in grid.columns} for grid in grids]
    assert shown == [set(main), {"app_ho"}]


def test_rates_of_all_units_are_weighed_against_the_whole(client, cast, country, indicators):
    rate = indicators["ty_le_ho_app"]
    asked = {"area": country.commune.pk, "span": "2026-q4", "i": "ty_le_ho_app"}
    for area, households in ((country.hamlet, 300), (country.other_hamlet, 100)):
        AreaStatistic.objects.create(area=area, year=2026, households=households, source="thử")
    give(country.commune, rate, 50)
    give(country.hamlet, rate, 40)
    body = words(ask(client, cast.commune_officer, GRID, **asked).content.decode())
    assert "1/2 nơi, tỷ lệ chỉ gộp được khi đủ mọi nơi" in body

    give(country.other_hamlet, rate, 60)
    body = words(ask(client, cast.commune_officer, GRID, **asked).content.decode())
    assert "45 % Còn 5 điểm % 2/2 nơi, gộp theo mẫu số" in body


def test_whoever_only_reads_gets_no_boxes(client, cast, country, indicators):
    give(country.commune, indicators["app_ho"], 300)

    answer = ask(client, cast.commune_leader, GRID, area=country.commune.pk, span="2026-q4", i="app_ho")

    assert "target-input" not in answer.content.decode()
    assert "<select" not in answer.content.decode()
    assert "300 — Trong kỳ" in words(answer.content.decode())


def test_a_span_of_the_past_shows_the_units_of_that_time(client, cast, country, indicators):
    answer = ask(client, cast.province_officer, GRID, area=country.old_district.pk, span="2022-q3", i="app_ho")

    body = words(answer.content.decode())
    assert "Thị trấn Một Ngàn" in body
    assert cell(country.old_commune, indicators["app_ho"]) in answer.content.decode()


def test_a_unit_younger_than_the_span_tells_what_those_before_it_were_given(client, cast, country, indicators):
    summer = {"start": date(2022, 7, 1), "end": date(2022, 9, 30)}
    give(country.old_town, indicators["app_ho"], 70, **summer)
    asked = {"area": country.commune.pk, "span": "2022-q3", "i": "app_ho"}

    body = words(ask(client, cast.commune_officer, GRID, **asked).content.decode())
    assert "Chỉ 1/2 đơn vị cũ có mức giao, nên chưa có mức chung." in body
    give(country.old_commune, indicators["app_ho"], 30, **summer)
    body = words(ask(client, cast.commune_officer, GRID, **asked).content.decode())
    assert "các đơn vị cũ cộng lại: 100" in body


def test_free_days_with_targets_are_offered_again(client, cast, country, indicators):
    give(country.commune, indicators["app_ho"], 30, start=date(2026, 11, 5), end=date(2026, 12, 20))

    answer = ask(client, cast.province_officer, GRID, area=country.province.pk, span="2026-q4")

    assert "span=2026-11-05..2026-12-20" in answer.content.decode()
    again = ask(client, cast.province_officer, GRID, area=country.province.pk, span="2026-11-05..2026-12-20")
    assert 'value="30"' in again.content.decode()


def test_a_share_of_all_households_counts_from_the_first_one_on(client, cast, country, indicators):
    rate = indicators["ty_le_ho_app"]

    save(client, cast.province_officer, country.province, {cell(country.commune, rate): "40"}, codes=("ty_le_ho_app",))

    assert held() == {"Tân Hòa": (40, "percent", "", "so_far")}


def test_an_address_that_cannot_be_read_is_answered_with_a_sentence(client, cast, country):
    answer = ask(client, cast.province_officer, GRID, area=country.province.pk, span="2026-q9")

    assert (answer.status_code, "Không có kỳ “2026-q9”" in words(answer.content.decode())) == (200, True)


def test_a_hamlet_that_left_for_another_office_is_not_named(client, cast, country, indicators):
    spring = {"start": date(2024, 1, 1), "end": date(2024, 3, 31)}
    cast.commune_officer.posts.update(area=country.old_commune)
    for unit in (country.old_commune, country.hamlet):
        give(unit, indicators["app_ho"], 10, **spring)
    asked = {"area": country.old_commune.pk, "span": "2024-q1", "indicator": "app_ho"}

    for page in (GRID, "reports:target_cascade"):
        body = words(ask(client, cast.commune_officer, page, **asked).content.decode())
        assert "Nay thuộc địa bàn khác" in body
        assert "Ấp 1" not in body


@pytest.mark.parametrize("code", ["", "la", "\0"])
def test_versions_of_an_indicator_that_is_none_are_not_found(client, cast, country, code):
    asked = {"area": country.commune.pk, "indicator": code}
    assert ask(client, cast.commune_leader, "reports:target_versions", **asked).status_code == 404


def test_the_versions_tell_who_gave_what_when(client, cast, country, indicators):
    app = indicators["app_ho"]
    told = {"set_by": cast.province_officer, "office": country.province, "source": "KH 5"}
    give(country.commune, app, 300, ended_at="2026-11-01T03:00Z", ended_by=cast.administrator, **told)
    second = give(country.commune, app, 350, ended_at="2026-11-05T03:00Z", ended_by=cast.administrator)
    Target.objects.filter(pk=second.pk).update(set_at="2026-11-01T03:00:00.1Z")
    give(country.commune, app, 70, "households", so_far=True)

    asked = {"area": country.commune.pk, "span": "2026-q4", "indicator": "app_ho"}
    body = words(ask(client, cast.commune_leader, "reports:target_versions", **asked).content.decode())

    assert body.index("70 % của số hộ · lũy kế đến cuối kỳ Đang áp dụng") < body.index("350 hộ · trong kỳ Đã rút")
    assert body.index("350 hộ · trong kỳ Đã rút") < body.index("300 hộ · trong kỳ Đã thay")
    assert "Người province_officer đặt, Thành phố Cần Thơ giao. Văn bản: KH 5" in body
    assert "Người administrator thay lúc 10:00 01/11/2026." in body
    assert "Người administrator rút lúc 10:00 05/11/2026." in body


@pytest.mark.parametrize("units", [1, 5])
def test_the_number_of_queries_does_not_grow_with_the_units(client, cast, country, indicators, units):
    for number in range(units):
        commune = make_area(Level.COMMUNE, "Xã", f"Mới {number}", country.province, valid_from=REFORM_DAY)
        for indicator in indicators.values():
            give(commune, indicator, 10, office=country.province)
    ask(client, cast.province_officer, GRID, area=country.province.pk, span="2026-q4")
    with CaptureQueriesContext(connection) as queries:
        ask(client, cast.province_officer, GRID, area=country.province.pk, span="2026-q4")
    assert len(queries) == 22
