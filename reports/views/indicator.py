from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from reports import pickers
from reports.display import dress
from reports.figures import Change, figure
from reports.forms import BY_TEAM
from reports.gauge import gauge
from reports.indicator import laggards
from reports.indicator.question import IndicatorQuestion, read_indicator
from reports.indicator.reasons import explain
from reports.indicator.words import summary
from reports.mosaic.drawing import draw
from reports.mosaic.standing import Entry
from reports.periods import compared_with, days, title
from reports.pickers import Choice
from reports.rollup import totals
from reports.trend import chart
from reports.trend.points import Step
from reports.views.dashboard import exports, frame
from reports.ways import ways_down

LINES_A_PAGE = 40
FIRST = 3
NAMES_AT_MOST = 300


def indicator(request):
    """One indicator of one area: its figure and target, how it moved, and which units hold it back and why."""
    question, form = read_indicator(request)
    if question is None:
        return render(request, "reports/no_area.html")
    context = frame(request, question) | {"errors": form.sentences, "indicator": question.indicator}
    context["crumbs"] = crumbs(question, context["crumbs"])
    context["board_url"] = question.board_url()
    context["choices"] = [i for i in question.catalogue if i.valid_from <= question.period.end]
    context["hidden_indicator"] = pickers.hidden(question, "indicator", "sum")
    if context["notice"] is None or context["notice"].answers:
        context |= answer(request, question, context["errors"])
    return render(request, "reports/indicator.html", context)


def answer(request, question: IndicatorQuestion, errors: list[str]) -> dict:
    """The figures themselves."""
    found = [way for way in ways_down(question.area, period=question.period, lens=question.lens) if way != BY_TEAM]
    if question.by and question.by not in found:
        errors.append(_("Địa bàn và bản đồ này không chia theo cấp đã chọn; đang xem cấp ngay bên dưới."))
    way = question.by if question.by in found else next(iter(found), "")
    standing = laggards.build(question, way, request.user) if way else None
    progress, goal = (standing.progress, standing.goal) if standing else laggards.of_area(question)
    trend = chart.build(question, goal)
    if trend.refused:
        errors.append(trend.refused)
    context = headline(question, standing) | {
        "gauge": gauge(progress, question.indicator, question.today) if progress else None,
        "span": title(goal.span) if goal else "",
        "trend": trend,
        "steps": steps(question),
        "exports": exports(request, question, "reports:indicator_export", ("xlsx",)),
        "ways": pickers.ways(question, found, way),
    }
    return context | (units(request, question, standing, way) if standing else {})


def headline(question: IndicatorQuestion, standing: laggards.Standing | None) -> dict:
    """The figure of the area, what it opens to, and its change."""
    asked = {"lens": question.lens, "indicators": [question.indicator]}
    code, compared = question.indicator.code, compared_with(question.period, question.today)
    now = (standing.total if standing else totals(question.area, period=question.period, **asked))[code]
    before = totals(question.area, period=compared, **asked)[code]
    return {
        "number": figure(now),
        "number_url": f"{question.why()}&area={question.area.pk}&indicator={code}",
        "change": Change.between(before, now, question.indicator),
        "compared": days(compared),
    }


def units(request, question: IndicatorQuestion, standing: laggards.Standing, way: str) -> dict:
    """The units in the order of what they lack, one page of them with their reasons."""
    page = Paginator(standing.compared, LINES_A_PAGE).get_page(request.GET.get("page"))
    worst = standing.behind[:FIRST]
    silent = standing.silent[:NAMES_AT_MOST]
    shown = list({unit.area.pk: unit for unit in [*page, *worst]}.values())
    explain(standing, shown, question, way)
    dress([unit.line for unit in [*shown, *silent]], question)
    return {
        "standing": standing,
        "worst": worst if page.number == 1 else [],
        "page": page,
        "silent": silent,
        "sentence": summary(standing, worst, question),
        "mosaic": draw([entry(unit) for unit in standing.laggards], question.indicator, question),
    }


def entry(unit: laggards.Laggard) -> Entry:
    return Entry(unit.area, unit.line.name, unit.actual, unit.progress, unit.households, unit.url)


def steps(question: IndicatorQuestion) -> list[Choice]:
    """How the trend is cut, and whether it adds up."""
    cuts = [Choice(label, question.but(step=step).address(), question.step == step) for step, label in Step.choices]
    adding = question.but(running=not question.running).address()
    return [*cuts, Choice(_("Cộng dồn"), adding, question.running)]


def crumbs(question: IndicatorQuestion, path: list) -> list[tuple[str, str | None]]:
    """The way down leads to the same indicator; then the board of the area, then this page."""
    *above, (name, _url) = path
    return [*above, (name, question.board_url()), (question.indicator.short_name, None)]
