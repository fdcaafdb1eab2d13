from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.keyset import Page
from areas.models import Area
from reports import pickers
from reports.asked import NO_TEAM, Asked
from reports.beside import beside, last_change
from reports.evidence import Evidence
from reports.explanation import HOW_IT_ADDS, other_maps, parts_of
from reports.figures import figure
from reports.forms import WhyForm
from reports.kin import called
from reports.notices import notice_for
from reports.periods import days, title
from reports.question import Question, read
from reports.ways import level_named
from teams.models import Team
from visits.models import Contribution

ROWS_A_PAGE = 50


def why(request):
    """One figure: what it means, the facts behind it, and what was left out and why."""
    question, form = read(request, WhyForm)
    if question is None:
        return render(request, "reports/no_area.html")
    asked = read_asked(request.user, question, form.cleaned_data)
    evidence = Evidence(asked, request.user)
    reason = form.cleaned_data.get("reason", "")
    page = evidence.page(request.GET, reason=reason, size=ROWS_A_PAGE)
    context = meaning(question, asked) | listing(asked, evidence, page, reason)
    context |= {
        "errors": form.sentences,
        "crumbs": crumbs(question, request.user),
        "notice": notice_for(question, request.user),
        "beside": [(row, row.of and address(row.of)) for row in beside(asked, question.today)],
        "counted_at": last_change(asked),
        "read_at": timezone.now(),
        "appeal_url": f"{reverse('reports:appeal_create')}?{address(asked).partition('?')[2]}",
        "page_url": request.build_absolute_uri(address(asked, reason=reason)),
    }
    return render(request, "reports/why.html", context)


def read_asked(user, question: Question, found: dict) -> Asked:
    """The figure in the address; 404 for a team out of sight."""
    indicators = {indicator.code: indicator for indicator in question.catalogue}
    indicator = indicators.get(found.get("indicator")) or next(iter(question.headline), None)
    if indicator is None:
        raise Http404(_("Chưa có chỉ tiêu nào. Người quản trị lập danh mục chỉ tiêu trước."))
    team, rest = found.get("team"), found.get("rest")
    if team and team != NO_TEAM:
        try:
            team = get_object_or_404(Team.objects.visible_to(user), pk=team)
        except ValidationError:
            raise Http404 from None
    within = found.get("within")
    return Asked(
        question.area,
        indicator,
        question.period,
        question.lens,
        team=team or None,
        rest=level_named(rest) if rest else None,
        within=get_object_or_404(Area.objects.visible_to(user), pk=within) if within else None,
    )


def meaning(question: Question, asked: Asked) -> dict:
    """The figure, where it stands and how it is made."""
    indicator = asked.indicator
    counted = indicator.numerator or indicator
    return {
        "question": question,
        "asked": asked,
        "indicator": indicator,
        "number": figure(asked.values[indicator.code]),
        "counted": counted,
        "sum": figure(asked.values[counted.code]),
        "how": HOW_IT_ADDS[indicator.kind],
        "place": called(question.area, question.today),
        "title": title(question.period),
        "days": days(question.period),
        "parts": [(part, address(part.of) if part.of else "") for part in parts_of(asked)],
        "maps": []
        if asked.team or asked.rest or asked.within
        else [(label, number, address(asked, lens=lens)) for label, number, lens in other_maps(asked)],
    }


def listing(asked: Asked, evidence: Evidence, page: Page, reason: str) -> dict:
    """The facts on this page and the ways to the others."""
    reasons = [_in_words(row) | {"url": address(asked, reason=row["reason"])} for row in evidence.reasons()]
    newer, older = page.newer, page.older
    rows = evidence.details(page.keys)
    return {
        "rows": rows,
        "reason": Contribution.Reason(reason) if reason else None,
        "reasons": reasons,
        "elsewhere": evidence.elsewhere(),
        "newest": rows[0] if rows and not (reason or newer) else None,
        "counted_url": address(asked),
        "previous_url": newer and address(asked, reason=reason, newer=newer) + "#rows",
        "next_url": older and address(asked, reason=reason, older=older) + "#rows",
    }


def _in_words(row: dict) -> dict:
    """A reason with its numbers as they are read: "hơn 1.000" where nobody counted further."""
    words = _("hơn %(number)s") if row["is_more"] else "%(number)s"
    numbers = {name: words % {"number": figure(row[name])} for name in ("facts", "lost")}
    return row | numbers | {"label": Contribution.Reason(row["reason"]).label}


def crumbs(question: Question, user) -> list[tuple[str, str | None]]:
    """Back to the board of the area, and up from there."""
    *above, here = pickers.crumbs(question, user)
    return [*above, (here[0], question.plain(indicators=()).address()), (_("Vì sao"), None)]


def address(asked: Asked, *, lens=None, **more: str) -> str:
    """Where a figure is explained; `more` may name a reason and a cursor."""
    team = asked.team if asked.team in (None, NO_TEAM) else asked.team.pk
    said = {
        "area": asked.area.pk,
        "indicator": asked.indicator.code,
        "from": asked.period.start.isoformat(),
        "to": asked.period.end.isoformat(),
        "map": (lens or asked.lens).key,
        "team": team,
        "in": asked.within and asked.within.pk,
        "rest": asked.rest is not None and asked.rest.name.lower(),
        **more,
    }
    return f"{reverse('reports:why')}?{urlencode({key: value for key, value in said.items() if value})}"
