"""One held item: what was sent, what the server has, and the decision."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Permission
from areas.places import with_places
from visits import compare, decisions, filing, found_decisions, progress
from visits.forms.desk import DecisionForm, FoundDecisionForm, HeldVisitForm, ReasonForm
from visits.models import HeldItem, Household, HouseholdAlias, Indicator, Photo, Visit
from visits.queues import EDITORS
from visits.receive import obstacle_on_day
from visits.views.capture import read_uuid

Decision = HeldItem.Decision
FOUND = 20
CONFLICTS, REVIEWS = HeldItem.Kind.CONFLICT, HeldItem.Kind.REVIEW


def desk_item(request, pk):
    held = _held(request, pk)
    if held.about == HeldItem.About.HOUSEHOLD:
        return _household_item(request, held)
    draft = decisions.read_draft(held)
    household, stored = _editable_household(request.user, draft.household_id), _stored(request.user, held)
    choices = _visit_choices(held, draft, household, stored)
    form = DecisionForm(request.POST or None, choices=choices)
    if form.is_valid():
        act = {
            Decision.SENT: lambda **by: decisions.take_sent(held, stored, **by),
            Decision.BOTH: lambda **by: decisions.file_held(held, draft, household, **by),
            Decision.FILED: lambda **by: decisions.file_held(held, draft, household, **by),
        }
        return _decide(request, act.get(form.cleaned_data["decision"]), held, form.cleaned_data["reason"])
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    unknown = _("không rõ (%(id)s)") % {"id": draft.household_id}
    sent = compare.of_draft(draft, household.head_name if household else unknown, indicators)
    context = {"held": held, "form": form, "household": household, "stored": stored, "sent": sent}
    context["photos"] = [(photo, True) for photo in _photos(held)]
    if stored:
        said = compare.of_draft(compare.draft_of(stored), stored.household.head_name, indicators)
        context["pairs"] = compare.pairs(said, sent)
    return render(request, "visits/desk_item.html", context, status=422 if form.is_bound else 200)


def _visit_choices(held, draft, household, stored):
    """Only what is possible: the books must take the day and the indicators, the person the household."""
    fits = household is not None and decisions.can_be_filed(draft)
    choices = []
    if held.kind == CONFLICTS:
        if fits and stored and not stored.removed_at and stored.household_id == household.pk:
            choices.append((Decision.SENT, _("Lấy bản gửi đến, thay bản đã có")))
        choices.append((Decision.STORED, _("Giữ bản đã có")))
        if fits:
            choices.append((Decision.BOTH, _("Giữ cả hai: ghi bản gửi đến thành một lượt thăm nữa")))
        return choices
    if fits:
        choices.append((Decision.FILED, _("Ghi vào sổ như đã gửi")))
    return [*choices, (Decision.DISCARDED, _("Không dùng bản này"))]


def _household_item(request, held):
    found = found_decisions.read_found(held)
    stored = _editable_household(request.user, held.household_id)
    form = FoundDecisionForm(request.POST or None, choices=_found_choices(held, stored), user=request.user)
    if not form.is_bound and held.area_id:
        form.initial["hamlet"] = held.area_id
    if form.is_valid():
        cleaned = form.cleaned_data
        act = {
            Decision.SENT: lambda **by: found_decisions.take_sent_found(held, stored, **by),
            Decision.BOTH: lambda **by: found_decisions.store_found(held, cleaned["hamlet"], **by),
            Decision.FILED: lambda **by: found_decisions.store_found(held, cleaned["hamlet"], **by),
        }
        return _decide(request, act.get(cleaned["decision"]), held, cleaned["reason"])
    sent = compare.of_household(found, found.phone)
    context = {"held": held, "form": form, "stored": stored, "household": stored, "sent": sent, "found": found}
    if stored:
        context["pairs"] = compare.pairs(compare.of_household(stored, stored.phone), sent)
    return render(request, "visits/desk_item.html", context, status=422 if form.is_bound else 200)


def _found_choices(held, stored):
    if held.kind == REVIEWS:
        return [(Decision.FILED, _("Lưu thành hộ mới")), (Decision.DISCARDED, _("Không dùng bản này"))]
    choices = [(Decision.SENT, _("Lấy bản gửi đến, thay bản đã có"))] if stored else []
    return [
        *choices,
        (Decision.STORED, _("Giữ bản đã có")),
        (Decision.BOTH, _("Giữ cả hai: lưu bản gửi đến thành một hộ khác")),
    ]


def desk_file(request, pk):
    """Choose the household of what was sent; a visit is then corrected and filed, a household known as that one."""
    held = _held(request, pk)
    if held.decided_at:
        return redirect("visits:desk_item", held.pk)
    if held.about == HeldItem.About.HOUSEHOLD and held.kind == CONFLICTS:
        raise Http404  # its id is that of a household already
    if "household" not in request.GET:
        return _choose_household(request, held)
    household = get_object_or_404(_households(request.user), pk=read_uuid(request.GET["household"]))
    request.user.require(Permission.EDIT_VISITS, household.area)
    if held.about == HeldItem.About.HOUSEHOLD:
        return _same_as(request, held, household)
    return _file_visit(request, held, household)


def _file_visit(request, held, household):
    draft = decisions.read_draft(held)
    asked = list(Indicator.objects.asked_at_visits())
    form = HeldVisitForm(request.POST or None, draft=draft, indicators=asked, reached=progress.of_household(household))
    if form.is_valid():
        corrected = replace(draft, household_id=household.pk, **form.corrected())
        obstacle = obstacle_on_day(corrected, {indicator.code: indicator for indicator in asked})
        if not obstacle:
            reason = form.cleaned_data["reason"]
            return _decide(request, lambda **by: decisions.file_held(held, corrected, household, **by), held, reason)
        form.add_error(None, obstacle)
    known = {indicator.code for indicator in asked}
    context = {
        "form": form,
        "household": household,
        "held": held,
        "left_out": {code: quantity for code, quantity in draft.results.items() if code not in known},
    }
    return render(request, "visits/desk_file.html", context, status=422 if form.is_bound else 200)


def _same_as(request, held, household):
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _decide(request, lambda **by: found_decisions.is_same_as(held, household, **by), held, reason)
    context = {"form": form, "household": household, "held": held, "found": found_decisions.read_found(held)}
    return render(request, "visits/desk_same.html", context, status=422 if form.is_bound else 200)


def _choose_household(request, held):
    text = request.GET.get("q", "").strip()
    default = held.payload.get("head_name", "")
    households = with_places(_households(request.user), timezone.localdate())
    named = households.named_like(text or default, request.user)[:FOUND] if text or default else []
    context = {"held": held, "q": text or default, "found": list(named)}
    return render(request, "visits/desk_choose.html", context)


def _decide(request, act, held, reason):
    """Do it, or leave out what was sent when there is nothing to do; then back to the queue."""
    try:
        if act:
            act(reason=reason, by=request.user)
        else:
            decisions.discard(held, reason=reason, by=request.user)
    except filing.VisitRemoved:
        messages.error(request, _("Người khác vừa xóa lượt thăm này; quyết định không được lưu."))
    except decisions.Decided:
        messages.error(request, _("Người khác vừa quyết định mục này; quyết định sau không được lưu."))
    else:
        messages.success(request, _("Đã lưu quyết định."))
    queue = "conflict" if held.kind == CONFLICTS else "held"
    return redirect(reverse("visits:desk_list") + f"?queue={queue}")


def _held(request, pk):
    """Held items are there only for whoever may decide: for everybody else there is no such page."""
    items = HeldItem.objects.visible_to(request.user).select_related("sent_by", "decided_by", "area")
    return get_object_or_404(items, pk=pk)


def _photos(held):
    """What came along with it, as long as it is not taken away."""
    return Photo.objects.standing().filter(visit_id=held.visit_id, sent_by=held.sent_by).shown()


def _households(user):
    return Household.objects.visible_to(user, EDITORS).select_related("area")


def _editable_household(user, key):
    """The household that the sent id stands for, where the user may edit visits; None otherwise."""
    alias = HouseholdAlias.objects.filter(pk=key).values_list("household", flat=True)
    return _households(user).filter(pk__in=[key, *alias]).first()


def _stored(user, held):
    """The visit that bears the id already, where the user may edit it."""
    visits = Visit.objects.visible_to(user, EDITORS).select_related("household", "created_by")
    return visits.filter(pk=held.visit_id).prefetch_related("results__indicator").first()
