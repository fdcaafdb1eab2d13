"""Kiện toàn: a decision that says for everybody who stays, who leaves and in which role."""

from datetime import date

import pytest
from django.urls import reverse

from areas.dates import FOREVER
from teams.models import Member, Membership, Team, TeamDecision
from tests.cast import make_team

DAY = date(2024, 3, 1)
SENT = {"number": "12/QĐ-UBND", "signed_on": "2024-02-28", "effective_on": "2024-03-01"}


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def third(team):
    member = Member.objects.create(full_name="Phạm Thị Ba")
    return Membership.objects.create(team=team, member=member, role="deputy", valid_from=team.valid_from)


def address(team):
    return reverse("teams:team_restaff", args=[team.pk])


def detail(client, team):
    return client.get(reverse("teams:team_detail", args=[team.pk]))


def fields(team, **roles):
    """What the page sends: the role of each service by its present role."""
    return {f"role_{row.pk}": roles.get(row.role, row.role) for row in team.memberships.all()}


def served(team):
    rows = team.memberships.order_by("member__full_name", "valid_from").select_related("member")
    return [(row.member.full_name.split()[1], row.role, row.valid_from, row.valid_until) for row in rows]


def test_one_decision_ends_keeps_and_changes_services_from_its_day(officer, team, third):
    response = officer.post(address(team), SENT | fields(team, leader="leaves", member="leader"))

    assert response.url == reverse("teams:team_detail", args=[team.pk])
    start, before = team.valid_from, date(2024, 2, 29)
    assert served(team) == [
        ("team_leader", "leader", start, before),
        ("team_member", "member", start, before),
        ("team_member", "leader", DAY, FOREVER),
        ("Thị", "deputy", start, FOREVER),
    ]
    decision = TeamDecision.objects.get()
    assert (decision.kind, decision.number, decision.effective_on) == ("restaffed", "12/QĐ-UBND", DAY)


def test_each_day_keeps_its_own_leader(officer, team, third):
    officer.post(address(team), SENT | fields(team, leader="member", deputy="leader"))

    leaders = [Team.objects.with_members(day).get().leader_name for day in (date(2024, 2, 29), DAY)]
    assert leaders == ["Người team_leader 1", "Phạm Thị Ba"]


def test_the_page_tells_the_decision_as_one_change_with_its_author(officer, cast, team, third):
    officer.post(address(team), SENT | fields(team, leader="leaves", member="leader"))

    context = detail(officer, team).context
    founded, restaffed = context["milestones"]
    assert restaffed.what == "Kiện toàn theo Quyết định 12/QĐ-UBND ngày 28/02/2024"
    assert restaffed.details == [
        "Đổi nhiệm vụ: Người team_member 1 (thành viên → tổ trưởng).",
        "Thôi tham gia: Người team_leader 1.",
        "2 người ở lại.",
    ]
    change = context["changes"][0]
    assert (change.what, change.who, change.details) == (restaffed.what, "Người commune_officer", restaffed.details)
    assert not any("team_leader 1 thôi" in other.what for other in context["changes"])


def test_who_changes_the_role_keeps_the_day_of_joining(officer, team, third):
    officer.post(address(team), SENT | fields(team, member="secretary"))

    rows = {row.role: row for row in detail(officer, team).context["current"]}
    assert (rows["secretary"].starts, rows["secretary"].joined) == (DAY, date(2022, 6, 1))


def test_accounts_lose_the_rights_of_the_role_that_ended(officer, cast, team, country):
    officer.post(address(team), SENT | fields(team, leader="member", member="leaves"))

    ended = {(post.user.username, post.role): post.valid_until for post in country.hamlet.posts.all()}
    assert ended["team_member", "team_member"] == date(2024, 2, 29)
    assert ended["team_leader", "team_leader"] < FOREVER
    assert ended["team_leader", "team_member"] == FOREVER


def test_without_another_day_the_decision_holds_from_its_signature(officer, team):
    officer.post(address(team), SENT | {"effective_on": ""})
    assert TeamDecision.objects.get().effective_on == date(2024, 2, 28)


def test_new_persons_follow_with_the_day_filled_in(officer, team):
    response = officer.post(address(team), SENT | {"another": "on"})

    assert response.url == reverse("teams:membership_create", args=[team.pk]) + "?since=2024-03-01"
    assert officer.get(response.url).context["form"]["valid_from"].value() == DAY


@pytest.mark.parametrize("day", ["2022-06-01", "2021-01-01"])
def test_a_day_before_the_team_is_refused(officer, team, day):
    response = officer.post(address(team), SENT | {"effective_on": day})

    assert response.status_code == 422
    assert "effective_on" in response.context["form"].errors
    assert not TeamDecision.objects.exists()


def test_who_joined_later_is_named_instead_of_changed(officer, team, third):
    Membership.objects.filter(pk=third.pk).update(valid_from=date(2024, 5, 1))

    response = officer.post(address(team), SENT | fields(team, deputy="leaves"))

    assert response.status_code == 422
    assert "Phạm Thị Ba tham gia từ 01/05/2024" in str(response.context["form"].errors[f"role_{third.pk}"])


def test_the_same_decision_twice_is_refused(officer, team):
    officer.post(address(team), SENT)
    assert officer.post(address(team), SENT).status_code == 422


def test_a_decision_is_corrected_and_its_correction_kept(officer, team):
    officer.post(address(team), SENT)
    decision = TeamDecision.objects.get()
    data = {"number": "21/QĐ-UBND", "signed_on": "2024-02-28"}
    officer.post(reverse("teams:decision_edit", args=[decision.pk]), data)

    changes = detail(officer, team).context["changes"]
    assert changes[0].what == "Sửa quyết định: Kiện toàn theo Quyết định 21/QĐ-UBND ngày 28/02/2024"
    assert changes[0].details == ["Số quyết định: 12/QĐ-UBND → 21/QĐ-UBND"]


def test_a_committee_is_restaffed_in_its_own_words(officer, country):
    committee = make_team(country.commune, "Ban Chỉ đạo")
    Team.objects.update(kind=Team.Kind.STEERING)
    member = Member.objects.create(full_name="Lê Văn An")
    row = Membership.objects.create(team=committee, member=member, valid_from=committee.valid_from)

    officer.post(address(committee), SENT | {f"role_{row.pk}": "leader"})

    milestone = detail(officer, committee).context["milestones"][1]
    assert milestone.details[0] == "Đổi nhiệm vụ: Lê Văn An (ủy viên → trưởng ban)."


@pytest.mark.parametrize("n", [1, 5])
def test_queries_do_not_grow_with_persons_and_decisions(officer, team, django_assert_num_queries, n):
    for number in range(n):
        member = Member.objects.create(full_name=f"Lê Văn {number}")
        Membership.objects.create(team=team, member=member, valid_from=team.valid_from)
        officer.post(address(team), SENT | {"effective_on": f"2024-0{number + 1}-01"} | fields(team))
    detail(officer, team)
    with django_assert_num_queries(16):
        detail(officer, team)
    with django_assert_num_queries(6):
        officer.get(address(team))
