from datetime import timedelta

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import audit
from accounts.roles import Permission
from reports import pickers
from reports.activity import SILENT_AFTER, Days, days_of
from reports.activity_file import sheet_of
from reports.activity_rows import (
    LONGEST_SILENT,
    NOBODY,
    OF_HAMLETS,
    OF_MEMBERS,
    OF_TEAMS,
    Rows,
    all_items,
    found,
    in_sight,
    items,
    to_rows,
)
from reports.exports import file_of
from reports.forms import SILENCES, ActivityForm
from reports.kin import called
from reports.lens import RECORDED
from reports.periods import days as in_days
from reports.question import Question, read
from reports.rollup import Period
from reports.views.dashboard import FILES

ROWS_A_PAGE = 50


def activity(request):
    """The teams, hamlets or members behind one figure of a board."""
    question, form = read(request, ActivityForm)
    if question is None:
        return render(request, "reports/no_area.html")
    rows, silent, days = _asked(question, form)
    every = found(question.area, days, rows, timedelta(silent), question.sort)
    page = Paginator(_keys(every, request), ROWS_A_PAGE).get_page(request.GET.get("page"))
    listed = items(list(page.object_list), days, rows, request.user, timedelta(silent))
    context = {
        "question": question,
        "name": called(question.area, question.today),
        "errors": form.sentences,
        "rows": rows,
        "kind": "hamlets" if rows in OF_HAMLETS else "members" if rows in OF_MEMBERS else "teams",
        "days": in_days(Period(days.start, days.end)) if days.start <= days.end else "",
        "end": days.end,
        "map_name": "" if question.lens.key == RECORDED else pickers.map_name(question.lens),
        "page": page,
        "items": listed,
        "hidden": every.count() - page.paginator.count,
        "nobody": NOBODY.get(rows, ""),
        "silent_days": silent,
    }
    return render(request, "reports/activity.html", context | _ways_on(request, question, rows, silent, days))


def activity_export(request):
    """The same rows as a workbook or CSV, all of them."""
    question, form = read(request, ActivityForm)
    if question is None:
        return redirect("reports:activity")
    request.user.require(Permission.EXPORT, question.area)
    if form.sentences:
        return redirect(f"{reverse('reports:activity')}?{request.GET.urlencode()}")
    rows, silent, days = _asked(question, form)
    keys = list(_keys(found(question.area, days, rows, timedelta(silent), question.sort), request))
    listed = all_items(keys, days, rows, request.user, timedelta(silent))
    sheet = sheet_of(listed, rows, silent, days, question)
    response = file_of(sheet, kind=request.GET.get("_export", "xlsx"), today=question.today, name=f"danh-sach-{rows}")
    audit.record_export(request, f"{rows.label}: {question.area}", len(keys))
    return response


def _asked(question: Question, form: ActivityForm) -> tuple[Rows, int, Days]:
    """Which rows, after how many days a team is silent, and the days they are asked for."""
    days = days_of(question.area, period=question.period, lens=question.lens, today=question.today)
    rows = Rows(form.cleaned_data.get("rows") or Rows.ACTIVE)
    return rows, form.cleaned_data.get("silent") or SILENT_AFTER.days, days


def _keys(every, request):
    return in_sight(every, request.user).values_list("pk", flat=True)


def _ways_on(request, question: Question, rows: Rows, silent: int, days: Days) -> dict:
    """The other lists, other orders and lengths of this one, its files, and the way back."""

    def to(other: Rows, view="reports:activity", **more) -> str:
        kept = {"silent": silent} if other == Rows.SILENT and silent != SILENT_AFTER.days else {}
        return to_rows(question.area.pk, days, question.lens, other, view, **kept | more)

    sort = {"sort": LONGEST_SILENT} if question.sort == LONGEST_SILENT else {}
    may = request.user.may(Permission.EXPORT, question.area)
    *above, here = pickers.crumbs(question, request.user)
    kinds = {_("Tổ"): OF_TEAMS, _("Thành viên"): OF_MEMBERS, _("Ấp, khu vực"): OF_HAMLETS}
    first = {label: next(choice for choice in Rows if choice in kind) for label, kind in kinds.items()}
    same = next(kind for kind in kinds.values() if rows in kind)
    return {
        "kinds": [(label, to(choice), rows in kinds[label]) for label, choice in first.items()],
        "choices": [(choice.label, to(choice), choice == rows) for choice in Rows if choice in same],
        "silences": [(n, to(rows, **sort | {"silent": n}), n == silent) for n in SILENCES if rows == Rows.SILENT],
        "by_day_url": to(rows) if sort else to(rows, sort=LONGEST_SILENT),
        "is_by_day": bool(sort),
        "exports": [
            (FILES[k], to(rows, "reports:activity_export", **sort, _export=k)) for k in ("xlsx", "csv") if may
        ],
        "crumbs": [*above, (here[0], question.plain(indicators=()).address()), (rows.label, None)],
    }
