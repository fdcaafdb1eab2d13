"""Who joins a team, who leaves it, and when a team ends. Leaving also ends the posts held in the team's area."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Post
from accounts.roles import Role
from areas.dates import FOREVER, ONE_DAY
from teams.models import Member, Membership, Team, TeamDecision

TEAM_ROLES = (Role.TEAM_MEMBER, Role.TEAM_LEADER)
PARTICULARS = ("gender", "birth_year", "phone", "position")


@transaction.atomic
def join(team: Team, member: Member, *, role: str, since: date) -> Membership:
    """Save the person and the service in the team."""
    save_changed(member)
    return Membership.objects.create(team=team, member=member, role=role, valid_from=since)


def complete(known: Member, typed: Member) -> Member:
    """The known person, with what was missing filled in from what was typed."""
    for name in PARTICULARS:
        setattr(known, name, getattr(known, name) or getattr(typed, name))
    return known


@transaction.atomic
def correct(membership: Membership, member: Member, *, role: str, since: date, until: date) -> None:
    """Write what a person's form says about the person and the service."""
    save_changed(member)
    led = membership.role == Membership.Role.LEADER
    membership.role, membership.valid_from, membership.valid_until = role, since, until
    save_changed(membership)
    if led and role != Membership.Role.LEADER:
        step_down(membership)
    if until < FOREVER:
        end_posts(membership.team, [membership], until)


@transaction.atomic
def leave(membership: Membership, *, last_day: date) -> int:
    """End a service; return the number of the person's posts in the team's area that end with it."""
    membership.valid_until = last_day
    membership.save()
    return end_posts(membership.team, [membership], last_day)


@transaction.atomic
def dissolve(team: Team, *, last_day: date, number: str = "", signed_on: date | None = None) -> list[Membership]:
    """End a team and the services in it, by a decision if one is known; return the services that ended with it."""
    team.valid_until = last_day
    team.save()
    if number or signed_on:
        words = {"number": number, "signed_on": signed_on, "effective_on": last_day + ONE_DAY}
        team.decisions.create(kind=TeamDecision.Kind.DISSOLVED, **words)
    ended = list(team.memberships.filter(valid_until__gt=last_day).select_related("member"))
    for membership in ended:
        membership.valid_until = last_day
        membership.save()
    end_posts(team, ended, last_day)
    return ended


@transaction.atomic
def amend(team: Team) -> None:
    """Save what a form says of a team; the decision that dissolved it follows the last day, or goes with it."""
    team.successor = team.successor if team.ends else None
    save_changed(team)
    for decision in team.decisions.filter(kind=TeamDecision.Kind.DISSOLVED):
        if team.ends:
            decision.effective_on = team.ends + ONE_DAY
            save_changed(decision)
        else:
            decision.delete()


def step_down(membership: Membership, since: date | None = None) -> None:
    """From `since` (at once) who leads no team of the area any more has the rights of a member there."""
    today, area = max(timezone.localdate(), since or timezone.localdate()), membership.team.area_id
    leading = Membership.objects.in_teams().filter(team__area=area, role=Membership.Role.LEADER)
    leading = leading.filter(member=membership.member_id)
    if membership.team.is_committee:
        return
    if membership.valid_until < today or leading.on(today).exists():
        return
    posts = Post.objects.filter(user__member=membership.member_id, area=area, role=Role.TEAM_LEADER)
    for post in posts.filter(valid_until__gte=today):
        start, end = max(post.valid_from, today), post.valid_until
        own = {"user": post.user, "area": post.area, "role": Role.TEAM_MEMBER, "valid_from": start}
        Post.objects.get_or_create(**own, defaults={"valid_until": end})
        if post.valid_from < today:
            post.valid_until = today - ONE_DAY
            post.save()
        else:
            post.delete()  # it never was in force for a whole day


def end_posts(team: Team, memberships: list[Membership], last_day: date) -> int:
    """End the posts that end with these services; how many."""
    return ending_posts(team, memberships, last_day).update(valid_until=last_day)


def ending_posts(team: Team, memberships: list[Membership], last_day: date) -> QuerySet:
    """Posts of a team role in the team's area end with the service, unless the person serves in another team there.

    A service in a steering committee gives no such post.
    """
    if team.is_committee:
        return Post.objects.none()
    persons = [membership.member_id for membership in memberships]
    staying = Membership.objects.in_teams().filter(
        team__area=team.area_id, member__in=persons, valid_until__gt=last_day
    )
    staying = staying.exclude(pk__in=[membership.pk for membership in memberships])
    leaving = set(persons) - set(staying.values_list("member", flat=True))
    posts = Post.objects.filter(user__member__in=leaving, area=team.area_id, role__in=TEAM_ROLES)
    return posts.filter(valid_from__lte=last_day, valid_until__gt=last_day)


def save_changed(row) -> None:
    """Save a row that is new or differs from the one kept, so that the history names real changes only."""
    fields = [field.attname for field in row._meta.concrete_fields if field.editable and not field.primary_key]
    kept = type(row).objects.values(*fields).filter(pk=row.pk).first()
    if kept != {field: getattr(row, field) for field in fields}:
        row.save()
