import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from areas.exports import in_a_file_name
from areas.lists import read_key
from areas.models import Area
from imports import jobs
from imports.blank import template
from imports.forget import forget_old
from imports.forms import UploadForm
from imports.kinds import KINDS, ListKind
from imports.models import Import, safe_name
from imports.uploads import too_large
from imports.workbook import BadFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def import_upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Drop a file; what was understood of it is the next page."""
    wanted = get_kind(kind)
    named = _named_area(request, wanted)
    refused = request.method == "POST" and too_large(request)
    sent = (request.POST, request.FILES) if request.method == "POST" and not refused else ()
    form = UploadForm(*sent, user=request.user, permission=wanted.permission, named=named)
    if form.is_valid():
        batch, data = _new_import(wanted, form.cleaned_data, request.user)
        try:
            forget_old()
            jobs.receive(batch, data)
            return redirect("imports:import_detail", batch.pk)
        except BadFile as error:
            form.add_error("file", str(error))
    context = {"form": form, "kind": wanted, "fields": [one for one in wanted.fields if one.label], "refused": refused}
    status = 413 if refused else 422 if form.is_bound else 200
    return render(request, "imports/import_upload.html", context, status=status)


def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """A blank workbook with the columns of the list; holds nothing of anybody."""
    wanted = get_kind(kind)
    name = f'attachment; filename="mau-{in_a_file_name(wanted.title)}.xlsx"'
    return HttpResponse(template(wanted), XLSX, headers={"Content-Disposition": name})


def get_kind(key: str) -> ListKind:
    if key not in KINDS:
        raise Http404(_("Không có danh sách này."))
    return KINDS[key]


def _named_area(request: HttpRequest, kind: ListKind) -> Area | None:
    """The unit from whose page the user comes, when there one may import."""
    if named := request.GET.get("area"):
        if not (key := read_key(named)):
            raise Http404
        area = get_object_or_404(Area.objects.around(request.user), pk=key)
        request.user.require(kind.permission, area)
        return area
    request.user.require_anywhere(kind.permission)
    return None


def _new_import(kind: ListKind, cleaned: dict, user) -> tuple[Import, bytes]:
    file = cleaned["file"]
    data = file.read()
    batch = Import(
        kind=kind.key,
        by=user,
        area=cleaned["area"],
        as_of=cleaned["as_of"],
        file_name=safe_name(file.name),
        digest=hashlib.sha256(data).hexdigest(),
    )
    return batch, data
