from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.exports import EXPORTING, export_list
from accounts.roles import Permission
from areas.dates import BEGINNING
from areas.exports import export_links
from areas.lists import order, show_page
from areas.models import Area, Level
from areas.places import crumbs, with_places
from teams import roster
from teams.composition import Rules, with_rule
from teams.decisions import first_days, milestones
from teams.filters import TeamFilter, asked_day
from teams.forms.team import DissolveForm, TeamForm
from teams.history import timeline
from teams.models import Membership, Team
from teams.places import SHOWN, chosen_place, places_for_teams
from teams.resources import TeamResource
from teams.tables import TeamTable
from teams.views.pages import form_page, get_team

ORDER = list(Membership.Role)


def team_list(request: HttpRequest) -> HttpResponse:
    exporting, user, day = "_export" in request.GET, request.user, asked_day(request)
    open_areas = user.areas_where(Permission.SEE_PHONES).filter(pk=OuterRef("area"))
    teams = Team.objects.visible_to(user, EXPORTING if exporting else None).with_members(day)
    teams = with_places(teams, day).select_related("area").annotate(phone_open=Exists(open_areas))
    found, rules = TeamFilter(request.GET, teams, request=request), Rules(day)
    table = TeamTable(rules.join(found.qs), rules=rules, committees=found.lists_committees)
    if exporting:
        order(request, table)
        return export_list(request, TeamResource(rules), table.data.data, title=_("Tổ"), name="to-cong-nghe-so")
    show_page(request, table)
    may_found = user.areas_where(Permission.EDIT_TEAMS).exists()
    context = {"filter": found, "table": table, "may_found": may_found, "exports": export_links(request)}
    return render(request, "teams/team_list.html", context)


def team_detail(request: HttpRequest, pk) -> HttpResponse:
    today = timezone.localdate()
    teams, rules = Team.objects.visible_to(request.user).select_related("area", "successor"), Rules(today)
    teams = with_rule(teams, today)
    team = get_object_or_404(with_places(teams, today).prefetch_related("decisions", "predecessors"), pk=pk)
    services = _services(team)
    team.serving = [row for row in services if row.in_force(today)]
    current = [row for row in services if row.valid_until >= today]
    phones_open = request.user.may(Permission.SEE_PHONES, team.area)
    phones = sum(1 for row in current if row.member.phone)
    if phones_open and phones:
        audit.record_view(request, team.name, phones)
    context = {
        "team": team,
        "current": current,
        "former": [row for row in services if row.valid_until < today],
        "leaders": [row.member for row in current if row.role == Membership.Role.LEADER],
        "gaps": rules.gaps(team),
        "rule": rules.of(team),
        "milestones": milestones(team, services),
        "changes": timeline(team, services),
        "phones_open": phones_open,
        "may_edit": request.user.may(Permission.EDIT_TEAMS, team.area),
        "crumbs": crumbs(team.area, today, (team.name, None)),
    }
    return render(request, "teams/team_detail.html", context)


def _services(team: Team) -> list[Membership]:
    """All services in the team by role and name, each with `joined`, since when its person serves without a break."""
    services = sorted(
        team.memberships.select_related("member"), key=lambda row: (ORDER.index(row.role), row.member.sort_key)
    )
    since = first_days(services)
    for service in services:
        service.joined = None if since[service.pk] == BEGINNING else since[service.pk]
    return services


def team_create(request: HttpRequest) -> HttpResponse:
    place = chosen_place(request)
    if place is None or place.level < Level.COMMUNE:
        return _choose_place(request, place)
    data = request.POST if request.method == "POST" else None
    form = TeamForm(data, user=request.user, place=place, initial=first_values(place, request.GET.get("kind")))
    if form.is_valid():
        team = form.save()
        words = {"team": team, "leader": str(team.roles[Membership.Role.LEADER]).lower()}
        messages.success(request, _("Đã lập %(team)s. Thêm %(leader)s và các thành viên.") % words)
        return redirect("teams:team_detail", team.pk)
    heading = _("Lập ban chỉ đạo") if form["kind"].value() == Team.Kind.STEERING else _("Lập tổ")
    return form_page(request, form, heading=heading, crumbs=crumbs(place, timezone.localdate(), (heading, None)))


def first_values(place: Area, kind: str | None = None) -> dict:
    """What the form of a new team starts with; from the page of a hamlet it knows the hamlet and proposes a name."""
    values = {"kind": Team.Kind.HAMLET, "valid_from": timezone.localdate()}
    unit = {"unit": f"{place.kind.lower()} {place.name}"}
    if place.level == Level.HAMLET:
        values |= {"area": place, "name": _("Tổ công nghệ số cộng đồng %(unit)s") % unit}
    elif kind == Team.Kind.STEERING:
        values |= {"kind": kind, "area": place, "name": _("Ban Chỉ đạo chuyển đổi số %(unit)s") % unit}
    return values


def _choose_place(request: HttpRequest, inside: Area | None) -> HttpResponse:
    """Where there are hundreds of places, the place comes first: a short list, or a name to look for."""
    today, q = timezone.localdate(), request.GET.get("q", "")
    places = places_for_teams(request.user, today)
    if inside:
        places = places.filter(pk__in=Area.objects.under(inside, today).values("pk"))
    kind = request.GET.get("kind", "")
    places = places.named_like(q) if q else places
    places = places if q and kind != Team.Kind.STEERING else places.filter(level=Level.COMMUNE)
    shown = list(places[: SHOWN + 1])
    context = {"places": shown[:SHOWN], "more": len(shown) > SHOWN, "q": q, "inside": inside, "kind": kind}
    return render(request, "teams/team_place.html", context)


def team_edit(request: HttpRequest, pk) -> HttpResponse:
    team = get_team(request, pk)
    data = request.POST if request.method == "POST" else None
    form = TeamForm(data, instance=team, user=request.user, place=team.area)
    if form.is_valid():
        roster.amend(form.save(commit=False))
        messages.success(request, _("Đã lưu thông tin tổ."))
        return redirect("teams:team_detail", pk)
    return form_page(request, form, heading=_("Sửa thông tin tổ"), team=team)


def team_dissolve(request: HttpRequest, pk) -> HttpResponse:
    team = get_team(request, pk)
    data = request.POST if request.method == "POST" else None
    form = DissolveForm(data, team=team)
    if form.is_valid():
        ended = roster.dissolve(team, **form.cleaned_data)
        text = _("Đã ghi ngày giải thể. %(n)s thành viên thôi tham gia từ ngày đó.")
        messages.success(request, text % {"n": len(ended)})
        return redirect("teams:team_detail", pk)
    lead = _("Tổ và lịch sử của tổ vẫn được giữ để tra cứu. Các thành viên thôi tham gia cùng ngày.")
    return form_page(request, form, heading=_("Giải thể tổ"), team=team, lead=lead, submit_label=_("Giải thể"))
