from django.urls import path

from teams.views import coverage, decision, member, membership, rule, team, training

app_name = "teams"

urlpatterns = [
    path("teams/", team.team_list, name="team_list"),
    path("teams/new/", team.team_create, name="team_create"),
    path("teams/<uuid:pk>/", team.team_detail, name="team_detail"),
    path("teams/<uuid:pk>/edit/", team.team_edit, name="team_edit"),
    path("teams/<uuid:pk>/dissolve/", team.team_dissolve, name="team_dissolve"),
    path("teams/<uuid:pk>/restaff/", decision.team_restaff, name="team_restaff"),
    path("teams/<uuid:pk>/refound/", decision.team_refound, name="team_refound"),
    path("teams/decisions/<int:pk>/edit/", decision.decision_edit, name="decision_edit"),
    path("teams/<uuid:pk>/members/new/", membership.membership_create, name="membership_create"),
    path("teams/memberships/<int:pk>/edit/", membership.membership_edit, name="membership_edit"),
    path("teams/memberships/<int:pk>/end/", membership.membership_end, name="membership_end"),
    path("teams/coverage/", coverage.coverage_page, name="coverage"),
    path("teams/rules/", rule.rule_list, name="rule_list"),
    path("teams/rules/new/", rule.rule_create, name="rule_create"),
    path("teams/rules/<int:pk>/edit/", rule.rule_edit, name="rule_edit"),
    path("teams/trainings/", training.training_list, name="training_list"),
    path("teams/trainings/new/", training.training_create, name="training_create"),
    path("teams/trainings/<int:pk>/", training.training_detail, name="training_detail"),
    path("teams/trainings/<int:pk>/edit/", training.training_edit, name="training_edit"),
    path("teams/trainings/<int:pk>/remove/", training.training_remove, name="training_remove"),
    path("members/", member.member_list, name="member_list"),
]
