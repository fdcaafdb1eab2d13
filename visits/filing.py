"""The one place that files, amends and removes visits, for phones and for the site alike.

Each action locks the household first, so that two people at one household take turns, and counts its
contributions anew before the transaction ends. A visit that is filed but hard to believe waits for a
person (status REVIEW): it stands in every list with its reason and adds nothing to any count.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from visits import ledger, rows
from visits.draft import Draft, Position
from visits.models import Activity, Household, Indicator, Result, Visit
from visits.moves import areas_on
from visits.rota import Rota

FIRST_DAY = date(2022, 1, 1)  # teams exist since công văn 793/BTTTT-THH of 05/03/2022
CLOCK_TOLERANCE = timedelta(minutes=5)
BELIEVABLE_PEOPLE = 50  # guided at one call
BELIEVABLE_QUANTITY = 200  # of one indicator at one call


class IdTaken(Exception):
    """Another visit, or this one with another content, bears the id already."""


class NotYet(Exception):
    """The visit lies in the future: its day must be corrected before it can count."""


class VisitRemoved(Exception):
    """The visit was taken back in the meantime; nothing can be changed any more."""


def file_visit(
    *,
    household: Household,
    visit_id: UUID,
    visited_at: datetime,
    outcome: str,
    people: int,
    results: Mapping[Indicator, int],
    note: str,
    next_on: date | None = None,
    by,
) -> Visit:
    """File a visit. The same id with the same content gives the visit filed before, so a form sent twice is harmless.

    `people` and `results` say what was done with people who were met: for another outcome they are 0 and empty.
    """
    draft = Draft(
        visit_id=visit_id,
        household_id=household.pk,
        visited_at=visited_at,
        outcome=outcome,
        people=people,
        results={indicator.code: quantity for indicator, quantity in results.items() if quantity},
        note=note,
        next_on=next_on,
    )
    indicators = {indicator.code: indicator for indicator in results}
    with suppress(IntegrityError):  # in this moment the id is filed at another household: look again, it is known
        return _file_draft(draft, indicators, by)
    return _file_draft(draft, indicators, by)


@transaction.atomic
def _file_draft(draft: Draft, indicators: Mapping[str, Indicator], by) -> Visit:
    household = Household.objects.select_for_update(no_key=True).get(pk=draft.household_id)
    known = Visit.objects.filter(pk=draft.visit_id).first()
    if known is None:
        return file_drafts([draft], households={household.pk: household}, indicators=indicators, by=by)[0]
    if known.received_digest != draft.digest:
        raise IdTaken(draft.visit_id)
    return known


def file_drafts(
    drafts: Iterable[Draft], *, households: Mapping[UUID, Household], indicators: Mapping[str, Indicator], by
) -> list[Visit]:
    """File drafts of new ids, in the order of the ids (two batches that overlap must not wait for each other).

    The caller holds the locks of the households, in a transaction; a household may stand under several ids, those of
    duplicates that were merged into it. No history row is written: the visit with
    its created_by and created_at is the record, and the first change keeps a copy of it (see keep_original).
    """
    drafts = sorted(drafts, key=lambda draft: draft.visit_id)
    areas = areas_on((households[draft.household_id], draft.day) for draft in drafts)
    rota = Rota(set(areas.values()), by)
    visits = [_visit(draft, households[draft.household_id], areas, rota, by) for draft in drafts]
    Visit.objects.bulk_create(visits)
    results = [
        (draft.visit_id, indicators[code].pk, quantity) for draft in drafts for code, quantity in draft.results.items()
    ]
    rows.insert(Result, ("visit", "indicator", "quantity"), results)
    ledger.count_new(visits)
    return visits


@transaction.atomic
def amend_visit(
    visit: Visit,
    *,
    visited_at: datetime,
    outcome: str,
    people: int,
    results: Mapping[Indicator, int],
    note: str,
    next_on: date | None = None,
    position: Position | None = None,
    reason: str,
    by,
) -> Visit:
    """Put another content in place of what the visit says. Its area stays; its team follows from the day.

    A position that is not told takes away none that is known. received_digest stays: it answers for what the phone
    sent, which may send it again.
    """
    visit = _lock(visit)
    keep_original(visit)
    rota = Rota([visit.area_id], visit.created_by)
    day = timezone.localdate(visited_at)
    if day != visit.day:
        visit.team_id = rota.team_on(visit.area_id, day)
    visit.visited_at, visit.day, visit.outcome, visit.people, visit.note = visited_at, day, outcome, people, note
    visit.next_on = next_on
    _place(visit, position)
    closed = rota.is_closed_on(visit.area_id, day)
    _judge(visit, results.values(), closed)
    _save(visit, reason, by)
    replace_results(visit, {indicator.pk: quantity for indicator, quantity in results.items() if quantity}, reason, by)
    ledger.recount(households=[visit.household_id], locked=True)
    return visit


@transaction.atomic
def accept_visit(visit: Visit, *, reason: str, by) -> Visit:
    """Believe a visit that waited for a person, as it is; it counts from now on.

    NotYet for a day to come: nobody can have seen it, and it would stand in months that have not begun.
    """
    visit = _lock(visit)
    if visit.visited_at > timezone.now() + CLOCK_TOLERANCE:
        raise NotYet(visit.pk)
    if visit.status == Visit.Status.ACCEPTED:
        return visit
    keep_original(visit)
    visit.status, visit.review_reason = Visit.Status.ACCEPTED, ""
    _save(visit, reason, by)
    ledger.recount(households=[visit.household_id])
    return visit


@transaction.atomic
def remove_visit(visit: Visit, *, reason: str, by) -> Visit:
    """Take a visit back: the row stays with its reason and counts no more."""
    visit = _lock(visit)
    keep_original(visit)
    visit.removed_at, visit.removal_reason = timezone.now(), reason
    _save(visit, reason, by)
    ledger.recount(households=[visit.household_id], locked=True)
    return visit


def _visit(draft: Draft, household: Household, areas: Mapping, rota: Rota, by) -> Visit:
    area = areas[household.pk, draft.day]
    visit = Visit(
        id=draft.visit_id,
        household_id=household.pk,
        area_id=area,
        team_id=rota.team_on(area, draft.day),
        day=draft.day,
        visited_at=draft.visited_at,
        outcome=draft.outcome,
        people=draft.people,
        note=draft.note,
        next_on=draft.next_on,
        created_by=by,
        received_digest=draft.digest,
    )
    _place(visit, draft.position)
    _judge(visit, draft.results.values(), rota.is_closed_on(area, draft.day))
    return visit


def _place(visit: Visit, position: Position | None) -> None:
    if position:
        visit.lat, visit.lon, visit.accuracy = position.lat, position.lon, position.accuracy


def _judge(visit: Visit, quantities: Iterable[int], closed: bool) -> None:
    """Set the status of the visit: accepted, or to be reviewed and why."""
    visit.review_reason = _doubt(visit, max(quantities, default=0), closed)
    visit.status = Visit.Status.REVIEW if visit.review_reason else Visit.Status.ACCEPTED


def _doubt(visit: Visit, largest: int, closed: bool) -> str:
    """Why a person must look at the visit before it counts; empty when it can be believed."""
    if visit.visited_at > timezone.now() + CLOCK_TOLERANCE:
        return _("Ngày giờ thăm ở tương lai. Xin xem lại đồng hồ của điện thoại và sửa ngày giờ thăm.")
    if visit.day < FIRST_DAY:
        first = date_format(FIRST_DAY, "SHORT_DATE_FORMAT")
        return _("Ngày thăm sớm hơn %(day)s, khi chưa có tổ nào. Xin sửa ngày thăm.") % {"day": first}
    if visit.people > BELIEVABLE_PEOPLE:
        return _("Số người được hướng dẫn lớn khác thường (%(n)s). Xin kiểm tra lại.") % {
            "n": number_format(visit.people, force_grouping=True)
        }
    if largest > BELIEVABLE_QUANTITY:
        return _("Có chỉ tiêu lớn khác thường (%(n)s). Xin kiểm tra lại.") % {
            "n": number_format(largest, force_grouping=True)
        }
    if closed:
        return _("Không có tổ nào của ấp, khu vực này hoạt động vào ngày thăm. Xin kiểm tra lại ngày thăm.")
    return ""


def _lock(visit: Visit) -> Visit:
    """The visit as it is now, its household locked."""
    Household.objects.select_for_update(no_key=True).get(pk=visit.household_id)
    current = Visit.objects.select_related("created_by").get(pk=visit.pk)
    if current.removed_at:
        raise VisitRemoved(visit.pk)
    return current


def keep_original(fact: Visit | Activity) -> None:
    """Filing wrote no history row; the first change writes what was filed."""
    if not fact.history.exists():
        type(fact).history.bulk_history_create(
            [fact], default_user=fact.created_by, default_date=fact.created_at, default_change_reason=None
        )


def _save(visit: Visit, reason: str, by) -> None:
    visit._history_user, visit._change_reason = by, reason
    visit.save()


def replace_results(fact: Visit | Activity, wanted: dict[int, int], reason: str, by) -> None:
    """The history of results keeps what was taken away; what stands is in the results themselves."""
    for result in fact.results.all():
        if wanted.get(result.indicator_id) == result.quantity:
            del wanted[result.indicator_id]
        else:
            result._history_user, result._change_reason = by, reason
            result.delete()
    Result.objects.bulk_create(
        Result(**{fact._meta.model_name: fact}, indicator_id=indicator, quantity=quantity)
        for indicator, quantity in wanted.items()
    )
