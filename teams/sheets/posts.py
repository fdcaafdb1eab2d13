"""The posts of accounts that follow from a list of members, as rows to save, so that undoing gives them back."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from accounts.models import Post
from accounts.roles import Role
from areas.dates import ONE_DAY
from areas.lots import in_lots
from imports.kinds import Write
from teams import roster
from teams.models import Membership


def write(ended: list[Membership], demoted: list[Membership], kept: Iterable[Membership]) -> Write:
    """Posts end with the services of those who leave; who leads no more has the rights of a member.

    `kept` are all services that the list begins or changes, as they will be.
    """
    stepping = {(one.member_id, one.team.area_id) for one in demoted if not one.team.is_committee}
    begun, changed = _stepping_down(stepping - _leading([*demoted, *ended], kept))
    changed = {post.pk: post for post in [*changed, *_ending(ended)]}
    return Write(Post, new=begun, changed=list(changed.values()), columns=("role", "valid_until"))


def _ending(ended: list[Membership]) -> list[Post]:
    of_team: dict[tuple, list[Membership]] = defaultdict(list)
    for service in ended:
        of_team[service.team, service.valid_until].append(service)
    posts: dict[int, Post] = {}
    for (team, last_day), services in of_team.items():
        for post in roster.ending_posts(team, services, last_day):
            post.valid_until = last_day
            posts[post.pk] = post
    return list(posts.values())


def _stepping_down(stepping: set[tuple]) -> tuple[list[Post], list[Post]]:
    """As teams.roster.step_down(), for all these (person, area) at once: (posts that begin, posts that change)."""
    today, begun, changed = timezone.localdate(), [], []
    have = {(post.user_id, post.area_id, post.valid_from) for post in _held(stepping, Role.TEAM_MEMBER)}
    for post in _held(stepping, Role.TEAM_LEADER):
        start = max(post.valid_from, today)
        has = (post.user_id, post.area_id, start) in have
        if post.valid_until < today:
            continue
        if post.valid_from >= today and not has:
            post.role = Role.TEAM_MEMBER.value
        else:
            own = {"user_id": post.user_id, "area_id": post.area_id, "role": Role.TEAM_MEMBER.value}
            begun += [] if has else [Post(**own, valid_from=start, valid_until=post.valid_until)]
            post.valid_until = max(today - ONE_DAY, post.valid_from)
        changed.append(post)
    return begun, changed


def _leading(over: list[Membership], kept: Iterable[Membership]) -> set[tuple]:
    """(person, area) where the person leads a team today whose service is not `over`, or will by the list."""
    today, gone = timezone.localdate(), {service.pk for service in over}
    will = (one for one in kept if one.role == Membership.Role.LEADER and one.valid_until >= today)
    found = {(one.member_id, one.team.area_id) for one in will if not one.team.is_committee}
    for chunk in in_lots(sorted({service.member_id for service in over})):
        held = Membership.objects.in_teams().on(today).filter(member__in=chunk, role=Membership.Role.LEADER)
        held = held.values_list("pk", "member", "team__area")
        found |= {(member, area) for pk, member, area in held if pk not in gone}
    return found


def _held(by: set[tuple], role: Role) -> list[Post]:
    """The posts of these (person, area)."""
    posts = []
    for chunk in in_lots(sorted({person for person, _area in by})):
        found = Post.objects.filter(user__member__in=chunk, role=role).annotate(person=F("user__member"))
        posts += [post for post in found if (post.person, post.area_id) in by]
    return posts
