"""Photos of visits: what a phone sends, one at a time, and what the page of the visit shows."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import Permission
from visits.forms.visit import RemovalForm
from visits.models import HeldItem, Photo, Visit
from visits.photos import receiving
from visits.sent import is_uuid
from visits.views.sync import csrf_protect, refuse


@never_cache
@require_POST
@login_not_required
@csrf_exempt  # here only: take_photo checks it after the sign-in, so that a phone signed out hears 401
def photo_sync(request: HttpRequest) -> JsonResponse:
    """The JPEG is the body, X-Photo and X-Visit are the ids that the phone made. {"receipt": {id, status, reason}}."""
    if not request.user.is_authenticated:
        return refuse(401, _("Phiên làm việc đã hết. Xin đăng nhập lại; ảnh chưa gửi vẫn còn trên máy."))
    return take_photo(request)


@csrf_protect
def take_photo(request: HttpRequest) -> JsonResponse:
    try:
        request.user.require_anywhere(Permission.LOG_VISITS)
        body = request.body
    except PermissionDenied as problem:
        return refuse(403, str(problem))
    except RequestDataTooBig:
        body = b""
    except UnreadablePostError:
        return refuse(400, _("Kết nối bị ngắt khi đang gửi. Xin gửi lại."))
    ids = [request.headers.get(name, "") for name in ("X-Photo", "X-Visit")]
    if not all(map(is_uuid, ids)):
        return refuse(400, _("Lần gửi không cho biết ảnh nào, của lượt thăm nào."))
    if not 0 < len(body) <= receiving.LARGEST_SENT:
        return refuse(413, _("Ảnh trống hoặc quá lớn. Xin bỏ ảnh rồi chụp lại."))
    receipt = receiving.receive_photo(*map(UUID, ids), body, by=request.user)
    return JsonResponse({"receipt": asdict(receipt)})


@require_safe
def photo(request, pk):
    found = get_object_or_404(Photo.objects.visible_to(request.user).standing(), pk=pk)
    answer = HttpResponse(bytes(found.content), content_type="image/jpeg")
    answer["Content-Disposition"] = 'inline; filename="anh.jpg"'
    return answer


def photo_remove(request, pk):
    """Its sender may take it away, and whoever may edit visits there."""
    found = get_object_or_404(Photo.objects.visible_to(request.user).standing().shown(), pk=pk)
    visit = Visit.objects.visible_to(request.user).filter(pk=found.visit_id).select_related("area").first()
    if not may_remove(request.user, found, visit):
        raise PermissionDenied(_("Chỉ người gửi ảnh hoặc người phụ trách mới xóa được."))
    form = RemovalForm(request.POST or None)
    back = ("visits:visit_detail", visit.pk) if visit else ("visits:desk_list",)
    if form.is_valid():
        receiving.remove_photo(found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Đã xóa ảnh."))
        return redirect(*back)
    context = {"form": form, "photo": found, "visit": visit}
    return render(request, "visits/photo_remove.html", context, status=422 if form.is_bound else 200)


def photos_of(user, visit) -> list[tuple[Photo, bool]]:
    """The photos of a visit that the user sees, each with whether the user may take it away."""
    photos = Photo.objects.filter(visit_id=visit.pk).shown().select_related("removed_by")
    return [(photo, may_remove(user, photo, visit)) for photo in photos]


def may_remove(user, photo, visit) -> bool:
    """Without a visit, it waits at the desk of whoever may decide, who alone sees it."""
    if photo.sent_by_id == user.pk:
        return True
    if visit:
        return user.may(Permission.EDIT_VISITS, visit.area)
    return HeldItem.objects.visible_to(user).filter(visit_id=photo.visit_id, sent_by=photo.sent_by).exists()
