from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from tests.cast import at, make_team, make_visit
from tests.reports.pages import FREE, ask, figures, links, rows

BOARD = reverse("reports:dashboard")


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


def test_a_unit_tells_when_it_was_last_heard_of(client, cast, country, facts):
    answer = ask(client, cast.administrator, area=country.vn.pk, map="today", **FREE)

    assert rows(answer)["Thành phố Cần Thơ"][-1].text.startswith("31/05/2026")
    assert rows(answer)["Tỉnh An Giang"][-1].text.startswith("05/03/2026")


def test_the_board_leads_to_the_coverage_of_its_area_on_the_last_day(client, cast, country):
    answer = ask(client, cast.province_officer, **{"from": "2025-09-01", "to": "2025-09-30"}).content.decode()
    assert f"/teams/coverage/?area={country.province.pk}&amp;on=2025-09-30" in answer
