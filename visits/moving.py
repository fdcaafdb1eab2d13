"""Households that move to another hamlet, and households that are one: their visits are counted anew."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from areas.models import Area
from visits import filing, ledger
from visits.models import HeldItem, Household, HouseholdAlias, HouseholdMove, Visit
from visits.rota import Rota
from visits.texts import day_text

LONGEST_REASON = 200
FILLED = ("address", "phone", "size")


class Gone(Exception):
    """One of the households was merged or moved in the meantime; nothing was changed."""


@transaction.atomic
def move(household: Household, target: Area, day: date, *, reason: str, by) -> Household:
    """Let it stand in `target` from `day` on. Visits before that day stay where they were, later ones go with it."""
    origin = household.area_id
    [household] = _lock(household)
    if household.area_id != origin or origin == target.pk:
        raise Gone(household.pk)
    HouseholdMove.objects.create(
        household=household, origin_id=origin, target=target, day=day, reason=reason, decided_by=by
    )
    words = {"old": household.area, "new": target, "day": day_text(day)}
    why = _join(_("Chuyển từ %(old)s đến %(new)s từ ngày %(day)s") % words, reason)
    household.area, household.moved_on = target, max(day, household.moved_on or day)
    _save(household, why, by)
    for visit in visits_that_move(household, day):
        rota = Rota([target.pk], visit.created_by)
        _change(visit, why, by, area=target, team_id=rota.team_on(target.pk, visit.day))
    ledger.recount(households=[household.pk])
    return household


def visits_that_move(household: Household, day: date):
    """Visits from `day` on, also those that were taken back, so that all are found in one place."""
    return Visit.objects.filter(household=household, day__gte=day).select_related("created_by").order_by("pk")


@transaction.atomic
def merge(gone: Household, stays: Household, *, reason: str, by) -> Household:
    """Let `stays` have the visits of `gone`, which ends; its id stands for `stays` from now on.

    Each visit keeps the hamlet where it was made. What `stays` does not know is taken from `gone`.
    """
    gone, stays = _lock(gone, stays)
    words = {"gone": gone.head_name, "stays": stays.head_name}
    why = _join(_("Gộp hộ trùng «%(gone)s» vào «%(stays)s»") % words, reason)
    for visit in Visit.objects.filter(household=gone).select_related("created_by").order_by("pk"):
        _change(visit, why, by, household=stays)
    for name in FILLED:
        setattr(stays, name, getattr(stays, name) or getattr(gone, name))
    _save(stays, why, by)
    HeldItem.objects.filter(household_id=gone.pk).update(household_id=stays.pk)
    HouseholdAlias.objects.filter(household=gone).update(household=stays)
    HouseholdAlias.objects.create(
        id=gone.pk,
        household=stays,
        head_name=gone.head_name,
        received_digest=gone.received_digest,
        merged_by=by,
        reason=reason,
    )
    gone._history_user, gone._change_reason = by, why
    gone.delete()
    ledger.recount(households=[stays.pk])
    return stays


def _lock(*households: Household) -> list[Household]:
    """The households as they are now, in the order given; locked in the order of their keys, as batches do it."""
    keys = [household.pk for household in households]
    rows = Household.objects.select_for_update(no_key=True, of=["self"]).select_related("area").filter(pk__in=keys)
    found = {household.pk: household for household in rows.order_by("pk")}
    if len(found) < len(set(keys)) or len(set(keys)) < len(keys):
        raise Gone(*keys)
    return [found[key] for key in keys]


def _change(visit: Visit, why: str, by, **values) -> None:
    filing.keep_original(visit)
    for name, value in values.items():
        setattr(visit, name, value)
    visit._history_user, visit._change_reason = by, why
    visit.save()


def _save(household: Household, why: str, by) -> None:
    household._history_user, household._change_reason = by, why
    household.save()


def _join(what: str, reason: str) -> str:
    return f"{what}: {reason}"[:LONGEST_REASON]
