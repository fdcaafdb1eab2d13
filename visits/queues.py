"""What waits for a person, by area: visits under review, contents that differ, what could not be filed, and days on
which several members logged one household."""

from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value

from accounts.roles import Permission, roles_with
from visits.models import HeldItem, KeptRepeat, Visit

EDITORS = roles_with(Permission.EDIT_VISITS)
LOOKS_BACK = timedelta(days=120)  # for repeats: what is older has been reported


def reviews(user) -> QuerySet[Visit]:
    """Visits that count only after somebody has looked."""
    return Visit.objects.visible_to(user, EDITORS).standing().filter(status=Visit.Status.REVIEW)


def conflicts(user) -> QuerySet[HeldItem]:
    return HeldItem.objects.visible_to(user).waiting().filter(kind=HeldItem.Kind.CONFLICT)


def unfiled(user) -> QuerySet[HeldItem]:
    """An unknown household, a closed indicator, a day beyond the calendar."""
    return HeldItem.objects.visible_to(user).waiting().filter(kind=HeldItem.Kind.REVIEW)


def decided(user) -> QuerySet[HeldItem]:
    return HeldItem.objects.visible_to(user).filter(decided_at__isnull=False).order_by("-decided_at", "-pk")


def repeats(user, today: date) -> QuerySet:
    """{household, day, people, visits} for each day since LOOKS_BACK on which more than one member logged a household
    and nobody has said yet whether that is right. The household itself counts once in any case."""
    visits = Visit.objects.visible_to(user, EDITORS).standing().filter(day__gte=today - LOOKS_BACK)
    days = (
        visits.order_by()
        .values("household", "day")
        .annotate(people=Count("created_by", distinct=True), visits=Count("pk"))
    )
    kept = KeptRepeat.objects.filter(household=OuterRef("household"), day=OuterRef("day"))
    days = days.filter(people__gt=1).annotate(kept=Subquery(kept.values("visits")[:1]))
    return days.filter(Q(kept__isnull=True) | Q(kept__lt=F("visits"))).order_by("-day", "household")


def counts(user) -> dict[str, int]:
    """How much waits, by queue; two queries. Repeats are not among it: they count right already."""
    held = HeldItem.objects.visible_to(user).waiting().order_by()
    by_kind = dict(held.values_list("kind").annotate(number=Count("pk")))
    return {
        "review": reviews(user).count(),
        "conflict": by_kind.get(HeldItem.Kind.CONFLICT, 0),
        "held": by_kind.get(HeldItem.Kind.REVIEW, 0),
    }


def how_many(user, most: int) -> int:
    """How much waits in all, never above `most`."""
    held = HeldItem.objects.visible_to(user).waiting().order_by().values_list(Value(1))
    return len(reviews(user).order_by().values_list(Value(1)).union(held, all=True)[:most])
