"""What a person decides about what phones sent and the server could not settle by itself.

Every decision is dated and signed on the held item, which stays; what it changes in the books goes through
visits.filing and is counted anew in the same transaction.
"""

from dataclasses import replace
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from visits import filing
from visits.draft import Draft
from visits.models import HeldItem, Household, Indicator, KeptRepeat, Visit
from visits.receive import obstacle_on_day
from visits.sent import read_item

Decision = HeldItem.Decision


class Decided(Exception):
    """Somebody else decided in the meantime; nothing was changed."""


def read_draft(held: HeldItem) -> Draft:
    """What the phone said, of a held visit."""
    return read_item(held.payload)


def asked_by_code() -> dict[str, Indicator]:
    return {indicator.code: indicator for indicator in Indicator.objects.asked_at_visits()}


def can_be_filed(draft: Draft) -> bool:
    """Whether day and indicators would let it into the books."""
    return not obstacle_on_day(draft, asked_by_code())


@transaction.atomic
def discard(held: HeldItem, *, reason: str, by) -> None:
    """Leave out what was sent; for a conflict, what the server has stands."""
    held = open_item(held)
    conflict = held.kind == HeldItem.Kind.CONFLICT
    close_item(held, Decision.STORED if conflict else Decision.DISCARDED, reason, by)


@transaction.atomic
def take_sent(held: HeldItem, visit: Visit, *, reason: str, by) -> Visit:
    """Put what was sent in the place of what the server has; both are at the same household."""
    held, draft = open_item(held), read_draft(held)
    indicators = asked_by_code()
    visit = filing.amend_visit(
        visit,
        visited_at=draft.visited_at,
        outcome=draft.outcome,
        people=draft.people,
        results={indicators[code]: quantity for code, quantity in draft.results.items()},
        note=draft.note,
        next_on=draft.next_on,
        position=draft.position,
        reason=reason,
        by=by,
    )
    return close_item(held, Decision.SENT, reason, by, filed=_believe(visit, reason, by))


@transaction.atomic
def file_held(held: HeldItem, draft: Draft, household: Household, *, reason: str, by) -> Visit:
    """File what was sent, corrected if need be, as a visit of whoever sent it; under its own id if that is free."""
    held = open_item(held)
    household = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    if Visit.objects.filter(pk=draft.visit_id).exists():
        draft = replace(draft, visit_id=uuid4())
    if draft.household_id != household.pk:
        draft = replace(draft, household_id=household.pk)
    [visit] = filing.file_drafts(
        [draft], households={household.pk: household}, indicators=asked_by_code(), by=held.sent_by
    )
    conflict = held.kind == HeldItem.Kind.CONFLICT
    decision = Decision.BOTH if conflict else Decision.FILED
    return close_item(held, decision, reason, by, filed=_believe(visit, reason, by))


@transaction.atomic
def keep_repeats(household: Household, day, count: int, *, reason: str, by) -> None:
    """Let the `count` visits of several members at one household on one day stand."""
    KeptRepeat.objects.update_or_create(
        household=household, day=day, defaults={"visits": count, "reason": reason, "decided_by": by}
    )


def open_item(held: HeldItem) -> HeldItem:
    """The item as it is now, locked; Decided when it is no longer open."""
    held = HeldItem.objects.select_for_update(of=["self"]).select_related("sent_by").get(pk=held.pk)
    if held.decided_at:
        raise Decided(held.pk)
    return held


def close_item(held: HeldItem, decision: str, reason: str, by, filed: Visit | None = None) -> Visit | None:
    held.decision, held.decision_reason, held.decided_by, held.decided_at = decision, reason, by, timezone.now()
    held.filed = filed
    held.save(update_fields=["decision", "decision_reason", "decided_by", "decided_at", "filed"])
    return filed


def _believe(visit: Visit, reason: str, by) -> Visit:
    """A person has looked: what is only unusual counts. A day to come waits on."""
    if visit.status == Visit.Status.ACCEPTED:
        return visit
    try:
        return filing.accept_visit(visit, reason=reason, by=by)
    except filing.NotYet:
        return visit
