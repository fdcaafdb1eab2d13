"""Photos that phones send, each with a receipt of its own. The statuses say the same as those of visits."""

import hashlib
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from visits.models import HeldItem, Photo, Visit
from visits.photos.picture import NotAPhoto, redraw
from visits.receive import Answer, Receipt, Status

MOST = 5  # of one visit
LARGEST_SENT = 1_500_000  # bytes; the page of a phone sends at most 300,000


def receive_photo(photo_id: UUID, visit_id: UUID, data: bytes, *, by: User) -> Receipt:
    """Keep the photo of a visit that `by` sent before, or may correct. The same photo again is `already`."""
    digest = hashlib.sha256(data).hexdigest()
    status, reason = _known(photo_id, visit_id, digest) or _keep(photo_id, visit_id, data, digest, by)
    return Receipt(str(photo_id), status, reason)


def _known(photo_id: UUID, visit_id: UUID, digest: str) -> Answer | None:
    for known in Photo.objects.filter(pk=photo_id).values_list("visit_id", "digest"):
        if known == (visit_id, digest):
            return Status.ALREADY, None
        return Status.REJECTED, _("Mã ảnh này đã dùng cho một ảnh khác. Xin bỏ ảnh rồi chụp lại.")
    return None


def _keep(photo_id: UUID, visit_id: UUID, data: bytes, digest: str, by: User) -> Answer:
    if not _may_add(visit_id, by):
        return Status.REJECTED, _("Máy chủ chưa có lượt thăm của ảnh này trong phạm vi của tài khoản.")
    if Photo.objects.standing().filter(visit_id=visit_id).count() >= MOST:
        return Status.REJECTED, _("Lượt thăm này đã có %(most)s ảnh. Xin bỏ bớt ảnh.") % {"most": MOST}
    try:
        content = redraw(data)
    except NotAPhoto as problem:
        return Status.REJECTED, str(problem)
    try:
        with transaction.atomic():
            Photo.objects.create(id=photo_id, visit_id=visit_id, content=content, digest=digest, sent_by=by)
    except IntegrityError:  # the same photo came twice in this moment
        return _known(photo_id, visit_id, digest)
    return Status.ACCEPTED, None


def _may_add(visit_id: UUID, by: User) -> bool:
    """An unknown visit and a foreign one get the same words."""
    if visit := Visit.objects.filter(pk=visit_id).select_related("area").first():
        return visit.created_by_id == by.pk or by.may(Permission.EDIT_VISITS, visit.area)
    return HeldItem.objects.filter(visit_id=visit_id, sent_by=by, about=HeldItem.About.VISIT).exists()


def remove_photo(photo: Photo, *, reason: str, by: User) -> None:
    """The picture itself goes for good; who took it away, when and why stays."""
    photo.content, photo.removed_at, photo.removed_by, photo.removal_reason = b"", timezone.now(), by, reason
    photo.save(update_fields=["content", "removed_at", "removed_by", "removal_reason"])
