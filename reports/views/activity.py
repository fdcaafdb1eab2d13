from django.core.paginator import Paginator
from django.shortcuts import render

from reports import pickers
from reports.activity import days_of
from reports.activity_rows import OF_HAMLETS, OF_MEMBERS, Rows, found, in_sight, items, to_rows
from reports.forms import ActivityForm
from reports.kin import called
from reports.lens import RECORDED
from reports.periods import days as in_days
from reports.question import read
from reports.rollup import Period

ROWS_A_PAGE = 50


def activity(request):
    """The teams, hamlets or members behind one figure of a board."""
    question, form = read(request, ActivityForm)
    if question is None:
        return render(request, "reports/no_area.html")
    rows = Rows(form.cleaned_data.get("rows") or Rows.ACTIVE)
    days = days_of(question.area, period=question.period, lens=question.lens, today=question.today)
    every = found(question.area, days, rows)
    seen = in_sight(every, request.user)
    page = Paginator(seen.values_list("pk", flat=True), ROWS_A_PAGE).get_page(request.GET.get("page"))
    *above, here = pickers.crumbs(question, request.user)
    context = {
        "question": question,
        "name": called(question.area, question.today),
        "errors": form.sentences,
        "rows": rows,
        "kind": "hamlets" if rows in OF_HAMLETS else "members" if rows in OF_MEMBERS else "teams",
        "days": in_days(Period(days.start, days.end)) if days.start <= days.end else "",
        "end": days.end,
        "map_name": "" if question.lens.key == RECORDED else pickers.map_name(question.lens),
        "tabs": [(choice.label, to_rows(question.area.pk, days, question.lens, choice), choice) for choice in Rows],
        "page": page,
        "items": items(list(page.object_list), days, rows, request.user),
        "hidden": every.count() - page.paginator.count,
        "crumbs": [*above, (here[0], question.plain(indicators=()).address()), (rows.label, None)],
    }
    return render(request, "reports/activity.html", context)
