"""Who may open which address of teams/, and for which team."""

from datetime import date

from accounts.roles import Permission
from teams.models import CompositionRule, Training
from tests.scope import Case

EDIT = Permission.EDIT_TEAMS
PROVINCE = Permission.EDIT_INDICATORS  # of those with EDIT_TEAMS, the roles whose post covers a province


def team(world, place):
    return {"pk": (world.team if place == "own" else world.foreign_team).pk}


def membership(world, place):
    return {"pk": (world.team if place == "own" else world.foreign_team).memberships.first().pk}


def hamlet(world, place):
    return {"area": (world.hamlet if place == "own" else world.foreign_hamlet).pk}


def new_team(world, place):
    return {"name": "Tổ mới", "kind": "hamlet", **hamlet(world, place)}


PERSON = {"full_name": "Lê Thị Bưởi", "role": "member", "valid_from": "2023-01-01"}
LAST_DAY = {"last_day": "2023-01-01"}

RESTAFFED = {"number": "7/QĐ-UBND", "signed_on": "2023-01-01"}
NUMBER = {"number": "8/QĐ-UBND"}


def decision(world, place):
    team = world.team if place == "own" else world.foreign_team
    return {"pk": team.decisions.get_or_create(kind="restaffed", effective_on=date(2022, 12, 1))[0].pk}


def next_team(world, place):
    return {**new_team(world, place), "name": "Tổ kế tục", "valid_from": "2024-01-01"}


def rule(world, place):
    area = world.province if place == "own" else world.foreign_province
    return {"pk": CompositionRule.objects.get_or_create(area=area)[0].pk}


def new_rule(world, place):
    return {"area": world.province.pk, "kind": "hamlet", "fewest": 5}


def training(world, place):
    area = world.hamlet if place == "own" else world.foreign_hamlet
    return {"pk": Training.objects.get_or_create(area=area, day=date(2026, 3, 1), title="Kỹ năng số")[0].pk}


TRAINED = {"day": "2026-03-01", "title": "Kỹ năng số"}

CASES = [
    Case("teams:training_list"),
    Case("teams:training_detail", kwargs=training),
    Case("teams:training_create", query=hamlet, permission=EDIT),
    Case("teams:training_create", query=hamlet, permission=EDIT, method="post", data=lambda w, p: TRAINED, ok=302),
    Case("teams:training_edit", kwargs=training, permission=EDIT),
    Case("teams:training_edit", kwargs=training, permission=EDIT, method="post", data=lambda w, p: TRAINED, ok=302),
    Case("teams:training_remove", kwargs=training, permission=EDIT, method="post", ok=302),
    Case("teams:coverage"),
    Case("teams:coverage", query=hamlet),
    Case("teams:rule_list"),
    Case("teams:rule_create", permission=PROVINCE),
    Case("teams:rule_create", permission=PROVINCE, method="post", data=new_rule, ok=302),
    Case("teams:rule_edit", kwargs=rule, permission=PROVINCE),
    Case("teams:rule_edit", kwargs=rule, permission=PROVINCE, method="post", data=new_rule, ok=302),
    Case("teams:team_list"),
    Case("teams:member_list"),
    Case("teams:team_detail", kwargs=team),
    Case("teams:team_create", query=hamlet, permission=EDIT),
    Case("teams:team_create", query=hamlet, permission=EDIT, method="post", data=new_team, ok=302),
    Case("teams:team_edit", kwargs=team, permission=EDIT),
    Case("teams:team_edit", kwargs=team, permission=EDIT, method="post", data=new_team, ok=302),
    Case("teams:team_dissolve", kwargs=team, permission=EDIT),
    Case("teams:team_dissolve", kwargs=team, permission=EDIT, method="post", data=lambda w, p: LAST_DAY, ok=302),
    Case("teams:team_restaff", kwargs=team, permission=EDIT),
    Case("teams:team_restaff", kwargs=team, permission=EDIT, method="post", data=lambda w, p: RESTAFFED, ok=302),
    Case("teams:team_refound", kwargs=team, permission=EDIT),
    Case("teams:team_refound", kwargs=team, permission=EDIT, method="post", data=next_team, ok=302),
    Case("teams:decision_edit", kwargs=decision, permission=EDIT),
    Case("teams:decision_edit", kwargs=decision, permission=EDIT, method="post", data=lambda w, p: NUMBER, ok=302),
    Case("teams:membership_create", kwargs=team, permission=EDIT),
    Case("teams:membership_create", kwargs=team, permission=EDIT, method="post", data=lambda w, p: PERSON, ok=302),
    Case("teams:membership_edit", kwargs=membership, permission=EDIT),
    Case("teams:membership_edit", kwargs=membership, permission=EDIT, method="post", data=lambda w, p: PERSON, ok=302),
    Case("teams:membership_end", kwargs=membership, permission=EDIT),
    Case(
        "teams:membership_end", kwargs=membership, permission=EDIT, method="post", data=lambda w, p: LAST_DAY, ok=302
    ),
]
