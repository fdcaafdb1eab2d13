from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import audit
from accounts.roles import Permission
from reports import board as boards
from reports.board_file import sheet_of
from reports.display import dress
from reports.exports import file_of
from reports.kin import on_the_map
from reports.question import read
from reports.ways import way_for


def dashboard_export(request):
    """The table of the dashboard as a workbook or as CSV; what has no answer goes to the page, which tells why."""
    question, form = read(request)
    if question is None:
        return redirect("reports:dashboard")
    request.user.require(Permission.EXPORT, question.area)
    if form.sentences or not on_the_map(question.area, question.period, question.lens):
        return redirect(f"{reverse('reports:dashboard')}?{request.GET.urlencode()}")
    board = boards.build(question, way_for(question), request.user)
    dress(board.every, question)
    sheet = sheet_of(board, question)
    response = file_of(sheet, kind=request.GET.get("_export", "xlsx"), today=question.today)
    audit.record_export(request, _("Số liệu %(area)s") % {"area": question.area}, len(sheet.rows))
    return response
