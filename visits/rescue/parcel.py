"""Opens a rescue file. Every refusal is a sentence that tells the officer what to do; it repeats nothing of the file.

{"format": "tocnscd-rescue-1", "key": id of the server's key, "wrapped": AES key under RSA-OAEP (SHA-256),
 "iv": 12 bytes, "data": AES-256-GCM of the content; the format is authenticated with it}            all base64
content: {"ticket", "made_at", "visits": [...], "households": [...], "photos": [{"id", "visit", "data"}]}: two lists as
POST /visits/sync/ takes them; the JPEG of a photo in base64. Files of older pages have no photos.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.signing import BadSignature
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from visits.rescue import key

FORMAT = "tocnscd-rescue-1"
LARGEST = 20 * 1024 * 1024  # bytes: some 10,000 visits and 30 photos
MOST_ITEMS = 10_000


class BadRescueFile(ValueError):
    """The message says what is wrong and what to do."""


@dataclass(frozen=True)
class Parcel:
    member: User
    made_at: datetime | None
    visits: list
    households: list
    photos: list


def open_parcel(data: bytes) -> Parcel:
    said = _read_content(_decrypt(_read_envelope(data)))
    lists = [said.get(name, []) for name in ("visits", "households", "photos")]
    if not all(isinstance(one, list) for one in lists) or sum(map(len, lists)) > MOST_ITEMS:
        raise BadRescueFile(_broken())
    return Parcel(_read_member(said.get("ticket")), _read_moment(said.get("made_at")), *lists)


def _read_envelope(data: bytes) -> dict:
    envelope = _json(data)
    if not isinstance(envelope, dict) or envelope.get("format") != FORMAT:
        raise BadRescueFile(
            _("Đây không phải tệp cứu hộ. Chọn đúng tệp mà máy của thành viên đã lập, tên bắt đầu bằng «cuu-ho».")
        )
    if envelope.get("key") != key.key_id():
        raise BadRescueFile(
            _("Tệp này lập cho máy chủ khác, hoặc cho khóa cũ của máy chủ này. Hỏi người quản trị hệ thống.")
        )
    return envelope


def _decrypt(envelope: dict) -> bytes:
    try:
        wrapped, iv, data = (base64.b64decode(envelope[name], validate=True) for name in ("wrapped", "iv", "data"))
        secret = key.private_key().decrypt(wrapped, OAEP(MGF1(SHA256()), SHA256(), None))
        return AESGCM(secret).decrypt(iv, data, FORMAT.encode())
    except (KeyError, TypeError, ValueError, binascii.Error, InvalidTag):
        raise BadRescueFile(_broken()) from None


def _read_content(text: bytes) -> dict:
    said = _json(text)
    if not isinstance(said, dict):
        raise BadRescueFile(_broken())
    return said


def _read_member(ticket) -> User:
    try:
        return User.objects.get(pk=key.user_of(ticket))
    except (AttributeError, TypeError, ValueError, BadSignature, User.DoesNotExist):
        raise BadRescueFile(
            _("Tệp không cho biết của tài khoản nào. Lập lại tệp trên máy của thành viên rồi nhập.")
        ) from None


def _read_moment(value) -> datetime | None:
    """By the clock of the phone; only shown, so a bad one is left out."""
    try:
        moment = datetime.fromisoformat(value)
        moment = moment if moment.tzinfo else timezone.make_aware(moment)
        timezone.localdate(moment)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment


def _json(data: bytes):
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _broken() -> str:
    return _("Tệp bị hỏng hoặc đã bị sửa. Lập lại tệp trên máy của thành viên; lượt thăm vẫn còn trên máy đó.")
