"""The numbers under which the server puts its name: what a member's phone shows as confirmed."""

from django.db.models import Count, Q

from accounts.models import User
from accounts.roles import Permission
from visits import workload
from visits.models import HeldItem, Visit


def progress(user: User) -> dict[str, int]:
    """What this user logged, and how many households of the own hamlets were met at least once.

    confirmed: visits that count; review, conflict: what waits for a person's decision. What was taken back is in none.
    """
    visits = Visit.objects.standing().filter(created_by=user)
    logged = visits.order_by().aggregate(
        confirmed=Count("pk", filter=Q(status=Visit.Status.ACCEPTED)),
        review=Count("pk", filter=Q(status=Visit.Status.REVIEW)),
    )
    held = HeldItem.objects.waiting().filter(sent_by=user).order_by()
    waiting = dict(held.values_list("kind").annotate(count=Count("pk")))
    coverage = workload.coverage(user.areas_where(Permission.LOG_VISITS))
    return {
        "confirmed": logged["confirmed"],
        "review": logged["review"] + waiting.get(HeldItem.Kind.REVIEW, 0),
        "conflict": waiting.get(HeldItem.Kind.CONFLICT, 0),
        "households_met": coverage.met,
        "households": coverage.total,
    }
