"""What the pages of this app have in common."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.roles import Permission
from teams.models import Team


def get_team(request: HttpRequest, pk) -> Team:
    """The team if the user sees it (else 404) and may change it (else 403)."""
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("area"), pk=pk)
    request.user.require(Permission.EDIT_TEAMS, team.area)
    return team


def form_page(
    request: HttpRequest, form: BaseForm, *, heading: str, team=None, template: str = "teams/form.html", **context
) -> HttpResponse:
    """A page that asks for something; 422 when what was sent cannot be saved."""
    if team is not None:
        address = reverse("teams:team_detail", args=[team.pk])
        context |= {"crumbs": [(team.name, address), (heading, None)], "cancel_url": address}
    context = {"form": form, "heading": heading, "team": team, "cancel_url": reverse("teams:team_list")} | context
    return render(request, template, context, status=422 if form.is_bound else 200)
