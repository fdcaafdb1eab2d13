"""Takes in what a rescue file holds, in the name of the member who logged it."""

import base64
import hashlib
from dataclasses import asdict

from django.utils.translation import gettext as _

from accounts.models import Post, User
from accounts.roles import Permission
from visits.batch import receive_batch
from visits.models import RescueImport
from visits.photos.receiving import receive_photo
from visits.receive import Receipt, Status
from visits.rescue.parcel import BadRescueFile, Parcel, open_parcel
from visits.sent import echo_id, read_uuid

BATCH = 200  # visits in one transaction


def import_file(data: bytes, *, by: User) -> RescueImport:
    """The import with its receipts. Everything may be imported again: what is known is `already`."""
    parcel = open_parcel(data)
    if parcel.member != by and not _has_to_do_with(parcel.member, by):
        raise BadRescueFile(
            _("Tệp của thành viên ngoài địa bàn của tài khoản này. Chuyển tệp cho cơ quan phụ trách thành viên đó.")
        )
    return RescueImport.objects.create(
        member=parcel.member,
        imported_by=by,
        made_at=parcel.made_at,
        digest=hashlib.sha256(data).hexdigest(),
        receipts=_receive(parcel),
    )


def _has_to_do_with(member: User, officer: User) -> bool:
    """The member has, or had, a post where the officer may edit visits."""
    areas = officer.areas_where(Permission.EDIT_VISITS)
    return Post.objects.filter(user=member, area__in=areas.values("pk")).exists()


def _receive(parcel: Parcel) -> list[dict]:
    """Households first. They go along with each batch of visits, which must know what became of theirs."""
    batches = [parcel.visits[start : start + BATCH] for start in range(0, len(parcel.visits), BATCH)] or [[]]
    answers = [receive_batch(visits, parcel.households, None, by=parcel.member, more=True) for visits in batches]
    found = [{"about": "household"} | receipt for receipt in answers[0]["household_receipts"]]
    found += [{"about": "visit"} | receipt for answer in answers for receipt in answer["receipts"]]
    return found + [{"about": "photo"} | asdict(_receive_photo(item, parcel.member)) for item in parcel.photos]


def _receive_photo(item, member: User) -> Receipt:
    """After the visits. What cannot be read is rejected: the photo is still on the phone."""
    try:
        ids = [read_uuid(item[name], _("Mã ảnh không đúng dạng UUID.")) for name in ("id", "visit")]
        return receive_photo(*ids, base64.b64decode(item["data"], validate=True), by=member)
    except (KeyError, TypeError, ValueError):  # Unreadable is a ValueError, as what base64 says
        return Receipt(echo_id(item), Status.REJECTED, _("Ảnh trong tệp không đọc được; ảnh vẫn còn trên máy."))
