"""What a member's phone carries into the yard: the households of the hamlets where the member logs visits, what is
asked there, and the numbers the server answers for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.db.models import Case, Count, Min, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from areas.places import hamlet_label, hamlets_of
from teams.models import Membership
from visits import workload
from visits.aims import aims_for
from visits.codes import codes_of
from visits.filing import BELIEVABLE_PEOPLE, BELIEVABLE_QUANTITY
from visits.models import Contribution, HeldItem, Household, Indicator, Visit
from visits.rescue.key import for_phone

MOST_HOUSEHOLDS = 3000  # what a cheap phone holds and searches without delay; a hamlet has some 300
Kind = Indicator.Kind


def field_of(user: User, today: date) -> dict:
    """Everything but the server's time, so that the same answer twice is the same. Queries do not grow with rows."""
    areas = user.areas_where(Permission.LOG_VISITS)
    own = set(Membership.objects.in_teams().on(today).filter(member__user=user).values_list("team__area", flat=True))
    hamlets = sorted(hamlets_of(areas, today), key=lambda hamlet: hamlet.pk not in own)
    households = list(_households(user, [hamlet.pk for hamlet in hamlets], own)[:MOST_HOUSEHOLDS])
    return {
        "user": {"id": user.pk, "username": user.username, "name": str(user)},
        "areas": [{"id": hamlet.pk, "label": hamlet_label(hamlet)} for hamlet in hamlets],
        "indicators": [_asked(one) for one in Indicator.objects.asked_at_visits().on(today)],
        "households": _carried(households),
        "rescue": for_phone(user),
        "targets": [asdict(aim) for aim in aims_for(user, today)],
        "progress": progress_of(user, areas),
    }


def progress_of(user: User, areas: QuerySet) -> dict[str, int]:
    """What the server has of this account, and how far the households of `areas` (where it logs visits) are met."""
    visits = Visit.objects.standing().filter(created_by=user)
    filed = visits.aggregate(
        confirmed=Count("pk", filter=Q(status=Visit.Status.ACCEPTED)),
        review=Count("pk", filter=Q(status=Visit.Status.REVIEW)),
    )
    held = (
        HeldItem.objects.waiting()
        .filter(sent_by=user)
        .aggregate(
            review=Count("pk", filter=Q(kind=HeldItem.Kind.REVIEW)),
            conflict=Count("pk", filter=Q(kind=HeldItem.Kind.CONFLICT)),
        )
    )
    met, total = workload.reach(areas)
    return {
        "confirmed": filed["confirmed"],
        "review": filed["review"] + held["review"],
        "conflict": held["conflict"],
        "households_met": met,
        "households": total,
    }


def _households(user: User, areas: list[int], own: set[int]) -> QuerySet:
    """The hamlets of one's own team first."""
    foreign = Case(When(area__in=own, then=Value(0)), default=Value(1))
    households = Household.objects.filter(area__in=areas).with_last_visit().with_phones_for(user)
    return households.annotate(foreign=foreign).order_by("foreign", "area", "sort_key", "pk")


def _asked(indicator: Indicator) -> dict:
    """`most`: what one household can reach, or beyond what one call is hard to believe; None where it is yes or no."""
    most = {Kind.HOUSEHOLD: None, Kind.PERSON: BELIEVABLE_PEOPLE}.get(indicator.kind, BELIEVABLE_QUANTITY)
    return {
        "code": indicator.code,
        "name": indicator.name,
        "short": indicator.short_name,
        "unit": indicator.unit,
        "kind": indicator.kind,
        "most": most,
    }


def _carried(households: Iterable[Household]) -> list[dict]:
    keys = [household.pk for household in households]
    reached, amounts = _reached(keys)
    codes = codes_of(keys)
    return [
        {
            "id": str(household.pk),
            "area": household.area_id,
            "name": household.head_name,
            "address": household.address,
            "phone": household.phone if household.phone_open else "",
            "size": household.size,
            "kind": household.kind,
            "code": codes[household.pk].token if household.pk in codes else None,
            "last": household.last_visited_at and timezone.localdate(household.last_visited_at),
            "outcome": household.last_outcome,
            "next_on": household.next_on,
            "reached": reached[household.pk],
            "amounts": amounts[household.pk],
        }
        for household in households
    ]


def _reached(households: list) -> tuple[dict, dict]:
    """For each household: indicator code -> first day, and for what is counted: code -> how much until now."""
    rows = Contribution.objects.filter(visit__household__in=households, quantity__gt=0, indicator__derived="")
    rows = rows.order_by().values_list("visit__household", "indicator__code", "indicator__kind")
    days, amounts = defaultdict(dict), defaultdict(dict)
    for household, code, kind, since, amount in rows.annotate(since=Min("day"), amount=Sum("quantity")):
        days[household][code] = since
        if kind != Kind.HOUSEHOLD:
            amounts[household][code] = amount
    return days, amounts
