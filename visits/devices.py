"""What phones tell about themselves: what they had not sent yet when they last spoke to the server."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from visits.models import Device
from visits.sent import LARGEST, clean, is_uuid

LONGEST_VERSION = 40


def remember(report, *, by: User) -> None:
    """Keep the "device" of a batch. A report that cannot be read must not stop the visits: it is passed over."""
    if not isinstance(report, dict) or not is_uuid(report.get("id")):
        return
    waiting, version = report.get("waiting"), report.get("version")
    told = {
        "synced_at": timezone.now(),
        "waiting": min(waiting, LARGEST) if type(waiting) is int and waiting > 0 else 0,
        "oldest": _read_moment(report.get("oldest")),
        "version": clean(version)[:LONGEST_VERSION] if isinstance(version, str) else "",
    }
    Device.objects.update_or_create(user=by, device_id=report["id"], defaults=told)


def _read_moment(value) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        timezone.localdate(moment)  # the edges of the calendar have no local day
    except (TypeError, ValueError, OverflowError):
        return None
    return moment
