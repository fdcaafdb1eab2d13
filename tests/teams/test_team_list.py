from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AccessRecord
from accounts.roles import Role
from teams.models import Member, Membership, Team
from tests.cast import make_team, make_user

URL = "/teams/"


def names(response):
    return [team.name for team in response.context["table"].data.data]


def rows(response):
    return list(load_workbook(BytesIO(response.content)).active.values)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def several(team, foreign_team, country):
    """Three more teams around the officer: one at the commune, two in ấp 2, one of them dissolved."""
    make_team(country.commune, "Tổ cấp xã Tân Hòa")
    Team.objects.filter(name="Tổ cấp xã Tân Hòa").update(kind=Team.Kind.COMMUNE)
    make_team(country.other_hamlet, "Tổ ấp 2 cũ")
    Team.objects.filter(name="Tổ ấp 2 cũ").update(valid_until=date(2023, 12, 31))
    return make_team(country.other_hamlet, "Tổ ấp 10")


def test_an_officer_sees_the_teams_of_the_own_commune_that_still_work(officer, several):
    response = officer.get(URL)

    own = ["Tổ ấp 10", "Tổ cấp xã Tân Hòa", "Tổ công nghệ số cộng đồng ấp 1"]
    assert names(response) == own
    assert "Vĩnh Lạc" not in response.content.decode()


def test_names_stand_in_vietnamese_order_and_numbers_count(officer, several, country):
    for name in ("Tổ ấp 2", "Tổ ằng", "Tổ an", "Tổ Đa", "Tổ dừa"):
        make_team(country.hamlet, name)

    found = names(officer.get(URL))

    assert found == [
        "Tổ an",
        "Tổ ằng",
        "Tổ ấp 2",
        "Tổ ấp 10",
        "Tổ cấp xã Tân Hòa",
        "Tổ công nghệ số cộng đồng ấp 1",
        "Tổ dừa",
        "Tổ Đa",
    ]
    assert names(officer.get(URL, {"sort": "-name"})) == found[::-1]


@pytest.mark.parametrize("typed", ["CAP XA", "cấp xã", "tan hoa", "hòa cấp"])
def test_a_search_finds_a_name_without_tones_and_in_any_order_of_words(officer, several, typed):
    assert names(officer.get(URL, {"q": typed})) == ["Tổ cấp xã Tân Hòa"]


def test_a_search_of_signs_only_finds_nothing(officer, several):
    assert names(officer.get(URL, {"q": "!!!"})) == []


def test_filters_narrow_to_kind_place_state_and_gaps(officer, several, country):
    def found(**choice):
        return names(officer.get(URL, choice))

    assert found(kind="commune") == ["Tổ cấp xã Tân Hòa"]
    assert found(area=country.other_hamlet.pk) == ["Tổ ấp 10"]
    assert found(area=country.commune.pk) == found()
    assert found(state="ended") == ["Tổ ấp 2 cũ"]
    assert len(found(state="all")) == 4
    assert found(gap="leader") == ["Tổ ấp 10", "Tổ cấp xã Tân Hòa"]
    assert found(gap="few", area=country.hamlet.pk) == ["Tổ công nghệ số cộng đồng ấp 1"]


def test_a_foreign_commune_in_the_address_shows_nothing_and_offers_no_foreign_commune(officer, several, country):
    for foreign in (country.foreign_commune, country.foreign_hamlet):
        assert names(officer.get(URL, {"area": foreign.pk})) == []
    assert "Vĩnh Gia" not in officer.get(URL).content.decode()


@pytest.mark.parametrize("nonsense", ["abc", "0", "-1", "99999999999999999999", "²"])
def test_nonsense_in_the_address_shows_an_empty_list_not_an_error(officer, several, nonsense):
    response = officer.get(URL, {"area": nonsense, "kind": nonsense, "state": nonsense, "sort": nonsense})
    assert (response.status_code, names(response)) == (200, [])


def test_the_number_of_members_is_that_of_today(officer, team, country):
    left = Member.objects.create(full_name="Người đã thôi")
    Membership.objects.create(team=team, member=left, valid_from=date(2022, 6, 1), valid_until=date(2023, 1, 31))

    assert [row.member_count for row in officer.get(URL).context["table"].data.data] == [2]


def test_a_page_holds_25_teams_and_says_how_many_there_are(officer, country):
    for number in range(27):
        make_team(country.hamlet, f"Tổ {number}")

    page = officer.get(URL).content.decode()

    assert "<b>27</b> tổ" in " ".join(page.split())
    assert "Tổ 24" in page and "Tổ 25" not in page
    assert "Tổ 25" in officer.get(URL, {"page": 2}).content.decode()


def test_a_file_holds_exactly_the_filtered_rows_in_the_order_shown(officer, several, foreign_team):
    response = officer.get(URL, {"_export": "xlsx", "q": "ấp", "sort": "-name"})

    header, *lines = rows(response)
    assert header[:6] == ("Tên tổ", "Loại tổ", "Địa bàn", "Xã, phường", "Xã, phường trước sắp xếp", "Tổ trưởng")
    assert [line[0] for line in lines] == ["Tổ công nghệ số cộng đồng ấp 1", "Tổ cấp xã Tân Hòa", "Tổ ấp 10"]
    assert lines[0][2:5] == ("Ấp 1", "Xã Tân Hòa", "Xã Tân Hòa")
    assert lines[2][2:5] == ("Ấp 2", "Xã Tân Hòa", "Thị trấn Một Ngàn")


def test_the_csv_has_the_same_rows_as_the_workbook(officer, several):
    text = officer.get(URL, {"_export": "csv"}).content.decode("utf-8-sig")
    assert len(text.splitlines()) == len(rows(officer.get(URL, {"_export": "xlsx"}))) == 4


def test_a_name_that_starts_a_formula_is_harmless_in_a_file(officer, country):
    make_team(country.hamlet, "=HYPERLINK(1)")
    assert rows(officer.get(URL, {"_export": "xlsx"}))[1][0] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(("role", "phone"), [("commune_officer", "0900000111"), ("commune_leader", "0900***111")])
def test_the_phone_in_a_file_is_whole_only_for_a_role_that_needs_it(client, cast, team, role, phone):
    client.force_login(getattr(cast, role))
    assert rows(client.get(URL, {"_export": "xlsx"}))[1][6] == phone


def test_a_member_may_read_the_list_but_not_take_it_out(client, cast, team):
    client.force_login(cast.team_member)

    page = client.get(URL)

    assert names(page) == [team.name]
    assert "_export" not in page.content.decode()
    assert client.get(URL, {"_export": "xlsx"}).status_code == 403
    assert not AccessRecord.objects.exists()


def test_a_post_that_only_reads_adds_nothing_to_the_file(client, team, country):
    both = make_user("both", Role.TEAM_MEMBER, country.hamlet)
    both.posts.create(role=Role.TEAM_LEADER, area=country.other_hamlet)
    make_team(country.other_hamlet, "Tổ ấp 2")
    client.force_login(both)

    assert names(client.get(URL)) == ["Tổ ấp 2", team.name]
    assert [line[0] for line in rows(client.get(URL, {"_export": "xlsx"}))[1:]] == ["Tổ ấp 2"]


def test_an_export_is_recorded_with_who_what_and_how_many(officer, several, cast):
    officer.get(URL, {"_export": "csv", "q": "10"})

    record = AccessRecord.objects.get()
    assert (record.user, record.action, record.row_count) == (cast.commune_officer, "export", 1)
    assert record.url == "/teams/?_export=csv&q=10"


def test_an_unknown_kind_of_file_is_not_found_and_not_recorded(officer, team):
    assert officer.get(URL, {"_export": "exe"}).status_code == 404
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("query", [{}, {"_export": "xlsx"}])
def test_queries_do_not_grow_with_the_rows(officer, country, cast, django_assert_num_queries, n, query):
    for number in range(n):
        user = make_user(f"leader{number}")
        make_team(country.hamlet, f"Tổ {number}", user)
    with django_assert_num_queries({"": 10, "xlsx": 9}[query.get("_export", "")]):
        officer.get(URL, query)


def test_the_button_to_found_a_team_is_there_only_for_who_may(client, cast, team):
    for role, offered in (("commune_officer", True), ("commune_leader", False), ("team_leader", False)):
        client.force_login(getattr(cast, role))
        assert (reverse("teams:team_create") in client.get(URL).content.decode()) is offered


@pytest.mark.parametrize("url", ["/teams/", "/members/", "/areas/", "/households/", "/indicators/"])
@pytest.mark.parametrize("query", [{"per_page": "-5"}, {"page": "-1"}, {"page": "x", "per_page": "9" * 30}])
def test_a_page_that_is_not_there_becomes_the_nearest(officer, team, url, query):
    assert officer.get(url, query).status_code == 200
