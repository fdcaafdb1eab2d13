from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.cast import at, make_team, make_visit
from tests.reports.pages import counted, figures, links, rows
from tests.visits.test_ledger import make_activity
from visits.models import Household

BOARD = reverse("reports:dashboard")
FREE = {"from": "2024-01-01", "to": "2026-12-31"}
MAPS = ("recorded", "today", "2024-01-01")


@pytest.fixture
def facts(country, team, household, foreign_household, indicators):
    """Visits before and after the reform, one abroad, a tally of the old commune itself."""
    neighbour = Household.objects.create(area=country.other_hamlet, head_name="Ngô Văn Bên", size=2)
    dossiers, app, zalo = (indicators[code] for code in ("dvc_ho_so", "app_ho", "zalo_thanh_vien"))
    make_visit(household, when=at(2024, 3, 5), results={dossiers: 1, app: 1}, team=team)
    make_visit(household, when=at(2025, 7, 1, 0), results={dossiers: 1200, app: 1}, team=team)
    make_visit(neighbour, when=at(2025, 6, 30, 23), results={dossiers: 4, app: 1})
    make_visit(neighbour, when=at(2026, 3, 5), results={dossiers: 8}, status="review")
    make_visit(foreign_household, when=at(2026, 3, 5), results={dossiers: 16, app: 1})
    make_activity(country.old_commune, date(2024, 5, 31), {dossiers: 32})
    make_activity(country.hamlet, date(2026, 5, 31), {zalo: 70}, team)
    return indicators


def ask(client, user, view="reports:dashboard", **parameters):
    client.force_login(user)
    return client.get(f"{reverse(view)}?{urlencode(parameters, doseq=True)}")


def test_each_number_is_the_sum_of_the_raw_visits(client, cast, country, facts):
    answer = ask(client, cast.administrator, area=country.vn.pk, i=["dvc_ho_so", "app_ho"], map="today", **FREE)

    assert figures(answer) == {
        "Tỉnh An Giang": {"dvc_ho_so": 16, "app_ho": 1},
        "Thành phố Cần Thơ": {"dvc_ho_so": 1237, "app_ho": 2},
        "Tổng: Việt Nam": {"dvc_ho_so": 1253, "app_ho": 3},
    }


def test_the_total_rises_by_exactly_one_visit(client, cast, country, team, household, indicators, visit):
    codes = ["luot_tham", "ho_tiep_can", "luot_nguoi", "dvc_ho_so", "app_ho"]
    before = figures(ask(client, cast.province_officer, i=codes))["Tổng: Thành phố Cần Thơ"]

    make_visit(household, by=cast.team_member, team=team, people=3, results={indicators["dvc_ho_so"]: 2})

    after = figures(ask(client, cast.province_officer, i=codes))["Tổng: Thành phố Cần Thơ"]
    assert before == {"luot_tham": 1, "ho_tiep_can": 1, "luot_nguoi": 2, "dvc_ho_so": None, "app_ho": 1}
    assert after == {"luot_tham": 2, "ho_tiep_can": 1, "luot_nguoi": 5, "dvc_ho_so": 2, "app_ho": 1}


def test_missing_is_a_dash_and_counted_nothing_is_0(client, cast, country, facts):
    answer = ask(client, cast.administrator, area=country.commune.pk, i=["dvc_ho_so", "vneid_muc_2", "app_ho"], **FREE)

    assert {cell.label: cell.text for cell in rows(answer)["Ấp 1"][:-1]} == {
        "dvc_ho_so": "1.200",
        "vneid_muc_2": "—",
        "app_ho": "0",
    }


def test_a_member_starts_at_the_hamlet_and_an_officer_at_the_province(client, cast, country):
    assert ask(client, cast.team_member).context["question"].area == country.hamlet
    assert ask(client, cast.commune_officer).context["question"].area == country.commune
    assert ask(client, cast.province_officer).context["question"].area == country.province
    assert ask(client, cast.administrator).context["question"].area == country.vn


def test_each_unit_opens_with_one_click_down_to_the_team(client, cast, country, facts, team):
    path = ["Thành phố Cần Thơ", "Xã Tân Hòa", "Ấp 1", team.name]
    url = f"{BOARD}?{urlencode(FREE)}"
    client.force_login(cast.administrator)
    for name in path:
        url = links(client.get(url))[name]
    assert url == reverse("teams:team_detail", args=[team.pk])


def test_the_way_up_ends_where_the_users_area_ends(client, cast, country):
    answer = ask(client, cast.commune_officer, area=country.hamlet.pk)

    found = links(answer)
    assert found["Xã Tân Hòa"].startswith(f"{BOARD}?area={country.commune.pk}")
    assert "Thành phố Cần Thơ" not in found
    assert answer.context["crumbs"][:2] == [("Việt Nam", None), ("Thành phố Cần Thơ", None)]


@pytest.mark.parametrize("map", MAPS)
def test_the_country_has_one_total_on_every_map(client, cast, country, facts, map):
    answer = ask(client, cast.administrator, i=["dvc_ho_so", "app_ho", "zalo_thanh_vien"], map=map, **FREE)

    assert figures(answer)["Tổng: Việt Nam"] == {"dvc_ho_so": 1253, "app_ho": 3, "zalo_thanh_vien": 70}


def test_a_period_before_the_reform_is_shown_by_district_commune_or_hamlet(client, cast, country, facts):
    period = {"from": "2024-01-01", "to": "2024-12-31", "i": "dvc_ho_so"}
    of_province = {"area": country.old_province.pk, **period}

    assert figures(ask(client, cast.province_officer, **of_province)) == {
        "Huyện Châu Thành A": {"dvc_ho_so": 33},
        "Tổng: Tỉnh Hậu Giang": {"dvc_ho_so": 33},
    }
    by_commune = ask(client, cast.province_officer, by="commune", **of_province)
    assert figures(by_commune)["Xã Tân Hòa"] == {"dvc_ho_so": 33}
    by_hamlet = ask(client, cast.province_officer, by="hamlet", **of_province)
    assert figures(by_hamlet) == {
        "Ấp 1": {"dvc_ho_so": 1},
        "Chưa phân bổ": {"dvc_ho_so": 32},
        "Tổng: Tỉnh Hậu Giang": {"dvc_ho_so": 33},
    }
    assert "ghi ở chính đơn vị cấp trên" in by_hamlet.content.decode()


def test_a_new_province_names_its_predecessors_for_an_old_period(client, cast, country, facts):
    answer = ask(client, cast.province_officer, **{"from": "2022-01-01", "to": "2022-12-31"})

    body, found = answer.content.decode(), links(answer)
    assert "Thành phố Cần Thơ chỉ có từ ngày 01/07/2025" in body
    assert found["Tỉnh Hậu Giang (cũ)"].startswith(f"{BOARD}?area={country.old_province.pk}&from=2022-01-01")
    assert "map=today" in found["Xem kỳ này trên bản đồ hôm nay"]
    assert rows(answer) == {}


def test_an_ended_district_tells_what_holds_its_place_today(client, cast, country, facts):
    answer = ask(client, cast.province_officer, area=country.old_district.pk)

    assert "chỉ có đến hết ngày 30/06/2025" in answer.content.decode()
    assert links(answer)["Xã Tân Hòa"] == f"{BOARD}?area={country.commune.pk}"
    last_month = client.get(links(answer)["Xem tháng cuối của đơn vị: Tháng 6/2025"])
    assert figures(last_month)["Thị trấn Một Ngàn"]["dvc_ho_so"] == 4


def test_a_period_across_the_reform_says_where_the_older_figures_are(client, cast, country, facts):
    answer = ask(client, cast.commune_officer, **{"from": "2025-01-01", "to": "2025-12-31", "i": "dvc_ho_so"})

    assert "Số liệu ghi trước ngày đó nằm ở:" in answer.content.decode()
    assert "Thị trấn Một Ngàn (cũ)" in links(answer)
    assert figures(answer)["Tổng: Xã Tân Hòa"] == {"dvc_ho_so": 1200}


def test_a_unit_that_moved_away_counts_but_is_not_named(client, cast, country, facts):
    """A hamlet that left the commune keeps its old figures there; its name belongs to another office now."""
    cast.commune_officer.posts.update(area=country.hamlet)
    cast.commune_officer.posts.create(role="commune_officer", area=country.old_commune)
    Household.objects.filter(area=country.hamlet).update(head_name="x")
    cast.commune_officer.posts.filter(area=country.hamlet).delete()
    period = {"from": "2024-01-01", "to": "2024-12-31", "i": "dvc_ho_so"}

    answer = ask(client, cast.commune_officer, area=country.old_commune.pk, **period)

    assert figures(answer) == {
        "Nay thuộc địa bàn khác": {"dvc_ho_so": 1},
        "Chưa phân bổ": {"dvc_ho_so": 32},
        "Tổng: Xã Tân Hòa": {"dvc_ho_so": 33},
    }
    assert "Ấp 1" not in answer.content.decode()


def test_a_hamlet_is_shown_by_team(client, cast, country, facts, team):
    silent = make_team(country.hamlet, "Tổ thanh niên ấp 1")

    answer = ask(client, cast.team_member, i=["dvc_ho_so", "zalo_thanh_vien"], **FREE)

    assert rows(answer)[team.name][0].number == 1201
    assert figures(answer)[team.name] == figures(answer)["Tổng: Ấp 1"] == {"dvc_ho_so": 1201, "zalo_thanh_vien": 70}
    assert silent.name in links(answer)
    assert f"hamlet={country.hamlet.pk}" in links(answer)["Các hộ của địa bàn"]


def test_a_fact_without_a_team_stands_in_a_line_of_its_own(client, cast, country, facts, team):
    answer = ask(client, cast.commune_officer, by="team", i="dvc_ho_so", map="today", **FREE)

    assert figures(answer) == {
        team.name: {"dvc_ho_so": 1201},
        "Không ghi tên tổ": {"dvc_ho_so": 36},
        "Tổng: Xã Tân Hòa": {"dvc_ho_so": 1237},
    }


def test_a_tile_tells_the_change_against_the_period_before(client, cast, country, household, indicators):
    for day in (date(2026, 8, 5), date(2026, 9, 5), date(2026, 9, 6)):
        make_visit(household, when=at(day.year, day.month, day.day), results={indicators["dvc_ho_so"]: 1})

    def change(**period):
        tiles = ask(client, cast.province_officer, **period).context["board"].tiles
        return next((tile.number, tile.change) for tile in tiles if tile.indicator.code == "dvc_ho_so")

    number, august = change(**{"from": "2026-08-01", "to": "2026-08-31"})
    assert (number, august.text, august.direction) == ("1", "kỳ trước: —", "flat")
    number, september = change(**{"from": "2026-09-01", "to": "2026-09-30"})
    assert (number, september.text, september.direction) == ("2", "+1 so với 1", "up")
    assert change(**{"from": "2026-10-01", "to": "2026-10-31"}) == ("—", None)


def test_figures_sort_from_the_largest_down_and_missing_ones_last(client, cast, country, facts):
    parameters = {"area": country.vn.pk, "map": "today", "i": ["dvc_ho_so"], **FREE}

    down = ask(client, cast.administrator, sort="-dvc_ho_so", **parameters)
    assert list(figures(down))[:2] == ["Thành phố Cần Thơ", "Tỉnh An Giang"]
    up = ask(client, cast.administrator, sort="dvc_ho_so", **parameters)
    assert list(figures(up))[:2] == ["Tỉnh An Giang", "Thành phố Cần Thơ"]


def test_a_unit_tells_when_it_was_last_heard_of(client, cast, country, facts):
    answer = ask(client, cast.administrator, area=country.vn.pk, map="today", **FREE)

    assert rows(answer)["Thành phố Cần Thơ"][-1].text.startswith("31/05/2026")
    assert rows(answer)["Tỉnh An Giang"][-1].text.startswith("05/03/2026")


BAD = [
    ({"from": "2024-13-40", "to": "2024-12-31"}, "Ngày bắt đầu không đọc được"),
    ({"from": "2024-01-01", "to": "hôm nay"}, "Ngày kết thúc không đọc được"),
    ({"from": "2024-01-01"}, "Cần cả ngày bắt đầu và ngày kết thúc"),
    ({"from": "2024-12-31", "to": "2024-01-01"}, "Ngày bắt đầu 31/12/2024 sau ngày kết thúc 01/01/2024"),
    ({"from": "0001-01-01", "to": "9999-12-31"}, "Chọn ngày trong khoảng"),
    ({"period": "decade"}, "Không có kỳ “decade”"),
    ({"map": "mars"}, "Không rõ bản đồ “mars”"),
    ({"map": "2024-02-30"}, "Không rõ bản đồ “2024-02-30”"),
    ({"area": "abc"}, "Không rõ địa bàn nào"),
    ({"i": "khong_co"}, "Không có chỉ tiêu “khong_co”"),
    ({"by": "street"}, "Không có cấp “street”"),
    ({"by": "district"}, "không chia theo cấp đã chọn"),
    ({"map": "0001-01-01"}, "chưa có trên bản đồ ngày"),
]


@pytest.mark.parametrize("parameters, sentence", BAD)
def test_what_cannot_be_read_is_told_and_the_default_shown(client, cast, country, indicators, parameters, sentence):
    answer = ask(client, cast.commune_officer, **parameters)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert answer.context["question"].area == country.commune


@pytest.mark.parametrize("page", ["0", "99", "x", "1e9"])
@pytest.mark.parametrize("area", ["", "99999999999999999999999", "-1", "0"])
def test_odd_numbers_break_nothing(client, cast, country, indicators, page, area):
    assert ask(client, cast.commune_officer, page=page, area=area).status_code == (404 if area else 200)


@pytest.mark.parametrize("units", [1, 5])
@pytest.mark.parametrize("map", ["recorded", "today"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client, cast, country, facts, django_assert_num_queries, units, map
):
    for number in range(units):
        make_visit(
            Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}"),
            when=at(2026, 1, 1 + number),
            results={facts["dvc_ho_so"]: 1},
        )
    client.force_login(cast.province_officer)
    address = f"{BOARD}?{urlencode({'by': 'hamlet', 'map': map, **FREE})}"
    client.get(address)
    with django_assert_num_queries({"recorded": 22, "today": 19}[map]):
        client.get(address)


@pytest.mark.parametrize("map", MAPS)
@pytest.mark.parametrize("place", ["vn", "province", "old_province", "old_commune", "commune", "hamlet"])
def test_every_figure_opens_to_facts_that_add_up_to_it(client, cast, country, facts, place, map):
    asked = {"area": getattr(country, place).pk, "map": map, "i": ["dvc_ho_so", "app_ho", "zalo_thanh_vien"], **FREE}
    first = ask(client, cast.administrator, **asked)
    answers = [client.get(choice.url) for choice in first.context.get("ways", [])]

    cells = {cell for answer in answers for row in rows(answer).values() for cell in row if cell.url}
    sums = {cell.url: sum(counted(client, cell.url)) for cell in cells}

    assert sums == {cell.url: cell.number or 0 for cell in cells}
    assert cells or first.context["notice"]
