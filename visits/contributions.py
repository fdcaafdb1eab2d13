"""What facts add to the counts: pure functions, no database.

The contributions of a household follow from its visits alone, in the order of their time; those of a team's
activities from that team's activities alone. So the order of arrival never matters, and an edit, a late
visit or a removal is handled by computing the same function again.
"""

from collections.abc import Iterable, Iterator, Mapping

from visits.models import Activity, Contribution, Indicator, Visit

Kind, Reason = Indicator.Kind, Contribution.Reason
Catalogue = Mapping[int, Indicator]
"""All indicators by primary key."""


def of_household(visits: Iterable[Visit], size: int | None, indicators: Catalogue) -> Iterator[Contribution]:
    """Contributions of one household's standing visits, results prefetched.

    `size` is the number of residents, None when unknown (then persons are not capped).
    """
    reached: dict[int, int] = {}
    for visit in sorted(visits, key=lambda visit: (visit.visited_at, visit.pk)):
        for indicator, claimed in _claims(visit, indicators):
            if visit.status == Visit.Status.REVIEW:
                quantity, reason = 0, Reason.REVIEW
            else:
                quantity, reason = _counted(indicator, claimed, reached.get(indicator.pk, 0), size)
                reached[indicator.pk] = reached.get(indicator.pk, 0) + quantity
            yield _contribution(visit, indicator, quantity, claimed, reason, visit_id=visit.pk)


def of_activities(activities: Iterable[Activity], indicators: Catalogue) -> Iterator[Contribution]:
    """Contributions of the standing activities of one team in one area, results prefetched."""
    last: dict[int, int] = {}
    for activity in sorted(activities, key=lambda activity: (activity.day, activity.pk)):
        for result in activity.results.all():
            indicator, quantity = indicators[result.indicator_id], result.quantity
            if indicator.kind == Kind.STOCK:
                quantity -= last.get(indicator.pk, 0)
                last[indicator.pk] = result.quantity
            yield _contribution(activity, indicator, quantity, quantity, Reason.COUNTED, activity_id=activity.pk)


def _claims(visit: Visit, indicators: Catalogue) -> Iterator[tuple[Indicator, int]]:
    met = visit.outcome == Visit.Outcome.MET
    own = {
        Indicator.Derived.VISITS: 1,
        Indicator.Derived.HOUSEHOLDS_MET: int(met),
        Indicator.Derived.PEOPLE: visit.people if met else 0,
    }
    for indicator in indicators.values():
        if own.get(indicator.derived) and indicator.in_force(visit.day):
            yield indicator, own[indicator.derived]
    for result in visit.results.all():
        if result.quantity:
            indicator = indicators[result.indicator_id]
            yield indicator, 1 if indicator.kind == Kind.HOUSEHOLD else result.quantity


def _counted(indicator: Indicator, claimed: int, before: int, size: int | None) -> tuple[int, str]:
    """How much of the claim counts after `before` was counted earlier, and the reason for what does not."""
    if indicator.kind == Kind.HOUSEHOLD:
        return (0, Reason.REPEAT) if before else (1, Reason.COUNTED)
    if indicator.kind == Kind.PERSON and size is not None and before + claimed > size:
        return max(size - before, 0), Reason.OVER_SIZE
    return claimed, Reason.COUNTED


def _contribution(fact, indicator, quantity, claimed, reason, **source) -> Contribution:
    return Contribution(
        area_id=fact.area_id,
        team_id=fact.team_id,
        indicator_id=indicator.pk,
        day=fact.day,
        quantity=quantity,
        claimed=claimed,
        reason=reason,
        **source,
    )
