from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from areas.lists import show_page
from imports.filters import ImportFilter
from imports.kinds import KINDS
from imports.models import Import
from imports.tables import ImportTable

USUAL = ("members", "households", "hamlets", "statistics")  # what offices send most, first


def import_list(request: HttpRequest) -> HttpResponse:
    """The lists that the user may import, and the history of imports."""
    batches = Import.objects.visible_to(request.user).select_related("area", "by")
    found = ImportFilter(request.GET, batches, request=request)
    table = ImportTable(found.qs)
    show_page(request, table)
    permissions = {kind.permission for kind in KINDS.values()}
    granted = {one for one in permissions if request.user.areas_where(one).exists()}
    kinds = [kind for kind in KINDS.values() if kind.permission in granted]
    kinds.sort(key=lambda kind: USUAL.index(kind.key) if kind.key in USUAL else len(USUAL))
    return render(request, "imports/import_list.html", {"filter": found, "table": table, "kinds": kinds})
