"""Rescue files of phones that cannot send: the office imports them, and sees what became of each item."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Permission
from imports.uploads import too_large
from visits import queues
from visits.models import HeldItem, Household, Photo, RescueImport, Visit
from visits.receive import Status
from visits.rescue.importing import import_file
from visits.rescue.parcel import LARGEST, BadRescueFile
from visits.sent import is_uuid
from visits.views.desk import queue_tabs

SHOWN = 20  # imports on the page
LABELS = {
    Status.ACCEPTED: (gettext_lazy("Đã nhận"), "reached"),
    Status.ALREADY: (gettext_lazy("Đã có từ trước"), "reached"),
    Status.REVIEW: (gettext_lazy("Cần xem lại"), "behind"),
    Status.CONFLICT: (gettext_lazy("Khác bản đã nhận"), "late"),
    Status.REJECTED: (gettext_lazy("Bị từ chối"), "late"),
}


class RescueForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp cứu hộ"),
        help_text=gettext_lazy("Tệp mà máy của thành viên đã lập, tên bắt đầu bằng «cuu-ho»."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Chọn tệp cứu hộ.")},
    )

    def clean_file(self):
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError(_("Tệp lớn hơn 20 MB, không phải tệp cứu hộ."))
        return self.cleaned_data["file"]


def desk_rescue(request):
    request.user.require_anywhere(Permission.EDIT_VISITS)
    form = RescueForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form.is_bound = True  # also without any file
        if form.is_valid() and (batch := _import(request, form)):
            return redirect("visits:desk_rescued", batch.pk)
    known = RescueImport.objects.visible_to(request.user).select_related("member", "imported_by")
    context = {
        "form": form,
        "imports": [(batch, _counts(batch)) for batch in known[:SHOWN]],
        "tabs": queue_tabs(queues.counts(request.user)),
    }
    status = 413 if too_large(request) else 422 if form.is_bound else 200
    return render(request, "visits/desk_rescue.html", context, status=status)


def _import(request, form) -> RescueImport | None:
    try:
        batch = import_file(form.cleaned_data["file"].read(), by=request.user)
    except BadRescueFile as problem:
        form.add_error("file", str(problem))
        return None
    messages.success(request, _("Đã nhập tệp. Nhập lại tệp này cũng không ghi thêm lần nữa."))
    return batch


def desk_rescued(request, pk):
    imports = RescueImport.objects.visible_to(request.user).select_related("member", "imported_by")
    batch = get_object_or_404(imports, pk=pk)
    items = [_item(receipt, *_found(batch, request.user)) for receipt in batch.receipts]
    return render(request, "visits/desk_rescued.html", {"batch": batch, "counts": _counts(batch), "items": items})


def _counts(batch) -> list[tuple]:
    """(words, state of the pill, how many), as far as there are any."""
    numbers = Counter(receipt["status"] for receipt in batch.receipts)
    return [(*words, numbers[status]) for status, words in LABELS.items() if numbers[status]]


def _found(batch, user) -> tuple[dict, dict, dict, dict]:
    """Visits, households, held items and photos of the receipts that the reader may see, by id as text."""
    ids = [receipt["id"] for receipt in batch.receipts if is_uuid(receipt["id"])]
    visits = Visit.objects.visible_to(user).filter(pk__in=ids).select_related("household")
    households = Household.objects.visible_to(user).filter(pk__in=ids)
    held = HeldItem.objects.visible_to(user).waiting().filter(visit_id__in=ids)
    photos = Photo.objects.visible_to(user).standing().filter(pk__in=ids).shown()
    return (
        {str(visit.pk): visit for visit in visits},
        {str(household.pk): household for household in households},
        {str(item.visit_id): item for item in held},
        {str(photo.pk): photo for photo in photos},
    )


def _item(receipt, visits, households, held, photos) -> dict:
    key = (receipt["id"] or "").lower()
    label, state = LABELS[receipt["status"]]
    places = {"visit": visits.get(key), "household": households.get(key), "photo": photos.get(key)}
    return {
        "receipt": receipt,
        "label": label,
        "state": state,
        "held": held.get(key),
        receipt["about"]: places[receipt["about"]],
    }
