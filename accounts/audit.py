"""The access log: which account took out or opened which list of personal data (Luật 91/2025/QH15), and gave out how
many passwords."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessRecord

URL_LENGTH = AccessRecord._meta.get_field("url").max_length


def record_export(request: HttpRequest, subject: str, row_count: int) -> AccessRecord:
    """To be called for each file that leaves, in the view that sends it."""
    return AccessRecord.objects.create(action=AccessRecord.Action.EXPORT, **_what(request, subject, row_count))


def record_view(request: HttpRequest, subject: str, row_count: int) -> None:
    """To be called where a page shows full phone numbers of several people; one record a day for one address."""
    seen = {"action": AccessRecord.Action.VIEW, **_what(request, subject, row_count)}
    same = {key: seen[key] for key in ("user", "action", "url")}
    if not AccessRecord.objects.filter(at__date=timezone.localdate(), **same).exists():
        AccessRecord.objects.create(**seen)


def record_passwords(request: HttpRequest, count: int) -> None:
    """To be called with the transaction that sets passwords for other people."""
    subject = _("Mật khẩu của tài khoản")
    AccessRecord.objects.create(action=AccessRecord.Action.ISSUE, **_what(request, subject, count))


def _what(request: HttpRequest, subject: str, row_count: int) -> dict:
    url = request.get_full_path()[:URL_LENGTH]
    return {"user": request.user, "subject": str(subject), "url": url, "row_count": row_count}
