"""Độ phủ: what the teams of an area reach on a day."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from areas import ancestry
from areas.models import AreaStatistic, Level
from teams import coverage
from teams.models import CompositionRule, Member, Membership, Team
from tests.cast import make_area, make_team

URL = "/teams/coverage/"
DAY, OLD = date(2026, 1, 1), date(2025, 6, 30)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def figures(area, level, day=DAY):
    found = coverage.read(area, level, day)
    return {str(row.unit): row for row in [*found.rows, found.total]}, found.others


def shown(response):
    return [row.label for row in response.context["table"].data.data]


def join(team, member, role="member", **days):
    return Membership.objects.create(team=team, member=member, role=role, **{"valid_from": team.valid_from} | days)


def test_hamlets_with_and_without_a_team(team, foreign_team, country):
    rows, _others = figures(country.province, Level.COMMUNE)

    commune = rows["Xã Tân Hòa"]
    assert (commune.hamlets, commune.covered, commune.bare) == (2, 1, 1)
    assert (rows["Thành phố Cần Thơ"].covered, rows["Thành phố Cần Thơ"].hamlets) == (1, 2)


def test_neither_a_committee_nor_a_dissolved_team_covers_a_hamlet(country):
    make_team(country.commune, "Ban Chỉ đạo")
    Team.objects.update(kind=Team.Kind.STEERING)
    Team.objects.filter(pk=make_team(country.hamlet, "Tổ cũ").pk).update(valid_until=date(2025, 12, 31))

    rows, others = figures(country.commune, Level.HAMLET)
    assert (rows["Xã Tân Hòa"].teams, rows["Xã Tân Hòa"].covered, others) == (0, 0, None)
    before, _others = figures(country.commune, Level.HAMLET, date(2025, 12, 31))
    assert before["Ấp 1"].covered == 1


def test_a_person_in_two_teams_counts_once_in_the_commune(cast, team, country):
    second = make_team(country.other_hamlet, "Tổ ấp 2")
    join(second, cast.team_member.member)
    committee = make_team(country.commune, "Ban Chỉ đạo")
    Team.objects.filter(pk=committee.pk).update(kind=Team.Kind.STEERING)
    join(committee, Member.objects.create(full_name="Chủ tịch"))

    rows, _others = figures(country.commune, Level.HAMLET)
    assert [rows[name].members for name in ("Ấp 1", "Ấp 2", "Xã Tân Hòa")] == [2, 1, 2]


def test_teams_of_the_commune_are_told_beside_its_hamlets(cast, team, country):
    commune_team = make_team(country.commune, "Tổ cấp xã", cast.commune_officer)
    Team.objects.filter(pk=commune_team.pk).update(kind="commune")

    rows, others = figures(country.commune, Level.HAMLET)

    assert (rows["Xã Tân Hòa"].teams, rows["Xã Tân Hòa"].kinds["commune"]) == (2, 1)
    assert (others.teams, others.members) == (1, 1)


def test_what_teams_lack_follows_the_rule_and_counts_teams(cast, team, country):
    make_team(country.other_hamlet, "Tổ ấp 2")
    CompositionRule.objects.create(area=country.province, fewest=2)

    row, _others = figures(country.province, Level.COMMUNE)
    assert [getattr(row["Xã Tân Hòa"], name) for name in ("few", "leaderless", "deputyless")] == [1, 1, 2]


def test_members_per_hundred_residents_of_the_year_or_the_latest_before(team, country):
    AreaStatistic.objects.create(area=country.commune, year=2024, residents=400, source="Để thử")
    AreaStatistic.objects.create(area=country.commune, year=2027, residents=100, source="Để thử")
    AreaStatistic.objects.create(area=country.commune, year=2026, households=90, source="Để thử")

    rows, _others = figures(country.province, Level.COMMUNE)
    assert (rows["Xã Tân Hòa"].residents, rows["Xã Tân Hòa"].per_hundred) == (400, 0.5)
    assert rows["Thành phố Cần Thơ"].per_hundred is None


def test_before_the_reform_figures_stand_in_districts_and_old_communes(team, country):
    assert coverage.levels_below(country.old_province, OLD) == [Level.DISTRICT, Level.COMMUNE, Level.HAMLET]
    rows, _others = figures(country.old_province, Level.COMMUNE, OLD)
    assert {name: (row.covered, row.hamlets) for name, row in rows.items()} == {
        "Xã Tân Hòa": (1, 1),
        "Thị trấn Một Ngàn": (0, 1),
        "Tỉnh Hậu Giang": (1, 2),
    }


def test_the_page_opens_at_the_own_area(officer, team, country):
    response = officer.get(URL)

    assert response.context["area"] == country.commune
    assert shown(response) == ["Ấp 1", "Ấp 2"]


def test_numbers_lead_to_their_rows_and_a_unit_of_which_nothing_is_known_shows_none(client, cast, team, country):
    make_area(Level.COMMUNE, "Xã", "Mới", country.province)
    ancestry.rebuild()
    client.force_login(cast.province_officer)

    response = client.get(URL, {"on": DAY.isoformat()})

    text = response.content.decode()
    for query in ("by=4&amp;show=bare", "gap=deputy"):
        assert f"area={country.commune.pk}&amp;on={DAY.isoformat()}&amp;{query}" in text, query
    cells = {row.record.label: [str(cell) for cell in row][1:] for row in response.context["table"].rows}
    assert set(cells["Xã Mới"]) == {"—"}


def test_every_number_is_the_number_of_rows_behind_it(client, cast, team, country):
    client.force_login(cast.province_officer)
    make_team(country.other_hamlet, "Tổ ấp 2")
    make_team(country.commune, "Ban Chỉ đạo")
    Team.objects.filter(name="Ban Chỉ đạo").update(kind="steering")
    rows, _others = figures(country.province, Level.COMMUNE)
    place = {"area": country.commune.pk, "on": DAY.isoformat()}

    def rows_of(url, **more):
        return len(client.get(reverse(url), place | more).context["table"].data.data)

    row = rows["Xã Tân Hòa"]
    assert rows_of("teams:team_list") == row.teams == 2
    assert [rows_of("teams:team_list", gap=gap) for gap in ("few", "leader", "deputy")] == [
        row.few,
        row.leaderless,
        row.deputyless,
    ]
    assert rows_of("teams:member_list") == row.members == 2
    assert rows_of("teams:coverage", by=4, show="covered") == row.covered == 2
    assert rows_of("teams:coverage", by=4, show="bare") == row.bare == 0


def test_lists_of_a_day_before_show_the_teams_and_members_of_that_day(officer, team, country):
    Team.objects.update(valid_until=date(2024, 1, 31))
    Membership.objects.update(valid_until=date(2024, 1, 31))
    day = {"area": country.old_commune.pk, "on": "2024-01-31"}

    assert [row.name for row in officer.get("/teams/", day).context["table"].data.data] == [team.name]
    assert len(officer.get("/members/", day).context["table"].data.data) == 2
    assert len(officer.get("/members/", day | {"on": "2024-02-01"}).context["table"].data.data) == 0
    assert officer.get("/teams/", {"on": "31/31/2024"}).status_code == 200


def test_a_unit_of_another_time_names_the_units_of_that_day(client, cast, country, team):
    client.force_login(cast.province_officer)

    page = client.get(URL, {"on": OLD.isoformat()})
    assert page.context["kin"] == [(country.old_province, f"{URL}?area={country.old_province.pk}&on=2025-06-30")]
    assert "table" not in page.context
    later = client.get(URL, {"area": country.old_commune.pk, "on": DAY.isoformat()})
    assert [unit for unit, _url in later.context["kin"]] == [country.commune]


def test_units_are_sorted_searched_and_narrowed(officer, team, country):
    assert shown(officer.get(URL, {"sort": "-members"})) == ["Ấp 1", "Ấp 2"]
    assert shown(officer.get(URL, {"sort": "members"})) == ["Ấp 2", "Ấp 1"]
    assert shown(officer.get(URL, {"show": "bare"})) == ["Ấp 2"]
    assert shown(officer.get(URL, {"show": "gaps"})) == ["Ấp 1"]
    assert shown(officer.get(URL, {"q": "2"})) == ["Ấp 2"]
    assert shown(officer.get(URL, {"show": "nonsense"})) == []
    assert officer.get(URL, {"area": "x"}).status_code == 404


def test_the_file_has_the_rows_shown_and_the_total(officer, team, country):
    response = officer.get(URL, {"_export": "xlsx", "show": "covered"})

    header, *lines = load_workbook(BytesIO(response.content)).active.values
    assert header[:5] == (
        "Đơn vị",
        "Thuộc, trước đây",
        "Số ấp, khu vực",
        "Ấp, khu vực có tổ",
        "Ấp, khu vực chưa có tổ",
    )
    assert lines[0][:4] == ("Ấp 1", None, 1, 1)
    assert lines[1][:5] == ("Xã Tân Hòa", "Tổng", 2, 1, 1)
    assert len(lines) == 2


def test_a_member_of_a_team_sees_the_own_hamlet_and_takes_no_file(client, cast, team, country):
    client.force_login(cast.team_member)

    assert shown(client.get(URL)) == ["Ấp 1"]
    assert client.get(URL, {"_export": "xlsx", "area": country.hamlet.pk}).status_code in (403, 404)


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("query", [{}, {"_export": "csv"}])
def test_queries_do_not_grow_with_units_and_teams(officer, country, team, django_assert_num_queries, n, query):
    for number in range(n):
        hamlet = make_area(Level.HAMLET, "Ấp", f"{number + 3}", country.commune)
        make_team(hamlet, f"Tổ {number}")
        make_team(country.commune, f"Tổ xã {number}")
    ancestry.rebuild()
    with django_assert_num_queries({"": 13, "csv": 11}[query.get("_export", "")]):
        officer.get(URL, query)


def test_the_country_is_read_down_to_communes(client, cast, team, country):
    client.force_login(cast.administrator)

    response = client.get(URL, {"on": DAY.isoformat()})

    assert shown(response) == ["Tỉnh An Giang", "Thành phố Cần Thơ"]
    assert coverage.levels_below(country.vn, DAY) == [Level.PROVINCE, Level.COMMUNE]
    assert f"area={country.vn.pk}&amp;on={DAY.isoformat()}&amp;by=4" not in response.content.decode()
    assert f"area={country.province.pk}&amp;on={DAY.isoformat()}&amp;by=4" in response.content.decode()
    assert "&lt;svg" not in response.content.decode()


def test_a_province_that_knows_few_hamlets_does_not_say_that_every_place_has_a_team(client, cast, team, country):
    make_team(country.other_hamlet, "Tổ ấp 2")
    make_area(Level.COMMUNE, "Xã", "Chưa Nhập", country.province, "31999", valid_from=date(2025, 7, 1))
    ancestry.rebuild()
    client.force_login(cast.province_officer)

    page = client.get(URL, {"level": Level.COMMUNE.value}).content.decode()

    assert "Nơi nào cũng có tổ; 1 đơn vị chưa có danh sách ấp, khu vực." in page
