"""One batch of a phone: households found on the spot, then the visits, then what the phone tells about itself."""

from dataclasses import asdict

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from visits import devices
from visits.field import progress_of
from visits.found import receive_households
from visits.models import Household
from visits.receive import Receipt, Status, receive
from visits.sent import echo_id, is_uuid


def receive_batch(visits: list, households: list, device, *, by: User, more: bool = False) -> dict:
    """The answer as plain JSON. Each list is stored whole or not at all, the households first; everything of it may
    be sent again. While `more` follows at once, nobody looks at the progress in between."""
    found = receive_households(households, by=by)
    receipts = _receive_visits(visits, _refused(found), by)
    if device is not None:
        devices.remember(device, by=by)
    answer = {
        "receipts": [asdict(receipt) for receipt in receipts],
        "household_receipts": [asdict(receipt) for receipt in found],
    }
    return answer if more else answer | {"progress": progress_of(by, by.areas_where(Permission.LOG_VISITS))}


def _refused(found: list[Receipt]) -> set[str]:
    """Ids of households that were refused now and that the server does not know from before."""
    ids = {receipt.id.lower() for receipt in found if receipt.status == Status.REJECTED and is_uuid(receipt.id)}
    return ids - {str(key) for key in Household.objects.filter(pk__in=ids).values_list("pk", flat=True)}


def _receive_visits(visits: list, refused: set[str], by: User) -> list[Receipt]:
    """A visit at a household that was refused stays on the phone with it."""
    early = {
        place: Receipt(echo_id(item), Status.REJECTED, _("Hộ của lượt thăm này chưa gửi được. Xin sửa hộ trước."))
        for place, item in enumerate(visits)
        if refused and isinstance(item, dict) and str(item.get("household")).lower() in refused
    }
    others = iter(receive([item for place, item in enumerate(visits) if place not in early], by=by))
    return [early.get(place) or next(others) for place in range(len(visits))]
