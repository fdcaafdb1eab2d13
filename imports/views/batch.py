from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import audit
from accounts.roles import Permission
from imports import decisions, jobs, reading, undo
from imports.forms import ReadingForm
from imports.marked import mark
from imports.models import Import
from imports.preview import IGNORED, Preview
from imports.rows import Action, Row
from imports.views.upload import XLSX
from imports.whole import Whole

State = Import.State
SHORT = 30  # letters of a file's name above the page


def get_batch(request: HttpRequest, pk) -> Import:
    """The import if the user sees it (else 404) and may save such a list there (else 403)."""
    seen = Import.objects.visible_to(request.user).select_related("area", "by", "saved_by", "undone_by", "content")
    batch = get_object_or_404(seen, pk=pk)
    request.user.require(batch.list_kind.permission, batch.area)
    return batch


def masked_for(user, batch: Import) -> bool:
    """Whoever sent the file has seen its telephone numbers; others need the right to see them."""
    return batch.by_id != user.pk and not user.may(Permission.SEE_PHONES, batch.area)


def import_detail(request: HttpRequest, pk) -> HttpResponse:
    batch = get_batch(request, pk)
    context = {"batch": batch, "kind": batch.list_kind, "crumbs": crumbs(batch)}
    if batch.works or not _is_kept(batch):
        return render(request, "imports/import_detail.html", context)
    open_here = request.user.may(Permission.SEE_PHONES, batch.area)
    masked = masked_for(request.user, batch)
    preview = Preview(batch, reading.understood(batch), masked=masked, kept_masked=not open_here)
    context |= _lines(request, preview)
    if batch.state == State.SAVED and (next_step := getattr(batch.list_kind, "next_step", None)):
        context["next_step"] = next_step(batch)
    if batch.state == State.READY:
        context["reading_form"] = ReadingForm(batch=batch, whole=preview.whole)
        context["same"] = Import.objects.visible_to(request.user).saved_before(batch).first()
    return render(request, "imports/import_detail.html", context)


def _lines(request: HttpRequest, preview: Preview) -> dict:
    """One page of the chosen tab, noted in the access log where it shows telephone numbers."""
    tab, noted = preview.tab(request.GET.get("tab", "")), "noted" in request.GET
    page = preview.page(tab, request.GET.get("page"), noted=noted)
    context = {"preview": preview, "tab": tab, "tabs": preview.tabs(tab), "page": page, "only_noted": noted}
    if tab == IGNORED:
        return context
    rows: list[Row] = page.object_list
    columns, others = preview.columns_for(rows)
    if not preview.masked and preview.phones_on(rows) > 1:
        audit.record_view(request, _("Xem trước danh sách nhập"), preview.phones_on(rows))
    return context | {
        "rows": preview.shown(rows, columns, others),
        "headings": [preview.label(name) for name in columns],
        "others": others,
        "has_places": preview.has_places(rows, columns),
        "noted_here": preview.noted[tab],
    }


def crumbs(batch: Import, *pages) -> list:
    own = (Truncator(str(batch)).chars(SHORT), batch.get_absolute_url() if pages else None)
    return [(_("Nhập từ Excel"), reverse("imports:import_list")), own, *pages]


def _is_kept(batch: Import) -> bool:
    return hasattr(batch, "content") and batch.content.parsed is not None


def import_progress(request: HttpRequest, pk) -> HttpResponse:
    """The bar of a step that runs, asked every second; when it has ended the page is loaded anew."""
    batch = get_batch(request, pk)
    if not request.htmx:
        return redirect(batch)
    answer = render(request, "imports/_progress.html", {"batch": batch})
    if not batch.works:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def import_retry(request: HttpRequest, pk) -> HttpResponse:
    batch = get_batch(request, pk)
    jobs.go_on(batch, by=request.user)
    return redirect(batch)


@require_POST
def import_decide(request: HttpRequest, pk) -> HttpResponse:
    """What a person chose for lines that wait; all lines are then checked anew."""
    batch = get_batch(request, pk)
    if batch.state != State.READY:
        return _told(request, batch)
    kept = dict(batch.decisions)
    if taken_back := request.POST.get("take_back"):
        kept.pop(taken_back, None)
    elif "forget" in request.POST:
        kept = {}
    else:
        kept |= _chosen(request, batch)
    if kept == batch.decisions:
        messages.info(request, _("Chưa chọn gì cho các dòng cần xem."))
    elif not jobs.start(batch, "check", by=request.user, decisions=kept):
        return _told(request, batch)
    return redirect(f"{batch.get_absolute_url()}?{urlencode({'tab': request.POST.get('tab', '')})}#lines")


def _chosen(request: HttpRequest, batch: Import) -> dict[str, str]:
    parsed = reading.understood(batch)
    if "skip_all" in request.POST:
        return decisions.skip_all(parsed)
    return decisions.sent(request.POST, parsed, batch.list_kind)


@require_POST
def import_options(request: HttpRequest, pk) -> HttpResponse:
    batch = get_batch(request, pk)
    if batch.state != State.READY:
        return _told(request, batch)
    whole = Whole(batch, reading.understood(batch), masked=True)
    form = ReadingForm(request.POST, batch=batch, whole=whole)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    elif not jobs.start(batch, "read", by=request.user, as_of=form.cleaned_data["as_of"], options=form.options):
        return _told(request, batch)
    return redirect(batch)


@require_POST
def import_save(request: HttpRequest, pk) -> HttpResponse:
    batch = get_batch(request, pk)
    seen = request.POST.get("run", str(batch.run)) == str(batch.run)  # else decided or read anew in another tab
    if batch.state != State.READY or not seen or not jobs.start(batch, "save", by=request.user):
        return _told(request, batch)
    return redirect(batch)


@require_POST
def import_drop(request: HttpRequest, pk) -> HttpResponse:
    batch = get_batch(request, pk)
    if not jobs.drop(batch):
        return _told(request, batch)
    messages.success(request, _("Đã bỏ tệp %(file)s. Không có gì được lưu.") % {"file": batch})
    return redirect("imports:import_list")


def import_undo(request: HttpRequest, pk) -> HttpResponse:
    """What stands in the way, or the question whether to undo; then undone as a whole."""
    batch = get_batch(request, pk)
    if batch.state != State.SAVED or not _is_kept(batch):
        return _told(request, batch)
    if request.method == "POST":
        return redirect(batch) if jobs.start(batch, "undo", by=request.user) else _told(request, batch)
    saved = {action: batch.counts.get(action, 0) for action in (Action.NEW, Action.CHANGED)}
    context = {"batch": batch, "kind": batch.list_kind, "dependents": undo.dependents(batch), "saved": saved}
    return render(request, "imports/import_undo.html", context | {"crumbs": crumbs(batch, (_("Hoàn tác"), None))})


def import_marked(request: HttpRequest, pk) -> HttpResponse:
    """The same workbook with the cells to look at marked; it holds telephone numbers, so not for everybody."""
    batch = get_batch(request, pk)
    if not _is_kept(batch):
        return _told(request, batch)
    if masked_for(request.user, batch):
        request.user.require(Permission.SEE_PHONES, batch.area)
    parsed = reading.understood(batch)
    marked = mark(bytes(batch.content.file), parsed)
    audit.record_export(request, _("Tệp nhập có đánh dấu"), len(parsed.rows))
    name = batch.file_name.rpartition(".")[0] or batch.file_name
    answer = HttpResponse(marked, XLSX)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name} - kiểm tra.xlsx")
    return answer


def _told(request: HttpRequest, batch: Import) -> HttpResponse:
    """Back to the import, whose state is another than the page had shown: a second click, or another tab."""
    messages.info(request, _("Tệp này đang ở bước khác, có thể do một cửa sổ khác. Xem trạng thái dưới đây."))
    return redirect(batch)
