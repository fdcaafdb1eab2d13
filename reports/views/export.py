from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import audit
from accounts.roles import Permission
from reports import board as boards
from reports import board_file
from reports.comparison import file as comparison_file
from reports.comparison.pairs import compare
from reports.comparison.question import read_comparison
from reports.display import dress
from reports.exports import file_of, pdf_file
from reports.indicator import file as indicator_file
from reports.indicator import laggards
from reports.indicator.question import read_indicator
from reports.indicator.reasons import explain
from reports.kin import on_the_map
from reports.pdf.board import document_of
from reports.question import Question, read
from reports.sheet import Sheet
from reports.trend.points import points, stretches
from reports.ways import way_by_units, way_for


def dashboard_export(request):
    """The dashboard as a workbook, CSV or PDF; what has no answer goes to the page, which tells why."""
    question, form = read(request)
    if elsewhere := _elsewhere(request, question, form, "reports:dashboard"):
        return elsewhere
    board = boards.build(question, way_for(question), request.user)
    if request.GET.get("_export") == "pdf":
        document = document_of(board, question, request.user)
        return _recorded(request, question, pdf_file(document, today=question.today), len(board.every))
    dress(board.every, question)
    return _file(request, question, board_file.sheet_of(board, question))


def compare_export(request):
    """The table of two periods beside each other."""
    question, form = read_comparison(request)
    if elsewhere := _elsewhere(request, question, form, "reports:compare"):
        return elsewhere
    comparison = compare(question, way_by_units(question), request.user)
    dress([compared.line for compared in [*comparison.lines, *comparison.silent]], question)
    return _file(request, question, comparison_file.sheet_of(comparison, question))


def indicator_export(request):
    """The units by what they lack in one indicator and why, and how it moved."""
    question, form = read_indicator(request)
    if elsewhere := _elsewhere(request, question, form, "reports:indicator"):
        return elsewhere
    way = way_by_units(question)
    standing = laggards.build(question, way, request.user) if way else None
    if standing:
        explain(standing, standing.compared, question, way)
        dress([laggard.line for laggard in standing.laggards], question)
    periods = [p for p in stretches(question.step, question.period, question.today) if p.start <= question.today]
    moved = points(question.area, question.indicator, periods, question.lens, question.step)
    return _file(request, question, indicator_file.sheet_of(standing, moved, question))


def _elsewhere(request: HttpRequest, question: Question | None, form, page: str) -> HttpResponse | None:
    """Back to the page when there is nothing to put into a file; 403 without the permission."""
    if question is None:
        return redirect(page)
    request.user.require(Permission.EXPORT, question.area)
    if form.sentences or not on_the_map(question.area, question.period, question.lens):
        return redirect(f"{reverse(page)}?{request.GET.urlencode()}")
    return None


def _file(request: HttpRequest, question: Question, sheet: Sheet) -> HttpResponse:
    response = file_of(sheet, kind=request.GET.get("_export", "xlsx"), today=question.today)
    return _recorded(request, question, response, len(sheet.rows))


def _recorded(request: HttpRequest, question: Question, response: HttpResponse, rows: int) -> HttpResponse:
    audit.record_export(request, _("Số liệu %(area)s") % {"area": question.area}, rows)
    return response
