"""A list leaves only with the permission, inside its areas, and leaves a record."""

from django.http import HttpRequest, HttpResponse

from accounts import audit
from accounts.roles import Permission, roles_with
from areas.exports import ExportResource, file_response

EXPORTING = roles_with(Permission.EXPORT)


def export_list(request: HttpRequest, resource: ExportResource, rows, *, title: str, name: str) -> HttpResponse:
    """The file that `?_export=xlsx` or `csv` asks for; 403 without the permission.

    `rows` is the filtered queryset, made visible by the caller with roles=EXPORTING, so that a post which
    only reads adds nothing to the file.
    """
    request.user.require_anywhere(Permission.EXPORT)
    dataset = resource.export(rows)
    dataset.title = str(title)
    response = file_response(dataset, kind=request.GET["_export"], name=name)
    audit.record_export(request, title, len(dataset))
    return response
