from django.shortcuts import redirect, render

from reports.activity import reach
from reports.attention import concerns_of_teams
from reports.display import reach_facts
from reports.forms import Show
from reports.pickers import reach_headers
from reports.question import read


def team_facts(request):
    """How far the teams of an area reach, and what is to be said of them: a part of a board that comes after it.
    Opened by itself it leads to the table that tells the same."""
    question, _form = read(request)
    if question is None:
        return redirect("reports:dashboard")
    if not request.htmx:
        return redirect(question.but(show=Show.TEAMS.value).address())
    area = question.area
    asked = {"period": question.period, "lens": question.lens, "today": question.today}
    found = reach(area, level=area.level, only=[area.pk], **asked).get(area.pk)
    context = {
        "facts": reach_facts(found, reach_headers(), question),
        "concerns": concerns_of_teams(found, question, request.user) if found else [],
        "is_alone": "alone" in request.GET,
    }
    return render(request, "reports/team_facts.html", context)
