from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.exports import EXPORTING, export_list
from accounts.roles import Permission
from areas.exports import export_links
from areas.lists import show_page
from areas.places import crumbs, with_places
from visits import changes, codes, progress
from visits.filters.household import HouseholdFilter
from visits.forms.household import HouseholdForm
from visits.households import merged_into, save_household
from visits.models import Household, Indicator, Visit
from visits.progress import FIRST_ASKED
from visits.resources import HouseholdResource
from visits.tables import HouseholdTable
from visits.timeline import entries


def _detailed(households, user):
    households = households.select_related("area").with_phones_for(user).with_last_visit()
    return with_places(households, timezone.localdate())


def household_list(request):
    exporting = "_export" in request.GET
    households = Household.objects.listed_for(request.user, EXPORTING if exporting else None)
    found = HouseholdFilter(request.GET, households, request=request)
    details = _detailed(found.qs, request.user)
    if exporting:
        return export_list(request, HouseholdResource(), details, title=_("Danh sách hộ"), name="ho")
    table = HouseholdTable(found.qs, by_last_visit=not found.too_many)
    show_page(request, table, details)
    context = {
        "filter": found,
        "table": table,
        "may_log": request.user.areas_where(Permission.LOG_VISITS).exists(),
        "may_edit": request.user.areas_where(Permission.EDIT_VISITS).exists(),
        "exports": export_links(request),
    }
    return render(request, "visits/household_list.html", context)


def household_detail(request, pk):
    if kept := merged_into(pk, request.user):
        return redirect("visits:household_detail", kept.pk)
    household = get_object_or_404(_detailed(Household.objects.visible_to(request.user), request.user), pk=pk)
    reached = progress.of_household(household)
    asked = Indicator.objects.asked_at_visits().on(timezone.localdate())
    shown = entries(Visit.objects.visible_to(request.user).filter(household=household))
    context = {
        "household": household,
        "crumbs": crumbs(household.area, timezone.localdate(), (household.head_name, None)),
        "reached": [state for state in reached.values() if not state.indicator.derived],
        "lacking": [indicator.short_name for indicator in asked[:FIRST_ASKED] if indicator.code not in reached],
        "entries": shown,
        "shown": {entry.visit.pk for entry in shown},
        "may_log": request.user.may(Permission.LOG_VISITS, household.area),
        "may_edit": request.user.may(Permission.EDIT_VISITS, household.area),
        "changes": changes.of_household(household),
        "code": codes.codes_of([household.pk]).get(household.pk),
    }
    return render(request, "visits/household_detail.html", context)


def household_create(request):
    request.user.require_anywhere(Permission.LOG_VISITS)
    return _save(request, Household(), _("Đã thêm hộ %(name)s."))


def household_edit(request, pk):
    household = get_object_or_404(Household.objects.visible_to(request.user), pk=pk)
    request.user.require(Permission.LOG_VISITS, household.area)
    return _save(request, household, _("Đã lưu hộ %(name)s."))


def _save(request, household, done):
    form = HouseholdForm(request.POST or None, instance=household, user=request.user)
    if form.is_valid():
        save_household(form.save(commit=False))
        messages.success(request, done % {"name": household.head_name})
        return redirect("visits:household_detail", household.pk)
    stored = not household._state.adding
    back = reverse("visits:household_detail", args=[household.pk]) if stored else reverse("visits:household_list")
    may_move = stored and request.user.may(Permission.EDIT_VISITS, household.area)
    context = {"form": form, "household": household, "stored": stored, "may_move": may_move, "cancel_url": back}
    return render(request, "visits/household_form.html", context, status=422 if form.is_bound else 200)
