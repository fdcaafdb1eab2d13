"""The desk of whoever is responsible: what waits for a person, and days on which two members logged one household."""

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Permission
from areas.lists import ROWS
from areas.places import crumbs, with_places
from visits import compare, decisions, filing, queues
from visits.forms.desk import ReasonForm, RepeatForm
from visits.models import Household, Visit
from visits.timeline import entries
from visits.views.photos import photos_of

QUEUES = {
    "review": gettext_lazy("Cần xem lại"),
    "conflict": gettext_lazy("Hai bản khác nhau"),
    "held": gettext_lazy("Chưa ghi được"),
    "repeats": gettext_lazy("Có thể ghi hai lần"),
    "decided": gettext_lazy("Đã quyết định"),
}


def desk_list(request):
    request.user.require_anywhere(Permission.EDIT_VISITS)
    counts = queues.counts(request.user)
    chosen = request.GET.get("queue")
    if chosen not in QUEUES:
        chosen = next((queue for queue, number in counts.items() if number), "review")
    page = Paginator(_rows(chosen, request.user), ROWS).get_page(request.GET.get("page"))
    context = {
        "chosen": chosen,
        "tabs": queue_tabs(counts),
        "page": page,
        "items": _detailed(chosen, page.object_list, request.user),
    }
    return render(request, "visits/desk_list.html", context)


def _rows(queue, user):
    if queue == "review":
        return queues.reviews(user).order_by("-visited_at", "-pk")
    if queue == "repeats":
        return queues.repeats(user, timezone.localdate())
    return {"conflict": queues.conflicts, "held": queues.unfiled, "decided": queues.decided}[queue](user)


def _detailed(queue, rows, user):
    """The rows of one page with what is shown of them; a fixed number of queries."""
    if queue == "review":
        visits = with_places(Visit.objects.select_related("household", "area", "created_by"), timezone.localdate())
        found = visits.in_bulk([visit.pk for visit in rows])
        return [found[visit.pk] for visit in rows]
    if queue == "repeats":
        return _repeats(list(rows), user)
    items = list(rows.select_related("sent_by", "decided_by"))
    names = _names({item.household_id for item in items}, user)
    return [(item, names.get(item.household_id) or item.payload.get("head_name", "")) for item in items]


def _repeats(days, user):
    keys = {row["household"] for row in days}
    households = Household.objects.select_related("area").in_bulk(keys)
    together = {(row["household"], row["day"]): [] for row in days}
    visits = Visit.objects.visible_to(user).standing().filter(household__in=keys, day__in={row["day"] for row in days})
    for visit in visits.select_related("created_by").order_by("visited_at", "pk"):
        together.get((visit.household_id, visit.day), []).append(visit)
    return [{"household": households[key], "day": day, "visits": rows} for (key, day), rows in together.items()]


def _names(keys, user):
    return dict(Household.objects.visible_to(user).filter(pk__in=keys).values_list("pk", "head_name"))


def queue_tabs(counts):
    return [(queue, label, counts.get(queue)) for queue, label in QUEUES.items()]


def desk_visit(request, pk):
    """A visit under review: accept it as it is, or go on to correct or remove it."""
    visit = _editable(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and _accept(request, visit, form):
        return redirect("visits:desk_list")
    found = with_places(Visit.objects.filter(pk=visit.pk), timezone.localdate())
    [entry] = entries(found.prefetch_related("results__indicator"))
    draft = replace(compare.draft_of(entry.visit), position=None)  # the page shows it on a map
    names = {code.indicator.code: code.indicator for code in entry.visit.results.all()}
    context = {
        "form": form,
        "visit": entry.visit,
        "entry": entry,
        "photos": photos_of(request.user, entry.visit),
        "said": compare.of_draft(draft, entry.visit.household.head_name, names),
        "in_future": visit.visited_at > timezone.now() + filing.CLOCK_TOLERANCE,
        "crumbs": crumbs(visit.area, timezone.localdate(), (visit.household.head_name, None)),
    }
    return render(request, "visits/desk_visit.html", context, status=422 if form.is_bound else 200)


def _accept(request, visit, form):
    try:
        filing.accept_visit(visit, reason=form.cleaned_data["reason"], by=request.user)
    except filing.NotYet:
        form.add_error(None, _("Ngày giờ thăm ở tương lai. Sửa ngày giờ trước, rồi lượt thăm được tính."))
        return False
    except filing.VisitRemoved:
        messages.error(request, _("Người khác vừa xóa lượt thăm này; thay đổi không được lưu."))
        return True
    messages.success(request, _("Đã chấp nhận lượt thăm và tính lại số liệu."))
    return True


def desk_repeat(request, pk):
    """All visits that were made at one household on the day of this one: let them stand, or take one back."""
    visit = _editable(request, pk)
    same_day = Visit.objects.visible_to(request.user).standing().filter(household=visit.household_id, day=visit.day)
    shown = entries(same_day.order_by("visited_at", "pk").prefetch_related("results__indicator"))
    form = RepeatForm(request.POST or None, choices=_repeat_choices(shown))
    if form.is_valid():
        _settle_repeat(request, visit, shown, form.cleaned_data)
        return redirect(reverse("visits:desk_list") + "?queue=repeats")
    context = {
        "form": form,
        "visit": visit,
        "entries": shown,
        "crumbs": crumbs(visit.area, timezone.localdate(), (visit.household.head_name, None)),
    }
    return render(request, "visits/desk_repeat.html", context, status=422 if form.is_bound else 200)


def _repeat_choices(shown):
    choices = [(RepeatForm.KEEP, _("Giữ tất cả: đúng là các lượt khác nhau"))]
    for entry in shown:
        moment = timezone.localtime(entry.visit.visited_at)
        words = {"time": f"{moment:%H:%M}", "who": entry.visit.created_by or "—"}
        choices.append((str(entry.visit.pk), _("Xóa lượt lúc %(time)s của %(who)s") % words))
    return choices


def _settle_repeat(request, visit, shown, cleaned):
    reason = cleaned["reason"]
    if cleaned["decision"] == RepeatForm.KEEP:
        decisions.keep_repeats(visit.household, visit.day, len(shown), reason=reason, by=request.user)
        messages.success(request, _("Đã giữ các lượt thăm. Hộ vẫn chỉ được tính một lần."))
        return
    [chosen] = [entry.visit for entry in shown if str(entry.visit.pk) == cleaned["decision"]]
    try:
        filing.remove_visit(chosen, reason=reason, by=request.user)
    except filing.VisitRemoved:
        messages.error(request, _("Người khác vừa xóa lượt thăm này; thay đổi không được lưu."))
    else:
        messages.success(request, _("Đã xóa lượt thăm và tính lại số liệu."))


def _editable(request, pk):
    visits = Visit.objects.visible_to(request.user).standing().select_related("household", "area")
    visit = get_object_or_404(visits, pk=pk)
    request.user.require(Permission.EDIT_VISITS, visit.area)
    return visit
