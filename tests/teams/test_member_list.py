from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.models import AccessRecord
from teams.models import Member, Membership
from tests.cast import make_team

URL = "/members/"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def serve(team, name, **more):
    days = {key: more.pop(key) for key in ("valid_from", "valid_until") if key in more}
    role = more.pop("role", "member")
    member = Member.objects.create(full_name=name, **{"phone": "0912345678"} | more)
    Membership.objects.create(team=team, member=member, role=role, **{"valid_from": date(2022, 6, 1)} | days)
    return member


def names(response):
    return [member.full_name for member in response.context["table"].data.data]


def rows(response):
    return list(load_workbook(BytesIO(response.content)).active.values)


@pytest.fixture
def two_teams(country, foreign_team):
    """Two own teams; Đặng Thị Ánh serves in both and in a foreign one."""
    first, second = make_team(country.hamlet, "Tổ một"), make_team(country.other_hamlet, "Tổ hai")
    both = serve(first, "Đặng Thị Ánh", role="leader", birth_year=1990)
    Membership.objects.create(team=second, member=both, valid_from=date(2023, 1, 1))
    Membership.objects.create(team=foreign_team, member=both, valid_from=date(2023, 1, 1))
    serve(second, "Bùi Văn Ân", birth_year=1970)
    serve(second, "Trần An", phone="")
    serve(first, "Lê Đã Thôi", valid_until=date(2023, 1, 31))
    serve(foreign_team, "Lý Thị Lạ")
    return first, second


def test_each_person_stands_once_sorted_by_given_name(officer, two_teams):
    assert names(officer.get(URL)) == ["Trần An", "Đặng Thị Ánh", "Bùi Văn Ân"]


def test_a_row_names_the_own_teams_only_even_of_a_person_who_serves_elsewhere_too(officer, two_teams):
    text = officer.get(URL).content.decode()
    assert "Tổ một" in text and "Tổ hai" in text
    assert "Vĩnh Lạc" not in text and "Lý Thị Lạ" not in text


def test_filters_narrow_by_name_role_place_and_state(officer, two_teams, country):
    def found(**choice):
        return names(officer.get(URL, choice))

    assert found(q="dang anh") == ["Đặng Thị Ánh"]
    assert found(role="leader") == ["Đặng Thị Ánh"]
    assert found(area=country.hamlet.pk) == ["Đặng Thị Ánh"]
    assert found(area=country.hamlet.pk, state="all") == ["Đặng Thị Ánh", "Lê Đã Thôi"]
    assert found(state="ended") == ["Lê Đã Thôi"]
    assert found(area=country.foreign_hamlet.pk) == found(state="x") == []


def test_those_without_a_birth_year_stand_last_either_way(officer, two_teams):
    up, down = (names(officer.get(URL, {"sort": sort})) for sort in ("birth_year", "-birth_year"))
    assert up == ["Bùi Văn Ân", "Đặng Thị Ánh", "Trần An"]
    assert down == ["Đặng Thị Ánh", "Bùi Văn Ân", "Trần An"]


def test_a_birth_year_is_not_grouped_like_a_number(officer, two_teams):
    text = officer.get(URL).content.decode()
    assert "1990" in text and "1.990" not in text


def test_phones_are_masked_until_someone_who_may_asks_and_that_is_recorded(officer, cast, two_teams):
    assert "0912345678" not in officer.get(URL).content.decode()
    assert not AccessRecord.objects.exists()

    assert "0912345678" in officer.get(URL, {"phones": "1"}).content.decode()
    record = AccessRecord.objects.get()
    assert (record.user, record.action, record.row_count) == (cast.commune_officer, "view", 3)


def test_asking_for_phones_without_the_right_changes_nothing(client, cast, two_teams):
    client.force_login(cast.commune_leader)
    assert "0912345678" not in client.get(URL, {"phones": "1"}).content.decode()
    assert not AccessRecord.objects.exists()


def test_the_phone_of_someone_who_left_stays_masked(officer, two_teams):
    text = officer.get(URL, {"phones": "1", "state": "ended"}).content.decode()
    assert "0912***678" in text and "0912345678" not in text


@pytest.mark.parametrize(("role", "phone"), [("commune_officer", "0912345678"), ("province_leader", "0912***678")])
def test_a_file_has_one_row_a_service_and_the_phone_that_the_role_may_see(client, cast, two_teams, role, phone):
    client.force_login(getattr(cast, role))

    header, *lines = rows(client.get(URL, {"_export": "xlsx", "q": "anh"}))

    assert header[5:8] == ("Tổ (ấp, khu vực)", "Nhiệm vụ trong tổ", "Xã, phường")
    assert [line[:4] for line in lines] == [("Đặng Thị Ánh", None, 1990, phone)] * 2
    assert [line[5:9] for line in lines] == [
        ("Tổ một", "Tổ trưởng", "Xã Tân Hòa", "Xã Tân Hòa"),
        ("Tổ hai", "Thành viên", "Xã Tân Hòa", "Thị trấn Một Ngàn"),
    ]


def test_a_member_of_a_team_may_not_take_the_list_out(client, cast, two_teams):
    client.force_login(cast.team_member)
    assert client.get(URL, {"_export": "csv"}).status_code == 403


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("query", [{}, {"_export": "xlsx"}])
def test_queries_do_not_grow_with_the_rows(officer, team, django_assert_num_queries, n, query):
    for number in range(n):
        serve(team, f"Nguyễn Văn {number}")
    with django_assert_num_queries({"": 9, "xlsx": 8}[query.get("_export", "")]):
        officer.get(URL, query)


def test_in_a_file_a_person_serves_since_joining_not_since_the_present_role(officer, team):
    first = team.memberships.get(role="member")
    Membership.objects.filter(pk=first.pk).update(valid_until=date(2023, 12, 31))
    Membership.objects.create(team=team, member=first.member, role="deputy", valid_from=date(2024, 1, 1))

    assert {line[-2].date() for line in rows(officer.get(URL, {"_export": "xlsx"}))[1:]} == {date(2022, 6, 1)}
