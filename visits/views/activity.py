"""Hoạt động: sessions of teams, and their figures of a month without household log."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.exports import EXPORTING, export_list
from accounts.roles import Permission
from areas.exports import export_links
from areas.keyset import read_page
from areas.places import crumbs, with_places
from visits import activities, changes
from visits.filters.activity import ActivityFilter
from visits.forms.activity import FORMS
from visits.forms.visit import RemovalForm
from visits.models import Activity, Result
from visits.resources import ActivityResource

Kind = Activity.Kind


def _detailed(rows):
    told = Result.objects.select_related("indicator").order_by("indicator__position", "pk")
    rows = rows.select_related("area", "team", "created_by").prefetch_related(Prefetch("results", told))
    return with_places(rows, timezone.localdate())


def activity_list(request):
    exporting = "_export" in request.GET
    seen = Activity.objects.visible_to(request.user, EXPORTING if exporting else None)
    found = ActivityFilter(request.GET, seen, request=request)
    if exporting:
        rows = _detailed(found.qs).order_by("-day", "-pk")
        return export_list(request, ActivityResource(), rows, title=_("Hoạt động"), name="hoat-dong")
    page = read_page(found.qs, "day", request.GET)
    rows = _detailed(Activity.objects.all()).in_bulk(page.keys)
    context = page.urls(request.GET) | {
        "filter": found,
        "activities": [rows[key] for key in page.keys],
        "exports": export_links(request),
        "may_log": request.user.areas_where(Permission.LOG_VISITS).exists(),
    }
    return render(request, "visits/activity_list.html", context)


def activity_detail(request, pk):
    activity = get_object_or_404(_detailed(Activity.objects.visible_to(request.user)), pk=pk)
    context = {
        "activity": activity,
        "crumbs": crumbs(activity.area, timezone.localdate(), (activity.title, None)),
        "changes": changes.of_activity(activity),
        "may_edit": not activity.removed_at and activity.may_be_edited_by(request.user),
    }
    return render(request, "visits/activity_detail.html", context)


def activity_create(request, kind):
    request.user.require_anywhere(Permission.LOG_VISITS)
    form = FORMS[Kind(kind)](request.POST or None, user=request.user)
    if form.is_valid():
        try:
            activity = activities.log_activity(**form.new_facts, by=request.user)
            messages.success(request, _("Đã lưu và tính vào số liệu."))
            return redirect("visits:activity_detail", activity.pk)
        except activities.MonthTold:
            form.refuse_month()
    context = {"form": form, "kind": kind}
    return render(request, "visits/activity_form.html", context, status=422 if form.is_bound else 200)


def activity_edit(request, pk):
    activity = _editable(request, pk)
    told = {result.indicator: result.quantity for result in activity.results.select_related("indicator")}
    form = FORMS[Kind(activity.kind)](request.POST or None, user=request.user, activity=activity, results=told)
    if form.is_valid():
        try:
            activities.amend_activity(activity, **form.facts, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Đã sửa và tính lại số liệu."))
            return redirect("visits:activity_detail", activity.pk)
        except activities.ActivityRemoved:
            return _too_late(request, activity)
        except activities.MonthTold:
            form.refuse_month()
    context = {"form": form, "kind": activity.kind, "activity": activity}
    return render(request, "visits/activity_form.html", context, status=422 if form.is_bound else 200)


def activity_remove(request, pk):
    activity = _editable(request, pk)
    form = RemovalForm(request.POST or None)
    if form.is_valid():
        try:
            activities.remove_activity(activity, reason=form.cleaned_data["reason"], by=request.user)
        except activities.ActivityRemoved:
            return _too_late(request, activity)
        messages.success(request, _("Đã xóa và tính lại số liệu."))
        return redirect("visits:activity_list")
    context = {"form": form, "activity": activity}
    return render(request, "visits/activity_remove.html", context, status=422 if form.is_bound else 200)


def _editable(request, pk):
    rows = Activity.objects.visible_to(request.user).standing().select_related("area", "team")
    activity = get_object_or_404(rows, pk=pk)
    if not activity.may_be_edited_by(request.user):
        raise PermissionDenied(_("Chỉ người ghi hoạt động hoặc người phụ trách mới sửa, xóa được."))
    return activity


def _too_late(request, activity):
    messages.error(request, _("Người khác vừa xóa hoạt động này; thay đổi không được lưu."))
    return redirect("visits:activity_detail", activity.pk)
