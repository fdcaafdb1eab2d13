"""Households that are one and stand twice, and a household that moves: each asks before it does anything."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Permission
from areas.lists import ROWS
from areas.places import crumbs, hamlets_of, with_places
from visits import compare, moving
from visits.forms.twins import HamletChoice, MergeForm, MoveForm
from visits.households import doubles, probable_duplicates
from visits.models import Household, Visit
from visits.queues import EDITORS
from visits.views.capture import read_uuid

FOUND = 20
MOST_HAMLETS = 40  # looked through at once; a commune has fewer
GONE = gettext_lazy("Người khác vừa gộp hoặc chuyển hộ này; thay đổi không được lưu.")


def household_duplicates(request):
    """Pairs that may be one household, in the hamlets where the user may decide it."""
    request.user.require_anywhere(Permission.EDIT_VISITS)
    hamlets = hamlets_of(request.user.areas_where(Permission.EDIT_VISITS), timezone.localdate())
    form = HamletChoice(request.GET or None, hamlets=hamlets)
    chosen = [form.cleaned_data["hamlet"]] if form.is_valid() and form.cleaned_data["hamlet"] else list(hamlets)
    chosen = chosen if len(chosen) <= MOST_HAMLETS else chosen[:1]
    rows = Household.objects.filter(area__in=chosen).select_related("area").order_by("sort_key", "pk")
    page = Paginator(doubles(rows), ROWS).get_page(request.GET.get("page"))
    context = {"form": form if hamlets.count() > 1 else None, "page": page, "pairs": page.object_list}
    if len(chosen) == 1:
        form.initial["hamlet"] = chosen[0].pk
    return render(request, "visits/household_duplicates.html", context)


def household_merge(request, pk):
    """Choose the other household, then say which of the two stays and why."""
    household = _editable(request, pk)
    if "with" not in request.GET:
        return _choose_other(request, household)
    other = _editable(request, read_uuid(request.GET["with"]))
    if other == household:
        raise Http404
    pair = {str(one.pk): one for one in (household, other)}
    form = MergeForm(request.POST or None, choices=[(key, _in_words(one)) for key, one in pair.items()])
    if form.is_valid():
        stays = pair.pop(form.cleaned_data["stays"])
        [gone] = pair.values()
        return _merge(request, gone, stays, form.cleaned_data["reason"])
    said = [compare.of_household(one, one.phone) | _counted(one) for one in (household, other)]
    context = {
        "form": form,
        "household": household,
        "other": other,
        "pairs": compare.pairs(*said),
        "crumbs": crumbs(household.area, timezone.localdate(), (household.head_name, None)),
    }
    return render(request, "visits/household_merge.html", context, status=422 if form.is_bound else 200)


def _in_words(household):
    return ", ".join(filter(None, [household.head_name, household.address, str(household.area)]))


def _counted(household):
    visits = Visit.objects.standing().filter(household=household)
    return {_("Ấp, khu vực"): str(household.area), _("Số lượt thăm"): str(visits.count())}


def _merge(request, gone, stays, reason):
    try:
        moving.merge(gone, stays, reason=reason, by=request.user)
    except moving.Gone:
        messages.error(request, GONE)
        return redirect("visits:household_duplicates")
    messages.success(request, _("Đã gộp hai hộ và tính lại số liệu của hộ %(name)s.") % {"name": stays.head_name})
    return redirect("visits:household_detail", stays.pk)


def _choose_other(request, household):
    text = request.GET.get("q", "").strip()
    households = with_places(_households(request.user), timezone.localdate()).exclude(pk=household.pk)
    if text:
        found = list(households.named_like(text, request.user)[:FOUND])
    else:
        alike = [other.pk for other in probable_duplicates(household)]
        same_phone = Q(phone=household.phone, area=household.area_id) if household.phone else Q(pk__in=[])
        found = list(households.filter(Q(pk__in=alike) | same_phone)[:FOUND])
    context = {"household": household, "q": text, "found": found}
    return render(request, "visits/household_merge_pick.html", context)


def household_move(request, pk):
    """First the place and the day; then what will happen to the visits; only then it is done."""
    household = _editable(request, pk)
    form = MoveForm(request.POST or None, household=household, user=request.user)
    context = {
        "form": form,
        "household": household,
        "crumbs": crumbs(household.area, timezone.localdate(), (household.head_name, None)),
    }
    if form.is_valid():
        cleaned = form.cleaned_data
        if "confirmed" in request.POST:
            return _move(request, household, cleaned)
        visits = Visit.objects.standing().filter(household=household)
        counts = visits.aggregate(
            stay=Count("pk", filter=Q(day__lt=cleaned["day"])), go=Count("pk", filter=Q(day__gte=cleaned["day"]))
        )
        return render(request, "visits/household_move_confirm.html", context | counts | cleaned)
    return render(request, "visits/household_move.html", context, status=422 if form.is_bound else 200)


def _move(request, household, cleaned):
    try:
        moving.move(household, cleaned["hamlet"], cleaned["day"], reason=cleaned["reason"], by=request.user)
    except moving.Gone:
        messages.error(request, GONE)
    else:
        messages.success(request, _("Đã chuyển hộ và tính lại số liệu."))
    return redirect("visits:household_detail", household.pk)


def _households(user):
    return Household.objects.visible_to(user, EDITORS).select_related("area")


def _editable(request, pk):
    """404 outside the area, 403 where the user only reads."""
    household = get_object_or_404(Household.objects.visible_to(request.user).select_related("area"), pk=pk)
    request.user.require(Permission.EDIT_VISITS, household.area)
    return household
