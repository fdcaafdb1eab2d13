"""Decisions that change a whole team at once: re-staffing it, or founding it anew as another team."""

from collections.abc import Iterable

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
def refound(old: Team, new: Team, *, carried: Iterable[Membership]) -> Team:
    """Save `new` as the team that carries on `old`, which ends the day before; the services carried go along.

    Accounts of persons carried keep their rights, in the area of the new team.
    """
    carried = list(carried)
    new.save()
    for service in carried:
        Membership.objects.create(team=new, member=service.member, role=service.role, valid_from=new.valid_from)
    if new.area_id != old.area_id and not old.is_committee:
        _carry_posts(old, new, [service.member_id for service in carried])
    old.successor = new
    if old.valid_until >= new.valid_from:
        words = {"number": new.decision_number, "signed_on": new.decision_date}
        roster.dissolve(old, last_day=new.valid_from - ONE_DAY, **words)
    else:
        old.save()
    return new


def _carry_posts(old: Team, new: Team, persons: list) -> None:
    """Give the posts that these persons hold for the old team on its last day in the area of the new team too."""
    last_day = min(old.valid_until, new.valid_from - ONE_DAY)
    held = Post.objects.on(last_day).filter(user__member__in=persons, area=old.area_id, role__in=roster.TEAM_ROLES)
    for user, role in held.values_list("user", "role").distinct():
        Post.objects.get_or_create(user_id=user, role=role, area=new.area, valid_from=new.valid_from)
