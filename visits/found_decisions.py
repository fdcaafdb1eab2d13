"""What a person decides about households that phones found on the spot and that could not be stored at once."""

from contextlib import suppress
from uuid import uuid4

from django.db import transaction

from areas.models import Area
from visits import decisions
from visits.decisions import Decision
from visits.found import Found, read_household
from visits.households import save_household
from visits.models import HeldItem, Household, HouseholdAlias


def read_found(held: HeldItem) -> Found:
    return read_household(held.payload)


@transaction.atomic
def store_found(held: HeldItem, area: Area, *, reason: str, by) -> Household:
    """Store what was sent as a household of `area`, under its own id if that is free, and file its waiting visits."""
    held = decisions.open_item(held)
    household = read_found(held).household()
    household.area = area
    if _is_taken(household.pk):
        household.pk, household.received_digest = uuid4(), ""
    _save(household, reason, by)
    both = held.kind == HeldItem.Kind.CONFLICT
    decisions.close_item(held, Decision.BOTH if both else Decision.FILED, reason, by)
    if not both:
        _file_waiting(held.visit_id, household, reason, by)
    return household


@transaction.atomic
def is_same_as(held: HeldItem, household: Household, *, reason: str, by) -> None:
    """What was sent is `household`, which the server has already: its id stands for that one from now on."""
    held = decisions.open_item(held)
    if not _is_taken(held.visit_id):
        HouseholdAlias.objects.create(
            id=held.visit_id,
            household=household,
            head_name=read_found(held).head_name,
            received_digest=held.digest,
            merged_by=by,
            reason=reason,
        )
    decisions.close_item(held, Decision.FILED, reason, by)
    _file_waiting(held.visit_id, household, reason, by)


@transaction.atomic
def take_sent_found(held: HeldItem, household: Household, *, reason: str, by) -> None:
    """Put what was sent in the place of what the server says about the household; it stays in its hamlet."""
    held = decisions.open_item(held)
    found = read_found(held)
    for name in ("head_name", "address", "phone", "size", "kind"):
        setattr(household, name, getattr(found, name))
    _save(household, reason, by)
    decisions.close_item(held, Decision.SENT, reason, by)


def _is_taken(key) -> bool:
    return Household.objects.filter(pk=key).exists() or HouseholdAlias.objects.filter(pk=key).exists()


def _save(household: Household, reason: str, by) -> None:
    household._history_user, household._change_reason = by, reason
    save_household(household)


def _file_waiting(sent_id, household: Household, reason: str, by) -> None:
    """The visits that came with it need no decision of their own, unless something else is wrong with them."""
    waiting = HeldItem.objects.waiting().filter(household_id=sent_id, about=HeldItem.About.VISIT)
    for held in waiting.filter(kind=HeldItem.Kind.REVIEW).order_by("pk"):
        draft = decisions.read_draft(held)
        if decisions.can_be_filed(draft):
            with suppress(decisions.Decided):
                decisions.file_held(held, draft, household, reason=reason, by=by)
    HeldItem.objects.filter(household_id=sent_id).update(household_id=household.pk)
