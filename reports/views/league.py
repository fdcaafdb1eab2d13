from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.context import leading_post
from accounts.exports import EXPORTING
from accounts.roles import Permission
from areas.exports import export_links, in_a_file_name
from areas.lists import order, show_page
from areas.models import Area, Level
from reports.exports import file_of
from reports.figures import counted_until, figure
from reports.league import freezing
from reports.league.campaigns import PILLS, days_of, left
from reports.league.contest import Contest, League
from reports.league.file import sheet_of
from reports.league.forms import LeagueForm
from reports.league.line import Line, Unranked
from reports.league.listing import COUNTED, LeagueTable, hundred, score, short
from reports.league.scoring import FEWEST_HOUSEHOLDS
from reports.league.sight import dress, in_sight, waiting
from reports.league.tables import Table, read
from reports.views.campaigns import get_campaign
from reports.waiting import MOST_COUNTED, review_url

NAMES_AT_MOST = 200


def campaign_detail(request: HttpRequest, pk: int, league: str = "") -> HttpResponse:
    """A league table of the campaign: the lines in sight, with their places among all."""
    contest = Contest.of(get_campaign(request, pk))
    league = _named(league, contest) if league else _first(request, contest)
    found, exporting = read(contest, league), "_export" in request.GET
    lines = in_sight(found.lines, request.user, EXPORTING if exporting else None)
    by_commune = league != League.COMMUNES and contest.campaign.area.level < Level.COMMUNE
    form = LeagueForm(request.GET, contest=contest, user=request.user, by_commune=by_commune)
    table = LeagueTable(form.narrow(lines), contest=contest, table=found)
    if exporting:
        return _export(request, table, contest, found)
    show_page(request, table)
    dress([row.record for row in table.page.object_list], contest.day, contest.campaign.area)
    context = _frame(request, contest) | _whole(request, contest, found, lines) | _waiting(request, contest)
    context |= {"league": league, "form": form, "table": table, "exports": export_links(request)}
    return render(request, "reports/campaign_detail.html", context)


def _named(league: str, contest: Contest) -> League:
    """The table that the address names; 404 for one that this campaign has not."""
    if league not in contest.leagues:
        raise Http404(_("Đợt thi đua này không có bảng đó."))
    return League(league)


def _first(request: HttpRequest, contest: Contest) -> League:
    """The table to begin with: that of communes, for somebody of a hamlet that of teams."""
    post = leading_post(request.user)
    of_teams = post and post.area.level == Level.HAMLET and League.TEAMS in contest.leagues
    return League.TEAMS if of_teams else contest.leagues[0]


def _frame(request: HttpRequest, contest: Contest) -> dict:
    """What stands around the tables of a campaign."""
    campaign, today = contest.campaign, timezone.localdate()
    may_run = request.user.may(Permission.SET_TARGETS, campaign.area)
    sees = may_run or Area.objects.visible_to(request.user).filter(pk=campaign.area_id).exists()
    units = list(campaign.units.filter(pk__in=Area.objects.browsable_by(request.user)).order_by("sort_key", "pk"))
    days = {"area": campaign.area_id, "from": campaign.start.isoformat(), "to": campaign.end.isoformat()}
    return {
        "campaign": campaign,
        "contest": contest,
        "days": days_of(campaign),
        "days_left": left(campaign, today),
        "state": campaign.state(today),
        "pill": PILLS[campaign.state(today)],
        "board_url": reverse("reports:dashboard", query=days) if sees else "",
        "fewest": FEWEST_HOUSEHOLDS,
        "leagues": contest.leagues,
        "units": units,
        "units_hidden": campaign.units.count() - len(units),
        "may_run": may_run,
        "may_propose": request.user.areas_where(Permission.EXPORT).exists(),
        "hindrance": freezing.hindrance(campaign, today) if may_run else "",
        "corrected": freezing.corrected_since(campaign) if campaign.frozen_at else 0,
        "freezings": campaign.freezings.select_related("by"),
        "open_appeals": campaign.appeals.visible_to(request.user).open().count(),
        "crumbs": [(_("Thi đua"), reverse("reports:campaign_list")), (campaign.name, None)],
    }


def _whole(request: HttpRequest, contest: Contest, found: Table, lines: list[Line]) -> dict:
    """What is the same for all lines: how many there are, the common rates, who has no place and why."""
    unranked = in_sight(found.unranked, request.user)
    named = [line for line in unranked if line.reason != Unranked.SHARED][:NAMES_AT_MOST]
    dress(named, contest.day, contest.campaign.area)
    cells = found.lines[0].cells if found.lines else []
    lacks_sizes = any(line.reason == Unranked.NO_SIZE for line in unranked) and not contest.campaign.frozen_at
    may_publish = lacks_sizes and request.user.areas_where(Permission.EDIT_AREAS).exists()
    return {
        "found": found,
        "total": len(found.lines),
        "counted": COUNTED[found.league],
        "in_sight": len(lines),
        "hidden": len(found.lines) - len(lines),
        "unranked": [_placeless(line, mended=may_publish) for line in named],
        "unranked_more": len(unranked) - len(named),
        "lacks_sizes": lacks_sizes,
        "statistics_url": reverse("imports:import_upload", args=["statistics"]) if may_publish else "",
        "rules": [
            (rule, hundred(rule, cell.mean), figure(round(cell.strength)))
            for rule, cell in zip(contest.rules, cells, strict=False)
            if cell
        ],
    }


def _waiting(request: HttpRequest, contest: Contest) -> dict:
    """Visits that may still change the places of a table that is not final."""
    number = 0 if contest.campaign.frozen_at or not contest.has_begun else waiting(contest, request.user)
    if not number:
        return {}
    return {
        "waiting": counted_until(number, MOST_COUNTED),
        "waiting_url": review_url(request.user, contest.campaign.area),
    }


def _placeless(line: Line, *, mended: bool) -> tuple[str, str, str, str]:
    """(name, where it stands, why it has no place, where its households are to be published)"""
    url = reverse("areas:area_detail", args=[line.area.pk]) if mended and line.reason == Unranked.NO_SIZE else ""
    return short(line.name), short(line.note), Unranked(line.reason).label, url and f"{url}#statistics"


def campaign_line(request: HttpRequest, pk: int, league: str, key: str) -> HttpResponse:
    """Why somebody has this place: each indicator step by step to the score."""
    contest = Contest.of(get_campaign(request, pk))
    league = _named(league, contest)
    found = read(contest, league)
    lines = in_sight([line for line in [*found.lines, *found.unranked] if line.key == key], request.user)
    if not lines:
        raise Http404
    line = lines[0]
    dress([line], contest.day, contest.campaign.area)
    opens = Area.objects.visible_to(request.user).filter(pk=line.area.pk).exists()
    campaign = contest.campaign
    table_url = reverse("reports:campaign_league", args=[campaign.pk, league])
    appeals = campaign.appeals.visible_to(request.user).filter(area=line.area).select_related("indicator")
    appeals = appeals.filter(member=line.thing if league == League.MEMBERS else None)
    context = _frame(request, contest) | {
        "line": line,
        "league": league,
        "total": len(found.lines),
        "tied": sum(other.place == line.place for other in found.lines) > 1,
        "steps": abs(line.climbed or 0),
        "reason": Unranked(line.reason).label if line.reason else "",
        "score": score(line.score),
        "cells": [_step(rule, cell, contest, line, opens) for rule, cell in _pairs(contest, line)],
        "table_url": table_url,
        "opens": opens and league != League.MEMBERS,
        "appeals": appeals,
        "crumbs": [(_("Thi đua"), reverse("reports:campaign_list")), (campaign.name, table_url), (line.name, None)],
    }
    return render(request, "reports/campaign_line.html", context)


def _pairs(contest: Contest, line: Line) -> list:
    return [(rule, cell) for rule, cell in zip(contest.rules, line.cells, strict=False) if cell]


def _step(rule, cell, contest: Contest, line: Line, opens: bool) -> dict:
    """One indicator on the page of a line, as it is to be read."""
    asked = {
        "area": line.area.pk,
        "indicator": rule.indicator.code,
        "from": contest.period.start.isoformat(),
        "to": contest.period.end.isoformat(),
        "map": contest.day.isoformat(),
    } | ({"team": line.team.pk} if line.team else {})
    by_person = line.league == League.MEMBERS
    contested = {"campaign": contest.campaign.pk, "league": line.league, "line": line.key}
    return {
        "rule": rule,
        "amount": figure(cell.amount),
        "size": figure(cell.size) if cell.size else "",
        "rate": hundred(rule, cell.rate),
        "mean": hundred(rule, cell.mean),
        "strength": figure(round(cell.strength)),
        "shrunk": hundred(rule, cell.shrunk),
        "index": score(cell.index),
        "why": f"{reverse('reports:why')}?{urlencode(asked)}" if opens and not by_person else "",
        "appeal": f"{reverse('reports:appeal_create')}?{urlencode(asked | contested)}" if opens else "",
    }


def _export(request: HttpRequest, table: LeagueTable, contest: Contest, found: Table) -> HttpResponse:
    """The lines as they are narrowed and ordered on the page."""
    request.user.require_anywhere(Permission.EXPORT)
    order(request, table)
    lines = list(table.data.data)
    dress(lines, contest.day, contest.campaign.area)
    name = f"thi-dua-{in_a_file_name(contest.campaign.name)[:40]}-{found.league}"
    sheet = sheet_of(lines, contest, found.league, found.counted_at)
    response = file_of(sheet, kind=request.GET["_export"], today=timezone.localdate(), name=name)
    audit.record_export(request, _("Thi đua: %(name)s") % {"name": contest.campaign}, len(lines))
    return response
