from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.roles import Permission
from areas.dates import FOREVER
from teams import roster
from teams.forms.join import JoinForm
from teams.forms.membership import LeaveForm, MembershipForm
from teams.models import Membership
from teams.views.member import contacts_of
from teams.views.pages import form_page, get_team


def membership_create(request: HttpRequest, pk) -> HttpResponse:
    team = get_team(request, pk)
    data = request.POST if request.method == "POST" else None
    form = JoinForm(data, team=team, user=request.user, initial=first_day(request))
    if form.is_valid():
        member = roster.complete(form.chosen, form.instance) if form.chosen else form.instance
        roster.join(team, member, role=form.cleaned_data["role"], since=form.cleaned_data["valid_from"])
        messages.success(request, _("Đã thêm %(name)s vào tổ.") % {"name": member})
        if form.cleaned_data["another"]:
            return redirect(request.get_full_path())
        return redirect("teams:team_detail", pk)
    return form_page(request, form, heading=_("Thêm thành viên"), team=team)


def first_day(request: HttpRequest) -> dict:
    """The day that the address names, for whoever joins by a decision."""
    try:
        return {"valid_from": date.fromisoformat(request.GET.get("since", ""))}
    except ValueError:
        return {}


def membership_edit(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _get_membership(request, Membership.objects.all(), pk)
    phone_open = contacts_of(request.user, membership.member_id).exists()
    data = request.POST if request.method == "POST" else None
    form = MembershipForm(data, membership=membership, user=request.user, phone_open=phone_open)
    if form.is_valid():
        days = {"since": form.cleaned_data["valid_from"], "until": form.cleaned_data["valid_until"]}
        roster.correct(membership, form.instance, role=form.cleaned_data["role"], **days)
        messages.success(request, _("Đã lưu thông tin của %(name)s.") % {"name": form.instance})
        return redirect("teams:team_detail", membership.team_id)
    return form_page(request, form, heading=_("Sửa thành viên"), team=membership.team)


def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _get_membership(request, Membership.objects.filter(valid_until=FOREVER), pk)
    data = request.POST if request.method == "POST" else None
    form = LeaveForm(data, membership=membership)
    if form.is_valid():
        posts = roster.leave(membership, last_day=form.cleaned_data["last_day"])
        messages.success(request, _("Đã ghi ngày thôi tham gia của %(name)s.") % {"name": membership.member})
        if posts:
            messages.info(request, _("Quyền của tài khoản người này ở ấp, khu vực cũng hết từ ngày đó."))
        return redirect("teams:team_detail", membership.team_id)
    heading = _("%(name)s thôi tham gia tổ") % {"name": membership.member}
    return form_page(request, form, heading=heading, team=membership.team, submit_label=_("Ghi ngày thôi"))


def _get_membership(request: HttpRequest, memberships, pk: int) -> Membership:
    """The membership if the user sees it (else 404) and may change its team (else 403)."""
    seen = memberships.visible_to(request.user).select_related("team__area", "member")
    membership = get_object_or_404(seen, pk=pk)
    request.user.require(Permission.EDIT_TEAMS, membership.team.area)
    return membership
