"""Sessions at a market, a school or a hamlet hall, and what a team reports of a month without household log: written,
corrected and taken back, each counted anew in the same transaction.

The results of a team in an area are a series (a stock is its difference to the value before), so who writes one of
them holds the area first: two people at one series take turns.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from areas.models import Area
from teams.models import Team
from visits import filing, ledger
from visits.models import Activity, Indicator, Result, Visit
from visits.months import month_of, month_span

Quantities = Mapping[Indicator, int]


class ActivityRemoved(Exception):
    """It was taken back in the meantime; nothing can be changed any more."""


class MonthTold(Exception):
    """Somebody told the figures of the team's month in the meantime; they count once."""


def tally_day(month: date, today: date) -> date:
    """The day on which the figures of a month stand: its last one, or today while it runs."""
    return min(month_span(month)[1], today)


def tally_of(team: Team, day: date) -> Activity | None:
    """The standing figures of the team for the month of `day`; there is one for a month."""
    tallies = Activity.objects.standing().filter(kind=Activity.Kind.TALLY, team=team)
    return tallies.filter(day__range=month_span(month_of(day))).first()


def has_visits(team: Team, day: date) -> bool:
    """Whether the team logged households in the month of `day`: what it then tallies may be counted already."""
    return Visit.objects.standing().filter(team=team, day__range=month_span(month_of(day))).exists()


@transaction.atomic
def log_activity(
    *, activity_id: UUID, kind: str, team: Team, day: date, title: str, people: int, note: str, results: Quantities, by
) -> Activity:
    """The same id gives the activity that was logged before, so a form sent twice is harmless. Raises MonthTold."""
    _hold(team.area_id)
    if known := Activity.objects.filter(pk=activity_id).first():
        return known
    _require_month(kind, team, day, None)
    activity = Activity(
        id=activity_id,
        kind=kind,
        area_id=team.area_id,
        team=team,
        day=day,
        title=title,
        people=people,
        note=note,
        created_by=by,
    )
    Activity.objects.bulk_create([activity])  # without a history row: see filing.keep_original
    Result.objects.bulk_create(
        Result(activity=activity, indicator=indicator, quantity=quantity) for indicator, quantity in results.items()
    )
    ledger.recount(activities=[activity.pk])
    return activity


@transaction.atomic
def amend_activity(
    activity: Activity, *, day: date, title: str, people: int, note: str, results: Quantities, reason: str, by
) -> Activity:
    """Put another content in its place; its kind and its team stay. Raises ActivityRemoved, MonthTold."""
    activity = _current(activity)
    _require_month(activity.kind, activity.team, day, activity)
    filing.keep_original(activity)
    activity.day, activity.title, activity.people, activity.note = day, title, people, note
    _save(activity, reason, by)
    wanted = {indicator.pk: quantity for indicator, quantity in results.items()}
    filing.replace_results(activity, wanted, reason, by)
    ledger.recount(activities=[activity.pk])
    return activity


@transaction.atomic
def remove_activity(activity: Activity, *, reason: str, by) -> Activity:
    """Take it back: the row stays with its reason and counts no more."""
    activity = _current(activity)
    filing.keep_original(activity)
    activity.removed_at, activity.removal_reason = timezone.now(), reason
    _save(activity, reason, by)
    ledger.recount(activities=[activity.pk])
    return activity


def _hold(area: int) -> None:
    Area.objects.select_for_update(no_key=True).get(pk=area)


def _require_month(kind: str, team: Team | None, day: date, own: Activity | None) -> None:
    """The area being held, nobody tells the same month in this moment."""
    if kind == Activity.Kind.TALLY and team and tally_of(team, day) not in (None, own):
        raise MonthTold(team.pk)


def _current(activity: Activity) -> Activity:
    """As it is now, its series held."""
    _hold(activity.area_id)
    current = Activity.objects.select_related("created_by").get(pk=activity.pk)
    if current.removed_at:
        raise ActivityRemoved(activity.pk)
    return current


def _save(activity: Activity, reason: str, by) -> None:
    activity._history_user, activity._change_reason = by, reason
    activity.save()
