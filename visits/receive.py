"""What phones sent becomes visits, and every item gets a receipt: never lost, never doubled.

    accepted   filed and counted                        already    the same content was filed before
    review     kept on the server until a person looks  conflict   the id is known with another content; kept too
    rejected   no visit can say this; the phone keeps the item and the member corrects it

An item that can stand in the lists of its household is filed, if need be under review (see filing._doubt).
What cannot is held whole: an unknown household, an indicator that is not asked on that day, a day beyond
the calendar of the books, another content for a known id.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from visits import filing, rows
from visits.draft import Draft
from visits.models import HeldItem, Household, HouseholdAlias, Indicator, Visit
from visits.sent import Unreadable, echo_id, read_item

ATTEMPTS = 5
CALENDAR_STARTS = date(2000, 1, 1)  # a day far off would open centuries of months in the books
CALENDAR_AHEAD = timedelta(days=366)
LONGEST_CODE = 40
FILED = ("pk", "received_digest", "status", "review_reason", "removed_at")


class Status(StrEnum):
    ACCEPTED = "accepted"
    ALREADY = "already"
    CONFLICT = "conflict"
    REVIEW = "review"
    REJECTED = "rejected"


Answer = tuple[Status, str | None]  # with the reason


@dataclass(frozen=True, slots=True)
class Receipt:
    id: str | None
    status: Status
    reason: str | None


@dataclass(slots=True)
class Desk:
    """A batch while it is sorted: what is known of each id (answers by digest), and what is to be written."""

    by: User
    households: dict[UUID, Household]
    indicators: dict[str, Indicator]
    known: dict[UUID, dict[str, Answer]]
    to_file: list[Draft] = field(default_factory=list)
    to_hold: list[HeldItem] = field(default_factory=list)


def receive(items: list, *, by: User) -> list[Receipt]:
    """One receipt for each item of the list "visits", in order. The whole batch is stored, or nothing of it."""
    return answer_each(items, read_item, partial(_sort_and_store, by=by))


def answer_each(items: list, read: Callable[[Any], Any], settle: Callable[[list], list[Answer]]) -> list[Receipt]:
    """One receipt for each item, in order: what cannot be read is rejected, the rest is settled at once."""
    readable, answers = {}, {}
    for place, item in enumerate(items):
        try:
            readable[place] = read(item)
        except Unreadable as problem:
            answers[place] = Status.REJECTED, str(problem)
    if readable:
        answers.update(zip(readable, _patiently(settle, list(readable.values())), strict=True))
    return [Receipt(echo_id(item), *answers[place]) for place, item in enumerate(items)]


def _patiently(settle: Callable[[list], list[Answer]], sent: list) -> list[Answer]:
    """When another phone stores one of the ids in the same moment, look again: it is known now."""
    for _attempt in range(ATTEMPTS - 1):
        with suppress(IntegrityError):
            return settle(sent)
    return settle(sent)


@transaction.atomic
def _sort_and_store(drafts: list[Draft], by: User) -> list[Answer]:
    households = _lock_households(drafts, by)  # first: whoever held them has committed when the rest is read
    indicators = {indicator.code: indicator for indicator in Indicator.objects.asked_at_visits()}
    desk = Desk(by, households, indicators, _read_known(drafts))
    repeats = [_sort(draft, desk) for draft in drafts]
    HeldItem.objects.bulk_create(sorted(desk.to_hold, key=lambda held: held.visit_id), ignore_conflicts=True)
    if desk.to_file:
        for visit in filing.file_drafts(desk.to_file, households=households, indicators=indicators, by=by):
            desk.known[visit.pk][visit.received_digest] = _answer_for(
                visit.status, visit.review_reason, visit.removed_at
            )
    answers = (desk.known[draft.visit_id][draft.digest] for draft in drafts)
    return [
        _with_notice(draft, _repeated(answer) if repeat else answer)
        for draft, answer, repeat in zip(drafts, answers, repeats, strict=True)
    ]


def _lock_households(drafts: list[Draft], by: User) -> dict[UUID, Household]:
    """Of the households named, those where `by` may log visits, locked in one order so that batches never deadlock.

    The id of a household that was merged into another one stands for that one.
    """
    named = {draft.household_id for draft in drafts}
    merged = _merged(named)
    locked = _lock({merged.get(key, key) for key in named}, by)
    if late := _merged(named - merged.keys() - locked.keys()):  # while we waited for its lock
        merged |= late
        locked |= _lock(set(late.values()), by)
    return locked | {alias: locked[key] for alias, key in merged.items() if key in locked}


def _merged(ids: set[UUID]) -> dict[UUID, UUID]:
    return dict(HouseholdAlias.objects.filter(pk__in=ids).values_list("pk", "household"))


def _lock(ids: set[UUID], by: User) -> dict[UUID, Household]:
    allowed = Household.objects.filter(pk__in=ids, area__in=by.areas_where(Permission.LOG_VISITS).values("pk"))
    locked = allowed.select_for_update(no_key=True).order_by("pk").only("area", "moved_on")
    return {household.pk: household for household in locked}


def _read_known(drafts: list[Draft]) -> dict[UUID, dict[str, Answer]]:
    ids = {draft.visit_id for draft in drafts}
    known = defaultdict(dict)
    for held in HeldItem.objects.filter(visit_id__in=ids):
        known[held.visit_id][held.digest] = answer_for_held(held)
    for pk, digest, *filed in rows.read(Visit, FILED, ("id", ids)):
        known[UUID(pk)][digest] = _answer_for(*filed)
    return known


def answer_for_held(held: HeldItem) -> Answer:
    """Once a person has decided, the phone need not keep it any more."""
    return (Status.ACCEPTED, None) if held.decided_at else (Status(held.kind), held.reason)


def _answer_for(status: str, reason: str, removed_at: datetime | None) -> Answer:
    if status == Visit.Status.REVIEW and not removed_at:
        return Status.REVIEW, reason
    return Status.ACCEPTED, None


def _repeated(answer: Answer) -> Answer:
    return (Status.ALREADY, None) if answer[0] == Status.ACCEPTED else answer


def _with_notice(draft: Draft, answer: Answer) -> Answer:
    if not draft.note_as_sent:
        return answer
    status, reason = answer
    notice = _("Đã bỏ số giấy tờ tùy thân khỏi ghi chú: không được lưu ở đây.")
    return status, f"{reason} {notice}" if reason else notice


def _sort(draft: Draft, desk: Desk) -> bool:
    """Put the draft where it belongs; True when the server knows this content already."""
    versions = desk.known[draft.visit_id]
    if draft.note_as_sent and (answer := versions.get(draft.digest_as_sent)):
        versions.setdefault(draft.digest, answer)
    if draft.digest in versions:
        return True
    if versions:
        versions[draft.digest] = _hold(draft, desk, Status.CONFLICT, _conflict())
    elif obstacle := _obstacle(draft, desk):
        versions[draft.digest] = _hold(draft, desk, Status.REVIEW, obstacle)
    else:
        versions[draft.digest] = Status.ACCEPTED, None
        desk.to_file.append(draft)
    return False


def _hold(draft: Draft, desk: Desk, status: Status, reason: str) -> Answer:
    held = HeldItem(visit_id=draft.visit_id, kind=status, reason=reason, digest=draft.digest, sent_by=desk.by)
    held.payload, held.household_id = draft.content(), draft.household_id
    desk.to_hold.append(held)
    return status, reason


def _conflict() -> str:
    return _("Lượt thăm này đã có với nội dung khác. Cả hai bản được giữ để người phụ trách xem và chọn.")


def _obstacle(draft: Draft, desk: Desk) -> str:
    """Why the draft cannot be filed; empty when it can. An unknown household and a foreign one get the same words."""
    if draft.household_id not in desk.households:
        return _("Không tìm thấy hộ này trong địa bàn của tài khoản. Bản ghi được giữ để người phụ trách xem.")
    return obstacle_on_day(draft, desk.indicators)


def obstacle_on_day(draft: Draft, indicators: dict[str, Indicator]) -> str:
    """Why the books cannot take the day or an indicator of the draft; empty when they can."""
    if not CALENDAR_STARTS <= draft.day <= timezone.localdate() + CALENDAR_AHEAD:
        day = date_format(draft.day, "SHORT_DATE_FORMAT")
        return _("Ngày thăm %(day)s quá xa ngày hôm nay. Bản ghi được giữ để người phụ trách sửa ngày.") % {"day": day}
    for code in draft.results:
        indicator = indicators.get(code)
        if indicator is None or not indicator.in_force(draft.day):
            words = {"code": code[:LONGEST_CODE], "day": date_format(draft.day, "SHORT_DATE_FORMAT")}
            return _("Chỉ tiêu «%(code)s» không ghi tại hộ vào ngày %(day)s. Bản ghi được giữ để xem lại.") % words
    return ""
