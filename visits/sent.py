"""What a phone sends: one item is read strictly, and what is wrong with it is said to the member."""

import math
import re
from datetime import UTC, date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _  # put into words only when something is wrong

from imports.identity import REMOVED, without_identity_number
from visits.draft import Draft, Position
from visits.models import Visit

LARGEST = 2**31 - 1  # what an integer column holds
LONGEST_NOTE = 2000
LONGEST_ECHO = 64
FARTHEST = 1_000_000  # metres; how wrong a position may be beyond that says nothing
FIRST_APPOINTMENT, LAST_APPOINTMENT = date(2022, 1, 1), date(2100, 1, 1)
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")  # characters that a database refuses; no keyboard makes them


class Unreadable(ValueError):
    """No visit can say this; the message tells the member what to correct on the phone, which keeps the item."""


def read_item(item) -> Draft:
    """The draft that one item of the list "visits" describes; `item` is whatever JSON gave."""
    if not isinstance(item, dict):
        raise Unreadable(_("Mục gửi lên không phải là một lượt thăm."))
    said = _read_note(item.get("note", ""))
    note = without_identity_number(said)
    draft = Draft(
        visit_id=read_uuid(item.get("id"), _("Mã lượt thăm không đúng dạng UUID.")),
        household_id=read_uuid(item.get("household"), _("Chưa chọn hộ, hoặc mã hộ không đúng dạng UUID.")),
        visited_at=_read_moment(item.get("visited_at")),
        outcome=_read_outcome(item.get("outcome")),
        people=read_quantity(item.get("people", 0), _("Số người được hướng dẫn")),
        results=_read_results(item.get("results", {})),
        note=note,
        next_on=_read_appointment(item.get("next_on")),
        position=_read_position(item.get("position")),
        note_as_sent=said if said != note else "",
    )
    if draft.outcome != Visit.Outcome.MET and (draft.people or draft.results):
        raise Unreadable(_("Không gặp được người thì không có số người và kết quả. Xin chọn lại kết quả lượt thăm."))
    return draft


def echo_id(item) -> str | None:
    """The id as the phone wrote it, so that the phone finds its item again."""
    sent = item.get("id") if isinstance(item, dict) else None
    return sent if isinstance(sent, str) and len(sent) <= LONGEST_ECHO else None


def read_uuid(value, complaint: str) -> UUID:
    try:
        uuid = UUID(value)
    except (AttributeError, TypeError, ValueError):
        raise Unreadable(complaint) from None
    if str(uuid) != value.lower():  # UUID() also takes braces, underscores and other spellings
        raise Unreadable(complaint)
    return uuid


def is_uuid(value) -> bool:
    try:
        read_uuid(value, "")
    except Unreadable:
        return False
    return True


def _read_moment(value) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        timezone.localdate(moment)  # the last hours of year 9999 have no local day
        return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise Unreadable(_("Ngày giờ thăm không đọc được. Xin chọn lại ngày giờ.")) from None


def _read_outcome(value) -> str:
    if not isinstance(value, str) or value not in Visit.Outcome.values:
        raise Unreadable(_("Kết quả lượt thăm không đúng. Xin chọn: gặp được, vắng nhà, từ chối hoặc đã chuyển đi."))
    return value


def read_quantity(value, what: str) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:  # a bool is an int to isinstance
        raise Unreadable(_("%(what)s phải là số nguyên từ 0 trở lên. Xin nhập lại.") % {"what": what})
    return value


def _read_results(value) -> dict[str, int]:
    if not isinstance(value, dict):
        raise Unreadable(_("Kết quả theo chỉ tiêu không đúng dạng. Xin nhập lại."))
    results = {clean(code): read_quantity(quantity, _("Số lượng của chỉ tiêu")) for code, quantity in value.items()}
    return {code: quantity for code, quantity in results.items() if quantity}


def _read_note(value) -> str:
    if not isinstance(value, str):
        raise Unreadable(_("Ghi chú không đúng dạng. Xin nhập lại."))
    note = clean(value).strip()
    typed = note.replace(REMOVED, "")  # what was held is read again, longer by its marks
    if len(typed) > LONGEST_NOTE:
        raise Unreadable(_("Ghi chú dài quá %(most)s ký tự. Xin rút ngắn.") % {"most": LONGEST_NOTE})
    return note


def _read_appointment(value) -> date | None:
    """A day after the first teams, written YYYY-MM-DD."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        day = None
    if day is None or not FIRST_APPOINTMENT <= day <= LAST_APPOINTMENT or day.isoformat() != value:
        raise Unreadable(_("Ngày hẹn lại không đọc được. Xin chọn lại ngày, hoặc bỏ trống."))
    return day


def _read_position(value) -> Position | None:
    """Rounded at once: the exact spot is stored nowhere."""
    if value is None:
        return None
    lat, lon, accuracy = (value.get(name) if isinstance(value, dict) else None for name in ("lat", "lon", "accuracy"))
    if not (_is_number(lat, -90, 90) and _is_number(lon, -180, 180)):
        raise Unreadable(_("Vị trí không đọc được. Xin bỏ vị trí rồi lưu lại."))
    known = _is_number(accuracy, 0, math.inf)
    return Position(_degrees(lat), _degrees(lon), round(min(accuracy, FARTHEST)) if known else None)


def _is_number(value, least: float, most: float) -> bool:
    """NaN and true are none."""
    return type(value) in (int, float) and least <= value <= most


def _degrees(value: float) -> float:
    return round(float(value), 4) + 0.0  # no "-0.0", which would be another content


def clean(text: str) -> str:
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
