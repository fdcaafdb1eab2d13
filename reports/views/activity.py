from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.roles import Permission
from areas.names import fold
from reports import pickers
from reports.activity import SILENT_AFTER, Days, days_of
from reports.activity_file import sheet_of
from reports.activity_rows import (
    LONGEST_SILENT,
    OF_HAMLETS,
    OF_MEMBERS,
    OF_TEAMS,
    Rows,
    all_items,
    asked_for,
    found,
    in_sight,
    items,
    named,
    nobody,
    to_rows,
)
from reports.exports import file_of
from reports.forms import SILENCES, ActivityForm
from reports.kin import called
from reports.lens import RECORDED
from reports.notices import notice_for
from reports.periods import days as in_days
from reports.question import Question, read
from reports.rollup import Period
from reports.views.dashboard import FILES

ROWS_A_PAGE = 50
KINDS = {
    gettext_lazy("Tổ"): OF_TEAMS,
    gettext_lazy("Thành viên"): OF_MEMBERS,
    gettext_lazy("Ấp, khu vực"): OF_HAMLETS,
}


def activity(request):
    """The teams, hamlets or members behind one figure of a board."""
    question, form = read(request, ActivityForm)
    if question is None:
        return render(request, "reports/no_area.html")
    rows, silent, days = _asked(question, form)
    every = _every(question, rows, silent, days)
    page = Paginator(_keys(every, request, question), ROWS_A_PAGE).get_page(request.GET.get("page"))
    listed = items(list(page.object_list), days, rows, request.user, timedelta(silent))
    hidden = 0 if question.text else every.count() - page.paginator.count  # no name is found out of sight
    notice = notice_for(question, request.user)
    context = {
        "question": question,
        "name": called(question.area, question.today),
        "errors": form.sentences,
        "rows": rows,
        "kind": "hamlets" if rows in OF_HAMLETS else "members" if rows in OF_MEMBERS else "teams",
        "days": in_days(Period(days.start, days.end) if days.start <= days.end else question.period),
        "end": days.end,
        "map_name": "" if question.lens.key == RECORDED else pickers.map_name(question.lens),
        "page": page,
        "items": listed,
        "hidden": hidden,
        "nobody": nobody(question.area, days, rows, question.today)
        if not (listed or question.text or hidden)
        else None,
        "notice": notice if notice and not notice.answers else None,
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
    every = _every(question, rows, silent, days)
    keys = list(_keys(every, request, question))
    listed = all_items(keys, days, rows, request.user, timedelta(silent))
    sheet = sheet_of(listed, rows, silent, days, question)
    response = file_of(
        sheet, kind=request.GET.get("_export", "xlsx"), today=question.today, name=slugify(fold(rows.label))
    )
    audit.record_export(request, f"{rows.label}: {question.area}", len(keys))
    return response


def _asked(question: Question, form: ActivityForm) -> tuple[Rows, int, Days]:
    """Which rows, after how many days a team is silent, and the days they are asked for."""
    days = days_of(question.area, period=question.period, lens=question.lens, today=question.today)
    rows = Rows(form.cleaned_data.get("rows") or Rows.ACTIVE)
    return rows, form.cleaned_data.get("silent") or SILENT_AFTER.days, days


def _every(question: Question, rows: Rows, silent: int, days: Days) -> QuerySet:
    """Nobody in a period that has not begun: who could not work yet is not idle."""
    every = found(question.area, days, rows, timedelta(silent), question.sort)
    return every if days.start <= days.end else every.none()


def _keys(every, request, question: Question):
    return in_sight(named(every, question.text), request.user).values_list("pk", flat=True)


def _ways_on(request, question: Question, rows: Rows, silent: int, days: Days) -> dict:
    """The other lists, other orders and lengths of this one, its files, and the way back."""

    def to(other: Rows, view="reports:activity", **more) -> str:
        kept = _kept(question, rows, other, silent)
        return to_rows(question.area.pk, days, question.lens, other, view, **kept | more)

    sort = _sort(question)
    may = request.user.may(Permission.EXPORT, question.area)
    *above, here = pickers.crumbs(question, request.user)
    first = {label: next(choice for choice in Rows if choice in kind) for label, kind in KINDS.items()}
    return _search(question, rows, silent, days) | {
        "kinds": [(label, to(choice), rows in KINDS[label]) for label, choice in first.items()],
        "choices": [(choice.label, to(choice), choice == rows) for choice in Rows if choice in _same_kind(rows)],
        "silences": [(n, to(rows, **sort | {"silent": n}), n == silent) for n in SILENCES if rows == Rows.SILENT],
        "by_day_url": to(rows) if sort else to(rows, sort=LONGEST_SILENT),
        "is_by_day": bool(sort),
        "exports": [
            (FILES[k], to(rows, "reports:activity_export", **sort, _export=k)) for k in ("xlsx", "csv") if may
        ],
        "crumbs": [*above, (here[0], question.plain(indicators=()).address()), (rows.label, None)],
    }


def _search(question: Question, rows: Rows, silent: int, days: Days) -> dict:
    """What the form of the search carries along, and the list without it."""
    asked = asked_for(question.area.pk, days, question.lens, rows) | _sort(question)
    asked |= _kept(question.but(text=""), rows, rows, silent)
    return {
        "hidden_search": [(name, str(value)) for name, value in asked.items()],
        "unsearched": reverse("reports:activity", query=asked),
    }


def _sort(question: Question) -> dict:
    return {"sort": LONGEST_SILENT} if question.sort == LONGEST_SILENT else {}


def _kept(question: Question, rows: Rows, other: Rows, silent: int) -> dict:
    """The days of silence and, among lists of the same kind, the words looked for, as far as another list has them."""
    of_days = {"silent": silent} if other == Rows.SILENT and silent != SILENT_AFTER.days else {}
    return of_days | ({"q": question.text} if question.text and other in _same_kind(rows) else {})


def _same_kind(rows: Rows) -> set[Rows]:
    return next(kind for kind in KINDS.values() if rows in kind)
