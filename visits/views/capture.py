"""Logging a visit: first the household, then what was done there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Permission, roles_with
from areas.places import with_places
from visits import codes, filing, progress
from visits.forms.visit import VisitForm
from visits.models import Household, Indicator, Visit
from visits.suggestions import next_households

FOUND, SUGGESTED = 20, 8
LOGGING = roles_with(Permission.LOG_VISITS)


def visit_create(request):
    if "household" not in request.GET:
        return _pick_household(request)
    household = get_object_or_404(_households(request.user), pk=read_uuid(request.GET["household"]))
    request.user.require(Permission.LOG_VISITS, household.area)
    form = VisitForm(
        request.POST or None,
        initial=VisitForm.initial_for_new(),
        indicators=Indicator.objects.asked_at_visits().on(timezone.localdate()),
        reached=progress.of_household(household),
    )
    if form.is_valid() and (visit := _file(request, household, form)):
        return redirect("visits:visit_detail", visit.pk)
    context = {"form": form, "household": household}
    return render(request, "visits/visit_form.html", context, status=422 if form.is_bound else 200)


def _file(request, household, form) -> Visit | None:
    """The visit as filed, or None when its number stands for another one already; says which."""
    key = form.cleaned_data["visit_id"]
    try:
        visit = filing.file_visit(household=household, visit_id=key, **form.facts, by=request.user)
    except filing.IdTaken:
        form.add_error(None, _("Lượt thăm này đã được lưu với nội dung khác. Mở lượt thăm đã lưu để sửa."))
        return None
    if visit.status == Visit.Status.REVIEW:
        messages.warning(request, _("Đã lưu, cần xem lại: %(reason)s") % {"reason": visit.review_reason})
    else:
        messages.success(request, _("Đã lưu lượt thăm hộ %(name)s.") % {"name": household.head_name})
    return visit


def _pick_household(request):
    """Search, or take the next one on the list. Whoever only reads comes to the visits that others logged."""
    areas, text = request.user.areas_where(Permission.LOG_VISITS), request.GET.get("q", "").strip()
    if not areas.exists():
        return redirect("visits:visit_list")
    if household := codes.household_of(text, request.user, LOGGING):
        return redirect(reverse("visits:visit_create", query={"household": household.pk}))
    context = {"q": text}
    if text:
        found = _households(request.user, LOGGING).named_like(text, request.user).with_last_visit()
        context["found"] = found[:FOUND]
    else:
        context["suggestions"] = next_households(areas, SUGGESTED)
    return render(request, "visits/visit_pick.html", context)


def _households(user, roles=None):
    households = Household.objects.visible_to(user, roles).select_related("area")
    return with_places(households, timezone.localdate())


def read_uuid(text) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
