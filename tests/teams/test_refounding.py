"""Dissolving by a decision, and founding anew as another team."""

from datetime import date

import pytest
from django.urls import reverse

from areas.dates import FOREVER
from teams.models import Membership, Team, TeamDecision
from tests.cast import make_team


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def refound(team):
    return reverse("teams:team_refound", args=[team.pk])


def milestones(client, team):
    found = client.get(reverse("teams:team_detail", args=[team.pk])).context["milestones"]
    return [(step.what, step.teams) for step in found]


def sent(team, area, **more):
    data = {"name": "Tổ khu vực 1", "kind": "hamlet", "area": area.pk, "valid_from": "2025-08-08"}
    decision = {"decision_number": "5/QĐ-UBND", "decision_date": "2025-08-06"}
    return data | decision | {"carried": list(team.memberships.values_list("pk", flat=True))} | more


def test_a_team_is_carried_on_by_another_that_both_pages_name(officer, team, country):
    response = officer.post(refound(team), sent(team, country.other_hamlet))

    new = Team.objects.get(name="Tổ khu vực 1")
    team.refresh_from_db()
    assert response.url == new.get_absolute_url()
    assert (team.valid_until, team.successor) == (date(2025, 8, 7), new)
    cited = "theo Quyết định 5/QĐ-UBND ngày 06/08/2025"
    assert milestones(officer, team)[1] == (f"Lập lại thành tổ khác {cited}", [new])
    assert milestones(officer, new) == [(f"Lập lại từ tổ trước {cited}", [team])]


def test_those_chosen_go_along_with_their_roles_and_rights(officer, cast, team, country):
    leader = team.memberships.get(role="leader")
    officer.post(refound(team), sent(team, country.other_hamlet, carried=[leader.pk]))

    new = Team.objects.get(name="Tổ khu vực 1")
    assert [(row.member, row.role) for row in new.memberships.all()] == [(leader.member, "leader")]
    assert set(team.memberships.values_list("valid_until", flat=True)) == {date(2025, 8, 7)}
    posts = {(post.user.username, post.area.name): post.valid_until for post in cast.team_leader.posts.all()}
    assert posts == {("team_leader", "1"): date(2025, 8, 7), ("team_leader", "2"): FOREVER}
    assert cast.team_member.posts.get().valid_until == date(2025, 8, 7)


def test_in_the_same_hamlet_rights_just_go_on(officer, cast, team, country):
    officer.post(refound(team), sent(team, country.hamlet))
    assert [post.valid_until for post in cast.team_leader.posts.all()] == [FOREVER]


def test_a_team_dissolved_before_can_still_be_carried_on(officer, team, country):
    officer.post(reverse("teams:team_dissolve", args=[team.pk]), {"last_day": "2025-06-30"})
    refused = officer.post(refound(team), sent(team, country.hamlet, valid_from="2025-06-30"))
    assert "01/07/2025" in str(refused.context["form"].errors["valid_from"])

    officer.post(refound(team), sent(team, country.hamlet))
    assert Team.objects.get(name="Tổ khu vực 1").memberships.count() == 2
    assert milestones(officer, team)[1][0] == "Lập lại thành tổ khác"


def test_who_joins_the_old_team_later_has_to_be_settled_first(officer, team, country):
    team.memberships.filter(role="member").update(valid_from=date(2025, 9, 1))
    refused = officer.post(refound(team), sent(team, country.hamlet))

    assert "Có 1 người tham gia tổ cũ" in str(refused.context["form"].errors["valid_from"])
    assert Team.objects.get().successor is None


def test_a_decision_to_dissolve_is_kept_and_follows_a_corrected_day(officer, team):
    data = {"last_day": "2024-06-30", "number": "9/QĐ-UBND", "signed_on": "2024-06-25"}
    officer.post(reverse("teams:team_dissolve", args=[team.pk]), data)
    assert milestones(officer, team)[1][0] == "Giải thể theo Quyết định 9/QĐ-UBND ngày 25/06/2024"

    values = {"name": team.name, "kind": "hamlet", "area": team.area_id, "valid_from": "2022-06-01"}
    officer.post(reverse("teams:team_edit", args=[team.pk]), values | {"valid_until": "2024-07-31"})
    assert TeamDecision.objects.get().effective_on == date(2024, 8, 1)

    officer.post(reverse("teams:team_edit", args=[team.pk]), values | {"valid_until": ""})
    assert not TeamDecision.objects.exists()
    assert len(milestones(officer, team)) == 1


def test_a_team_brought_back_has_no_successor(officer, team, country):
    officer.post(refound(team), sent(team, country.other_hamlet))
    values = {"name": team.name, "kind": "hamlet", "area": team.area_id, "valid_from": "2022-06-01"}
    officer.post(reverse("teams:team_edit", args=[team.pk]), values | {"valid_until": ""})

    team.refresh_from_db()
    assert (team.ends, team.successor) == (None, None)


def test_a_foreign_team_gives_its_persons_to_nobody(officer, team, foreign_team, country):
    foreign = Membership.objects.get(team=foreign_team)
    response = officer.post(refound(team), sent(team, country.other_hamlet, carried=[foreign.pk]))

    assert response.status_code == 422 and "carried" in response.context["form"].errors
    assert make_team(country.hamlet, "Tổ khác").successor is None


def test_a_team_merges_into_one_that_works_already(officer, cast, team, country):
    other = make_team(country.other_hamlet, "Tổ ấp 2")
    Membership.objects.create(team=other, member=cast.team_member.member, valid_from=other.valid_from)

    sent_ = sent(team, country.hamlet) | {"name": "", "area": "", "kind": "", "into": other.pk}
    assert officer.post(refound(team), sent_).url == other.get_absolute_url()

    team.refresh_from_db()
    assert (team.valid_until, team.successor) == (date(2025, 8, 7), other)
    cited = "theo Quyết định 5/QĐ-UBND ngày 06/08/2025"
    assert milestones(officer, team)[1] == (f"Nhập vào tổ khác {cited}", [other])
    assert milestones(officer, other) == [("Thành lập", []), ("Nhận tổ khác nhập vào", [team])]
    served = {row.member.full_name: row.valid_from for row in other.memberships.select_related("member")}
    assert served == {"Người team_leader 1": date(2025, 8, 8), "Người team_member 1": other.valid_from}


def test_a_team_does_not_merge_into_one_that_begins_later_nor_into_a_foreign_one(officer, team, foreign_team, country):
    later = make_team(country.hamlet, "Tổ sau")
    Team.objects.filter(pk=later.pk).update(valid_from=date(2026, 1, 1))

    assert (
        "valid_from" in officer.post(refound(team), sent(team, country.hamlet, into=later.pk)).context["form"].errors
    )
    refused = officer.post(refound(team), sent(team, country.hamlet, into=foreign_team.pk))
    assert "into" in refused.context["form"].errors
