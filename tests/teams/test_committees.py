"""Steering committees of communes: kept like teams, never counted as teams."""

from datetime import date

import pytest
from django.urls import reverse

from reports.by_team import rows_by_team
from reports.lens import Lens
from reports.rollup import Period
from teams.models import Member, Membership, Team
from tests.cast import make_team
from visits.rota import Rota

DAY = date(2026, 1, 1)
NAME = "Ban Chỉ đạo chuyển đổi số xã Tân Hòa"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def committee(country):
    committee = make_team(country.commune, NAME)
    committee.kind = Team.Kind.STEERING
    committee.save()
    head = Member.objects.create(full_name="Lê Văn Chủ Tịch", position="Chủ tịch UBND xã")
    Membership.objects.create(team=committee, member=head, role="leader", valid_from=committee.valid_from)
    return committee


def names(response):
    return [row.name for row in response.context["table"].data.data]


def test_a_committee_stands_in_its_own_list_and_not_among_the_teams(officer, team, committee):
    assert names(officer.get("/teams/")) == [team.name]
    assert names(officer.get("/teams/", {"state": "all"})) == [team.name]

    page = officer.get("/teams/", {"kind": "steering"})
    assert names(page) == [NAME]
    assert "<b>1</b> ban chỉ đạo" in " ".join(page.content.decode().split())


def test_who_only_serves_in_a_committee_is_no_member_of_a_team(officer, team, committee):
    def found(**choice):
        return [row.full_name for row in officer.get("/members/", choice).context["table"].data.data]

    assert "Lê Văn Chủ Tịch" not in found() + found(state="all") + found(state="ended")
    assert found(kind="steering") == ["Lê Văn Chủ Tịch"]
    assert Membership.objects.persons_on(DAY) == 2


def test_its_roles_have_names_of_their_own(officer, committee):
    text = officer.get(reverse("teams:team_detail", args=[committee.pk])).content.decode()

    assert "Trưởng ban" in text and "Tổ trưởng" not in text
    form = officer.get(reverse("teams:membership_create", args=[committee.pk])).context["form"]
    assert [label for _value, label in form["role"].field.choices] == [
        "Trưởng ban",
        "Phó Trưởng ban",
        "Thư ký",
        "Ủy viên",
    ]


def test_its_history_uses_those_names(officer, committee):
    service = committee.memberships.get()
    service.role = "deputy"
    service.save()

    changes = officer.get(reverse("teams:team_detail", args=[committee.pk])).context["changes"]

    assert changes[0].details == ["Nhiệm vụ trong tổ: Trưởng ban → Phó Trưởng ban"]


def test_a_committee_lacks_only_a_head(officer, committee):
    address = reverse("teams:team_detail", args=[committee.pk])
    assert officer.get(address).context["gaps"] == []

    committee.memberships.update(role="member")
    assert officer.get(address).context["gaps"] == ["Ban chỉ đạo chưa có Trưởng ban."]


def test_a_committee_is_founded_at_a_commune_only(officer, country):
    new = f"/teams/new/?area={country.commune.pk}&kind=steering"
    assert officer.get(new).context["form"]["name"].value() == NAME

    data = {"name": NAME, "kind": "steering", "area": country.hamlet.pk}
    assert "Chọn xã" in str(officer.post(new, data).context["form"].errors["area"])
    assert officer.post(new, data | {"area": country.commune.pk}).status_code == 302


def test_visits_and_reports_know_no_committee(officer, cast, country, committee):
    team = make_team(country.commune, "Tổ cấp xã", cast.team_member)
    Membership.objects.create(team=committee, member=cast.team_member.member, valid_from=date(2022, 6, 1))

    rota = Rota([country.commune.pk], cast.team_member)
    assert rota.team_on(country.commune.pk, DAY) == team.pk
    month = Period(date(2026, 1, 1), date(2026, 1, 31))
    rows = rows_by_team(country.commune, period=month, lens=Lens.parse("today"), indicators=[])
    assert [row.team for row in rows] == [team]
    assert "Ban Chỉ đạo" not in officer.get(reverse("visits:visit_list")).content.decode()


def test_leaving_a_committee_ends_no_post_and_staying_in_one_keeps_none(officer, cast, country, committee):
    post = cast.team_member.posts.get()
    post.area = country.commune
    post.save()
    team = make_team(country.commune, "Tổ cấp xã", cast.team_member)
    own = Membership.objects.create(team=committee, member=cast.team_member.member, valid_from=date(2022, 6, 1))

    officer.post(reverse("teams:membership_end", args=[own.pk]), {"last_day": "2024-01-01"})
    post.refresh_from_db()
    assert post.valid_until.year == 9999

    Membership.objects.filter(pk=own.pk).update(valid_until=date(9999, 12, 31))
    officer.post(reverse("teams:membership_end", args=[team.memberships.get().pk]), {"last_day": "2024-01-01"})
    post.refresh_from_db()
    assert post.valid_until == date(2024, 1, 1)


def test_a_file_of_members_names_no_service_in_a_committee(officer, cast, team, committee):
    Membership.objects.create(team=committee, member=cast.team_member.member, valid_from=committee.valid_from)

    assert "Ban Chỉ đạo" not in officer.get("/members/", {"_export": "csv"}).content.decode()
    assert "Ban Chỉ đạo" in officer.get("/members/", {"_export": "csv", "kind": "steering"}).content.decode()
