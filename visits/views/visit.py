from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Permission
from areas.keyset import read_page
from areas.places import crumbs, with_places
from visits import changes, filing, progress
from visits.filters.visit import VisitFilter
from visits.forms.visit import AmendForm, RemovalForm
from visits.models import Indicator, Visit
from visits.suggestions import next_households
from visits.timeline import entries
from visits.views.photos import photos_of


def visit_list(request):
    found = VisitFilter(request.GET, Visit.objects.listed_for(request.user), request=request)
    details = with_places(Visit.objects.select_related("household", "area", "created_by"), timezone.localdate())
    page = read_page(found.qs, "visited_at", request.GET)
    visits = details.in_bulk(page.keys)
    context = page.urls(request.GET) | {
        "filter": found,
        "visits": [visits[key] for key in page.keys],
        "may_log": request.user.areas_where(Permission.LOG_VISITS).exists(),
    }
    return render(request, "visits/visit_list.html", context)


def visit_detail(request, pk):
    visits = with_places(Visit.objects.visible_to(request.user).filter(pk=pk), timezone.localdate())
    [entry] = entries(visits) or [None]
    if entry is None:
        raise Http404
    visit = entry.visit
    context = {
        "entry": entry,
        "visit": visit,
        "crumbs": crumbs(visit.area, timezone.localdate(), (visit.household.head_name, None)),
        "changes": changes.of_visit(visit),
        "may_correct": request.user.may(Permission.EDIT_VISITS, visit.area),
        "photos": photos_of(request.user, visit),
        "may_edit": not visit.removed_at and visit.may_be_edited_by(request.user),
        "next": _next(request.user, visit),
    }
    return render(request, "visits/visit_detail.html", context)


def visit_edit(request, pk):
    visit = _editable(request, pk)
    results = {result.indicator: result.quantity for result in visit.results.select_related("indicator")}
    asked = set(Indicator.objects.asked_at_visits().on(visit.day)) | set(results)
    form = AmendForm(
        request.POST or None,
        visit=visit,
        results=results,
        indicators=sorted(asked, key=lambda indicator: (indicator.position, indicator.code)),
        reached=progress.of_household(visit.household, without=visit),
    )
    if form.is_valid():
        try:
            filing.amend_visit(visit, **form.facts, reason=form.cleaned_data["reason"], by=request.user)
        except filing.VisitRemoved:
            return _too_late(request, visit)
        messages.success(request, _("Đã sửa lượt thăm và tính lại số liệu."))
        return redirect("visits:visit_detail", visit.pk)
    context = {"form": form, "household": visit.household, "visit": visit}
    return render(request, "visits/visit_form.html", context, status=422 if form.is_bound else 200)


def visit_remove(request, pk):
    visit = _editable(request, pk)
    form = RemovalForm(request.POST or None)
    if form.is_valid():
        try:
            filing.remove_visit(visit, reason=form.cleaned_data["reason"], by=request.user)
        except filing.VisitRemoved:
            return _too_late(request, visit)
        messages.success(request, _("Đã xóa lượt thăm và tính lại số liệu."))
        return redirect("visits:household_detail", visit.household_id)
    return render(
        request, "visits/visit_remove.html", {"form": form, "visit": visit}, status=422 if form.is_bound else 200
    )


def _editable(request, pk):
    visits = Visit.objects.visible_to(request.user).standing().select_related("household__area", "area")
    visit = get_object_or_404(visits, pk=pk)
    if not visit.may_be_edited_by(request.user):
        raise PermissionDenied(_("Chỉ người ghi lượt thăm hoặc người phụ trách mới sửa, xóa được."))
    return visit


def _too_late(request, visit):
    """Between opening the page and pressing the button, somebody else took the visit back."""
    messages.error(request, _("Người khác vừa xóa lượt thăm này; thay đổi không được lưu."))
    return redirect("visits:visit_detail", visit.pk)


def _next(user, visit):
    """Where to go after one's own visit of today; None for the visits of others and of other days."""
    if visit.created_by_id != user.pk or timezone.localdate(visit.created_at) != timezone.localdate():
        return None
    areas = user.areas_where(Permission.LOG_VISITS).filter(pk=visit.area_id)
    return next(iter(next_households(areas, 1, skip=[visit.household_id])), None)
