from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from areas.models import Reform
from reports import pickers
from reports.comparison.pairs import Comparison, Units, address, compare, long_page
from reports.comparison.question import Before, CompareQuestion, around, read_comparison
from reports.display import dress
from reports.forms import BY_TEAM
from reports.lines import Line, name_of
from reports.periods import days, passed_of, title_so_far
from reports.pickers import Choice
from reports.rollup import Period
from reports.views.dashboard import NAMES_AT_MOST, exports, frame
from reports.ways import ways_down
from reports.window import LINES_A_PAGE

REFORMS_SHOWN = 2


def compare_page(request):
    """Two periods of an area beside each other, by the units of one map."""
    question, form = read_comparison(request)
    if question is None:
        return render(request, "reports/no_area.html")
    context = frame(request, question) | {"errors": form.sentences}
    context["crumbs"] = [
        *context["crumbs"][:-1],
        (context["crumbs"][-1][0], question.of(question.period).address()),
        (_("So sánh hai kỳ"), None),
    ]
    context |= periods(question)
    if context["notice"] is None or context["notice"].answers:
        context |= answer(request, question)
    return render(request, "reports/compare.html", context)


def periods(question: CompareQuestion) -> dict:
    """What the period is compared with, and other pairs one step away."""
    return {
        "before_title": title_so_far(question.before, question.today),
        "before_days": days(question.before),
        "now_title": title_so_far(question.period, question.today),
        "uneven": _length(question.before, question) != _length(question.period, question),
        "named": [
            Choice(str(label), question.but(vs=name, before=None).address(), question.vs == name)
            for name, label in Before.choices
        ],
        "reforms": _reforms(question),
        "hidden_before": pickers.hidden(question, "vs", "vs_from", "vs_to"),
    }


def answer(request, question: CompareQuestion) -> dict:
    found = [way for way in ways_down(question.area, period=question.period, lens=question.lens) if way != BY_TEAM]
    way = question.by if question.by in found else next(iter(found), "")
    number = request.GET.get("page")
    units = long_page(question, way, request.user, number)
    comparison = compare(question, way, request.user, units and list(units.page))
    if units:
        page = units.page
        page.object_list = comparison.lines
    else:
        page = Paginator(comparison.lines, LINES_A_PAGE).get_page(number)
    address([*page, *comparison.others, comparison.total], question)
    silent = _silent(comparison, units, question)
    dress([*(compared.line for compared in page), *silent[:NAMES_AT_MOST]], question)
    return {
        "comparison": comparison,
        "page": page,
        "silent": silent[:NAMES_AT_MOST],
        "silent_count": len(silent),
        "ways": pickers.ways(question, found, way),
        "headers": headers(question, comparison),
        "exports": exports(request, question, "reports:compare_export", ("xlsx", "csv")),
    }


def _silent(comparison: Comparison, units: Units | None, question: CompareQuestion) -> list[Line]:
    """A line of each unit that has a figure in neither period."""
    if units is None:
        return [compared.line for compared in comparison.silent]
    return [Line(name_of(unit, question), {}, area=unit) for unit in units.silent]


def headers(question: CompareQuestion, comparison: Comparison) -> list[Choice]:
    """Figures sort by their change."""
    return pickers.headers(question, comparison.way)[:-1]


def _reforms(question: CompareQuestion) -> list[Choice]:
    """The last days of reforms, each as the pair of the years around it."""
    choices = []
    passed = Reform.objects.filter(effective_on__lte=question.today).order_by("-effective_on")
    for day in passed.values_list("effective_on", flat=True).distinct()[:REFORMS_SHOWN]:
        before, after = around(day)
        current = (question.before, question.period) == (before, after)
        label = _("Trước và sau sắp xếp %(day)s") % {"day": f"{day:%d/%m/%Y}"}
        choices.append(Choice(label, question.but(period=after, before=before, vs="").address(), current))
    return choices


def _length(period: Period, question: CompareQuestion) -> int:
    """Of the days that are compared."""
    passed = passed_of(period, question.today)
    return (passed.end - passed.start).days
