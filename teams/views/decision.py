from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Permission
from teams import restaffing, roster
from teams.forms.decision import DecisionForm, RefoundForm, RestaffForm
from teams.models import Membership, Team, TeamDecision
from teams.views.pages import form_page, get_team

ORDER = list(Membership.Role)


def team_restaff(request: HttpRequest, pk) -> HttpResponse:
    """Kiện toàn: one decision, everybody's role from its day on."""
    team = get_team(request, pk)
    decision = TeamDecision(team=team, kind=TeamDecision.Kind.RESTAFFED)
    data = request.POST if request.method == "POST" else None
    form = RestaffForm(data, instance=decision, services=_serving(team))
    if form.is_valid():
        left = restaffing.restaff(form.save(commit=False), form.roles)
        messages.success(request, _("Đã ghi %(decision)s; %(n)s người thôi.") % {"decision": decision, "n": len(left)})
        if form.cleaned_data["another"]:
            since = {"since": decision.effective_on.isoformat()}
            return redirect(reverse("teams:membership_create", args=[pk], query=since))
        return redirect("teams:team_detail", pk)
    return form_page(request, form, heading=_("Kiện toàn"), team=team, template="teams/team_restaff.html")


def _serving(team: Team) -> list[Membership]:
    """Who serves in the team today or is to, in the order of roles and names."""
    services = team.memberships.filter(valid_until__gte=timezone.localdate()).select_related("member")
    return sorted(services, key=lambda row: (ORDER.index(row.role), row.member.sort_key))


def team_refound(request: HttpRequest, pk) -> HttpResponse:
    """Founding anew as another team, for example when the ấp became a khu vực."""
    old = get_team(request, pk)
    data = request.POST if request.method == "POST" else None
    first = {"kind": old.kind, "area": old.area_id, "valid_from": timezone.localdate()}
    form = RefoundForm(data, user=request.user, old=old, initial=first)
    if form.is_valid():
        successor = _carry_on(old, form)
        messages.success(request, _("%(new)s kế tục %(old)s.") % {"new": successor, "old": old})
        return redirect("teams:team_detail", successor.pk)
    lead = _("Tổ kế tục có thể là tổ mới hoặc một tổ đang hoạt động. Lịch sử của tổ này vẫn được giữ.")
    return form_page(request, form, heading=_("Lập lại, nhập vào tổ khác"), team=old, lead=lead)


def _carry_on(old: Team, form: RefoundForm) -> Team:
    sent, carried = form.cleaned_data, form.cleaned_data.get("carried", [])
    if into := sent["into"]:
        decision = {"number": sent["decision_number"], "signed_on": sent["decision_date"]}
        restaffing.merge(old, into, carried=carried, since=sent["valid_from"], **decision)
        return into
    new = form.save(commit=False)
    restaffing.refound(old, new, carried=carried)
    return new


def decision_edit(request: HttpRequest, pk: int) -> HttpResponse:
    mine = TeamDecision.objects.filter(team__in=Team.objects.visible_to(request.user))
    decision = get_object_or_404(mine.select_related("team__area"), pk=pk)
    request.user.require(Permission.EDIT_TEAMS, decision.team.area)
    form = DecisionForm(request.POST if request.method == "POST" else None, instance=decision)
    if form.is_valid():
        roster.save_changed(form.save(commit=False))
        messages.success(request, _("Đã lưu quyết định."))
        return redirect("teams:team_detail", decision.team_id)
    return form_page(request, form, heading=_("Sửa quyết định"), team=decision.team)
