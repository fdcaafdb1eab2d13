"""What a phone takes along before it loses the network. Answers JSON, refusals too; no person in the address."""

import hashlib
import json

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.roles import Permission
from visits.field import field_of
from visits.views.sync import refuse


@never_cache
@gzip_page  # 500 households: 30 KB instead of 160; no token stands in it that compression could betray
@require_safe
@login_not_required
def field(request: HttpRequest) -> HttpResponse:
    """304 when the phone has it already (If-None-Match): the same account is signed in and nothing has changed."""
    if not request.user.is_authenticated:
        return refuse(401, _("Phiên làm việc đã hết. Xin đăng nhập lại; lượt thăm chưa gửi vẫn còn trên máy."))
    try:
        request.user.require_anywhere(Permission.LOG_VISITS)
    except PermissionDenied as problem:
        return refuse(403, str(problem))
    carried = field_of(request.user, timezone.localdate())
    text = json.dumps(carried, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    answer = JsonResponse(carried | {"server_time": timezone.now()}, json_dumps_params={"ensure_ascii": False})
    answer["ETag"] = etag
    found = get_conditional_response(request, etag, response=answer)
    if found is answer and any(household["phone"] for household in carried["households"]):
        audit.record_view(request, _("Danh sách hộ trên điện thoại"), len(carried["households"]))
    return found
