"""Where the work of some hamlets stands: households reached, this week's visits, what waits for a look."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from visits.models import Household, Indicator, MonthlyTotal, Visit
from visits.months import month_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Coverage:
    total: int
    visited: int
    met: int

    @property
    def percent(self) -> int:
        return 100 * self.visited // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Week:
    """Visits since Monday, those of one person among them, and those of the week before."""

    visits: int
    own: int
    before: int


def coverage(areas: QuerySet) -> Coverage:
    visits = Visit.objects.standing().filter(household=OuterRef("pk"))
    households = Household.objects.filter(area__in=areas.values("pk"))
    marked = households.annotate(came=Exists(visits), met=Exists(visits.filter(outcome=Visit.Outcome.MET)))
    counts = marked.aggregate(
        total=Count("pk"), visited=Count("pk", filter=Q(came=True)), met_once=Count("pk", filter=Q(met=True))
    )
    return Coverage(counts["total"], counts["visited"], counts["met_once"])


def reach(areas: QuerySet) -> tuple[int, int]:
    """Households met at least once, as coverage() tells them, and all; asked after every batch of a phone."""
    met = Visit.objects.standing().filter(household=OuterRef("pk"), outcome=Visit.Outcome.MET)
    households = Household.objects.filter(area__in=areas.values("pk")).order_by()
    counts = households.annotate(met=Exists(met)).aggregate(
        total=Count("pk"), met_once=Count("pk", filter=Q(met=True))
    )
    return counts["met_once"], counts["total"]


def week(areas: QuerySet, user, today: date) -> Week:
    monday = _midnight(today - timedelta(days=today.weekday()))
    visits = Visit.objects.standing().filter(area__in=areas.values("pk"), visited_at__gte=monday - WEEK)
    now = Q(visited_at__gte=monday)
    counts = visits.aggregate(
        visits=Count("pk", filter=now),
        own=Count("pk", filter=now & Q(created_by=user)),
        before=Count("pk", filter=~now),
    )
    return Week(**counts)


def waiting(areas: QuerySet) -> int:
    """Visits that a person must look at before they count."""
    visits = Visit.objects.standing().filter(area__in=areas.values("pk"), status=Visit.Status.REVIEW)
    return visits.count()


def reached_in_month(areas: QuerySet, day: date) -> list[tuple[Indicator, int]]:
    """What the hamlets reached in the reporting month of `day`, in the order of the catalogue."""
    rows = MonthlyTotal.objects.filter(area__in=areas.values("pk"), month=month_of(day), own_facts__gt=0)
    sums = dict(rows.values_list("indicator").annotate(total=Sum("own_quantity")).filter(total__gt=0))
    return [(indicator, sums[indicator.pk]) for indicator in Indicator.objects.filter(pk__in=sums)]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
