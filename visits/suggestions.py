"""Which households to go to next, each with its reason in one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from visits.models import Contribution, Household, Indicator, Visit
from visits.texts import day_text

Outcome = Visit.Outcome
PAUSE = timedelta(days=2)  # after nobody was at home
AHEAD = timedelta(days=1)  # an appointment of tomorrow is told today
REST = timedelta(days=7)  # after somebody was met


@dataclass(frozen=True, slots=True)
class Suggestion:
    household: Household
    reason: str


def next_households(areas: QuerySet, limit: int, skip=()) -> list[Suggestion]:
    """At most `limit` households of these areas: agreed for now, nobody met, never visited, lacking something.

    `skip`: primary keys that are not wanted, such as the household just visited. Four queries, always. Where a later
    day was agreed nobody goes before it.
    """
    households = Household.objects.filter(area__in=areas.values("pk")).exclude(pk__in=skip)
    households = households.select_related("area").with_last_visit()
    free = households.filter(next_on__isnull=True)
    found = [
        *_agreed(households, limit),
        *_missed(free, limit),
        *_never_visited(households, limit),
        *_lacking(free, limit),
    ]
    return found[:limit]


def _agreed(households: QuerySet, limit: int) -> Iterator[Suggestion]:
    due = households.filter(next_on__lte=timezone.localdate() + AHEAD).order_by("next_on", "pk")
    for household in due[:limit]:
        yield Suggestion(household, _("Hẹn lại %(day)s.") % {"day": day_text(household.next_on)})


def _missed(households: QuerySet, limit: int) -> Iterator[Suggestion]:
    before = timezone.now() - PAUSE
    waiting = households.filter(last_outcome=Outcome.ABSENT, last_visited_at__lt=before).order_by("last_visited_at")
    for household in waiting[:limit]:
        day = day_text(timezone.localdate(household.last_visited_at))
        yield Suggestion(household, _("Vắng nhà hôm %(day)s, nên đến lại.") % {"day": day})


def _never_visited(households: QuerySet, limit: int) -> Iterator[Suggestion]:
    visited = Visit.objects.standing().filter(household=OuterRef("pk"))
    for household in households.filter(~Exists(visited)).order_by("area", "sort_key", "pk")[:limit]:
        yield Suggestion(household, _("Chưa thăm lần nào."))


def _lacking(households: QuerySet, limit: int) -> Iterator[Suggestion]:
    """Households that were met and still lack what is asked first."""
    wanted = Indicator.objects.asked_at_visits().on(timezone.localdate()).order_by("position", "code").first()
    reached = Contribution.objects.filter(visit__household=OuterRef("pk"), indicator=wanted, quantity__gt=0)
    before = timezone.now() - REST
    open_ones = households.filter(~Exists(reached), last_outcome=Outcome.MET, last_visited_at__lt=before)
    for household in open_ones.order_by(F("last_visited_at").asc(), "pk")[: limit if wanted else 0]:
        day = day_text(timezone.localdate(household.last_visited_at))
        text = _("Chưa có %(name)s; lần trước đến ngày %(day)s.")
        yield Suggestion(household, text % {"name": wanted.short_name, "day": day})
