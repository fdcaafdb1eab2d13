from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Permission
from areas.lists import read_key
from areas.models import Level
from teams import roster
from teams.composition import USUAL
from teams.forms.rule import RuleForm
from teams.models import CompositionRule
from teams.views.pages import form_page


def rule_list(request: HttpRequest) -> HttpResponse:
    """What the provinces of the reader ask of their teams."""
    last = CompositionRule.history.filter(id=OuterRef("pk")).order_by("-history_date", "-history_id")
    rules = CompositionRule.objects.visible_to(request.user).select_related("area")
    rules = rules.annotate(
        changed_at=Subquery(last.values("history_date")[:1]),
        changed_by=Subquery(last.values("history_user__full_name")[:1]),
    )
    mine = set(places_for_rules(request.user).values_list("pk", flat=True))
    context = {"rules": rules, "mine": mine, "usual": USUAL, "today": timezone.localdate()}
    return render(request, "teams/rule_list.html", context)


def places_for_rules(user):
    """The provinces, or the country, for which the user may write rules."""
    places = user.areas_where(Permission.EDIT_TEAMS).on(timezone.localdate())
    return places.filter(level__lte=Level.PROVINCE)


def rule_create(request: HttpRequest) -> HttpResponse:
    places = places_for_rules(request.user)
    if not places.exists():
        raise PermissionDenied(_("Quy định về thành phần tổ do cán bộ tỉnh hoặc quản trị đặt."))
    data = request.POST if request.method == "POST" else None
    form = RuleForm(data, areas=places, initial={"area": read_key(request.GET.get("area", ""))})
    return _answer(request, form, _("Thêm quy định"))


def rule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    seen = CompositionRule.objects.visible_to(request.user).select_related("area")
    rule = get_object_or_404(seen, pk=pk)
    request.user.require(Permission.EDIT_TEAMS, rule.area)
    data = request.POST if request.method == "POST" else None
    form = RuleForm(data, instance=rule, areas=places_for_rules(request.user))
    return _answer(request, form, _("Sửa quy định"))


def _answer(request: HttpRequest, form: RuleForm, heading: str) -> HttpResponse:
    address = reverse("teams:rule_list")
    if form.is_valid():
        roster.save_changed(form.save(commit=False))
        messages.success(request, _("Đã lưu quy định. Các tổ được nhắc theo quy định này từ bây giờ."))
        return redirect(address)
    crumbs = [(_("Tổ"), reverse("teams:team_list")), (_("Quy định về thành phần"), address), (heading, None)]
    return form_page(request, form, heading=heading, crumbs=crumbs, cancel_url=address)
