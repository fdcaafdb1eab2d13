from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.exports import EXPORTING
from accounts.roles import Permission
from areas.exports import WRITERS, in_a_file_name
from reports.league.awards import AwardForm, Proposal, as_xlsx, merits
from reports.league.contest import Contest
from reports.league.listing import line_url, score, short
from reports.league.sight import dress, in_sight
from reports.league.tables import read
from reports.views.campaigns import get_campaign


def campaign_awards(request: HttpRequest, pk: int) -> HttpResponse:
    """The first places of each table, of the units that this user may export; on the page or as a workbook."""
    contest = Contest.of(get_campaign(request, pk))
    request.user.require_anywhere(Permission.EXPORT)
    tables = {league: read(contest, league) for league in contest.leagues}
    form = AwardForm(request.GET, sizes={league: len(table.lines) for league, table in tables.items()})
    proposals = []
    for league, table in tables.items():
        first = [line for line in table.lines if line.place <= form.number(league)]
        proposals.append(Proposal(league, form.number(league), in_sight(first, request.user, EXPORTING)))
    dress([line for proposal in proposals for line in proposal.lines], contest.day, contest.campaign.area)
    if "_export" in request.GET:
        counted_at = min(table.counted_at for table in tables.values())
        return _workbook(request, proposals, contest, counted_at)
    campaign = contest.campaign
    return render(
        request,
        "reports/campaign_awards.html",
        {
            "campaign": campaign,
            "contest": contest,
            "form": form,
            "proposals": [(proposal, _rows(proposal, contest)) for proposal in proposals],
            "export": f"?{_asked(request)}",
            "crumbs": [
                (_("Thi đua"), reverse("reports:campaign_list")),
                (campaign.name, campaign.get_absolute_url()),
                (_("Đề nghị khen thưởng"), None),
            ],
        },
    )


def _rows(proposal: Proposal, contest: Contest) -> list[tuple]:
    return [
        (line, short(line.name), short(line.note), score(line.score), merits(line, contest), line_url(contest, line))
        for line in proposal.lines
    ]


def _asked(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["_export"] = "xlsx"
    return query.urlencode()


def _workbook(request: HttpRequest, proposals: list[Proposal], contest: Contest, counted_at: datetime) -> HttpResponse:
    name = f"de-nghi-khen-thuong-{in_a_file_name(contest.campaign.name)[:40]}-{timezone.localdate():%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    response = HttpResponse(as_xlsx(proposals, contest, counted_at), WRITERS["xlsx"][1], headers=headers)
    count = sum(len(proposal.lines) for proposal in proposals)
    audit.record_export(request, _("Đề nghị khen thưởng: %(name)s") % {"name": contest.campaign}, count)
    return response
