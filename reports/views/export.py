from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import audit
from accounts.roles import Permission
from reports import board as boards
from reports.board_file import sheet_of
from reports.display import dress
from reports.exports import file_of, pdf_file
from reports.kin import on_the_map
from reports.pdf.board import document_of
from reports.question import read
from reports.ways import way_for


def dashboard_export(request):
    """The dashboard as a workbook, CSV or PDF; what has no answer goes to the page, which tells why."""
    question, form = read(request)
    if question is None:
        return redirect("reports:dashboard")
    request.user.require(Permission.EXPORT, question.area)
    if form.sentences or not on_the_map(question.area, question.period, question.lens):
        return redirect(f"{reverse('reports:dashboard')}?{request.GET.urlencode()}")
    board = boards.build(question, way_for(question), request.user)
    kind = request.GET.get("_export", "xlsx")
    if kind == "pdf":
        response = pdf_file(document_of(board, question, request.user), today=question.today)
    else:
        dress(board.every, question)
        response = file_of(sheet_of(board, question), kind=kind, today=question.today)
    count = len(board.every) + len(board.others) + 1
    audit.record_export(request, _("Số liệu %(area)s") % {"area": question.area}, count)
    return response
