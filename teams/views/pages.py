"""What the pages of this app have in common."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


def form_page(request: HttpRequest, form: BaseForm, *, heading: str, team=None, **context) -> HttpResponse:
    """A page that asks for something; 422 when what was sent cannot be saved."""
    if team is not None:
        address = reverse("teams:team_detail", args=[team.pk])
        context |= {"crumbs": [(team.name, address), (heading, None)], "cancel_url": address}
    context = {"form": form, "heading": heading, "team": team, "cancel_url": reverse("teams:team_list")} | context
    return render(request, "teams/form.html", context, status=422 if form.is_bound else 200)
