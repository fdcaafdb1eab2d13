"""Decisions that change a whole team at once: re-staffing it, or founding it anew as another team."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.models import Post
from areas.dates import ONE_DAY
from teams import roster
from teams.models import Membership, Team, TeamDecision


@transaction.atomic
def restaff(decision: TeamDecision, roles: dict[Membership, str]) -> list[Membership]:
    """Save the decision and the role that each service has from its day on, "" for who leaves the day before.

    Return the services that ended. A role that changes ends one service and begins another, so that each day
    keeps its own leader.
    """
    decision.save()
    changed = {service: role for service, role in roles.items() if role != service.role}
    for service, role in changed.items():
        if role:
            _change_role(service, role, decision)
        else:
            _end(service, decision)
    left = [service for service, role in changed.items() if not role]
    roster.end_posts(decision.team, left, decision.effective_on - ONE_DAY)
    return left


def _change_role(service: Membership, role: str, decision: TeamDecision) -> None:
    led, until, since = service.role == Membership.Role.LEADER, service.valid_until, decision.effective_on
    if service.valid_from < since:
        _end(service, decision)
        days = {"valid_from": since, "valid_until": until}
        service = Membership(team=decision.team, member=service.member, **days)
    service.role = role
    _save(service, decision)
    if led:
        roster.step_down(service, since)


def _end(service: Membership, decision: TeamDecision) -> None:
    service.valid_until = decision.effective_on - ONE_DAY
    _save(service, decision)


def _save(service: Membership, decision: TeamDecision) -> None:
    service._change_reason = decision.mark
    service.save()


@transaction.atomic
def refound(old: Team, new: Team, *, carried: Iterable[Membership]) -> None:
    """Save `new` as the team that carries on `old`, which ends the day before; the services carried go along."""
    new.save()
    words = {"number": new.decision_number, "signed_on": new.decision_date}
    merge(old, new, carried=carried, since=new.valid_from, **words)


@transaction.atomic
def merge(
    old: Team,
    into: Team,
    *,
    carried: Iterable[Membership],
    since: date,
    number: str = "",
    signed_on: date | None = None,
) -> None:
    """End `old` the day before `since`, with `into` as its successor; the services carried go on there.

    Accounts of persons carried keep their rights, in the area of the successor. Who serves there already just stays.
    """
    serving = set(into.memberships.filter(valid_until__gte=since).values_list("member", flat=True))
    persons = {service.member_id: service for service in carried}
    for key, service in persons.items():
        if key not in serving:
            into.memberships.create(member=service.member, role=service.role, valid_from=since)
    if into.area_id != old.area_id and not old.is_committee:
        _carry_posts(old, into, list(persons), since)
    old.successor = into
    if old.valid_until >= since:
        roster.dissolve(old, last_day=since - ONE_DAY, number=number, signed_on=signed_on)
    else:
        old.save()


def _carry_posts(old: Team, into: Team, persons: list, since: date) -> None:
    """Give the posts that these persons hold for the old team on its last day in the area of the successor too."""
    last_day = min(old.valid_until, since - ONE_DAY)
    held = Post.objects.on(last_day).filter(user__member__in=persons, area=old.area_id, role__in=roster.TEAM_ROLES)
    for user, role in held.values_list("user", "role").distinct():
        own = {"user_id": user, "role": role, "area": into.area}
        if not Post.objects.on(since).filter(**own).exists():
            Post.objects.get_or_create(**own, valid_from=since)
