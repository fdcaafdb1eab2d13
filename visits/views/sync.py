"""What phones talk to: who am I (session), and here is what I logged (visit_sync). Both answer JSON, errors too."""

import json

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.utils import timezone
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Post
from accounts.roles import ROLE_TABLE, Permission
from visits.batch import receive_batch

MOST_ITEMS = 500


def refuse(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


class CsrfForPhones(CsrfViewMiddleware):
    """Django's own check; only a refusal is JSON instead of a page."""

    def _reject(self, request, reason):
        return refuse(403, _("Mã bảo vệ của phiên làm việc đã cũ. Xin tải lại trang rồi gửi lại."))


csrf_protect = decorator_from_middleware(CsrfForPhones)


@never_cache
@require_safe
@login_not_required
def session(request: HttpRequest) -> JsonResponse:
    user = request.user
    if not user.is_authenticated:
        return refuse(401, _("Chưa đăng nhập. Xin đăng nhập; lượt thăm chưa gửi vẫn còn trên máy."))
    posts = list(Post.objects.on(timezone.localdate()).filter(user=user).select_related("area"))
    granted = {permission for post in posts for permission in ROLE_TABLE[post.role]}
    return JsonResponse(
        {
            "user": {"username": user.username, "name": str(user)},
            "posts": [
                {"role": post.role, "role_name": post.get_role_display(), "area": str(post.area)} for post in posts
            ],
            "permissions": sorted(granted),
            "csrf_token": get_token(request),
            "server_time": timezone.now().isoformat(),
        }
    )


@never_cache
@require_POST
@login_not_required
@csrf_exempt  # here only: take_batch checks it after the sign-in, so that a phone signed out hears 401
def visit_sync(request: HttpRequest) -> JsonResponse:
    if not request.user.is_authenticated:
        return refuse(401, _("Phiên làm việc đã hết. Xin đăng nhập lại; lượt thăm chưa gửi vẫn còn trên máy."))
    try:
        body = request.body
    except RequestDataTooBig:
        return refuse(413, _("Lần gửi này quá lớn. Xin gửi ít lượt thăm hơn mỗi lần."))
    except UnreadablePostError:
        return refuse(400, _("Kết nối bị ngắt khi đang gửi. Xin gửi lại."))
    return take_batch(request, body)


@csrf_protect
def take_batch(request: HttpRequest, body: bytes) -> JsonResponse:
    try:
        request.user.require_anywhere(Permission.LOG_VISITS)
    except PermissionDenied as problem:
        return refuse(403, str(problem))
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):  # lists nested thousands deep exhaust the reader
        return refuse(400, _("Nội dung gửi lên không phải là JSON đọc được."))
    parts = [sent.get("visits"), sent.get("households", [])] if isinstance(sent, dict) else [None]
    if not all(isinstance(part, list) for part in parts):
        return refuse(400, _("Nội dung gửi lên phải có danh sách «visits», và «households» nếu có phải là danh sách."))
    visits, households = parts
    if max(len(visits), len(households)) > MOST_ITEMS:
        return refuse(413, _("Mỗi lần chỉ gửi được tối đa %(most)s lượt thăm.") % {"most": MOST_ITEMS})
    more = sent.get("more") is True
    return JsonResponse(receive_batch(visits, households, sent.get("device"), by=request.user, more=more))
