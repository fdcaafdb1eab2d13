"""A post grants what its role says, in its area and below, from its first day to its last; nothing else grants."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission as ModelPermission
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from accounts.roles import ROLE_TABLE, Permission, Role, roles_with
from areas.models import Area
from teams.models import Team
from tests.cast import make_user

DAY = timedelta(days=1)


def seen(user):
    return set(Area.objects.visible_to(user))


def test_a_post_opens_its_area_and_everything_below_on_the_map_of_today(country, cast):
    assert seen(cast.team_member) == {country.hamlet}
    merged = {country.old_commune, country.old_town, country.old_district}  # all of the old district went into it
    assert seen(cast.commune_officer) == {country.commune, country.hamlet, country.other_hamlet} | merged
    assert country.foreign_hamlet not in seen(cast.province_leader)
    assert seen(cast.administrator) == set(Area.objects.all())


def test_without_a_post_nothing_is_seen_whatever_django_permissions_are_given(country, cast, team):
    boss = User.objects.create_superuser("boss")
    clerk = make_user("clerk")
    clerk.user_permissions.set(ModelPermission.objects.all())

    for user in (cast.outsider, boss, clerk):
        assert seen(user) == set()
        assert list(Team.objects.visible_to(user)) == []


@pytest.mark.parametrize(
    ("first", "last", "grants"), [(0, 0, True), (-9, 0, True), (0, 9, True), (-9, -1, False), (1, 9, False)]
)
def test_a_post_grants_from_its_first_day_to_its_last(country, first, last, grants):
    today = timezone.localdate()
    days = {"valid_from": today + first * DAY, "valid_until": today + last * DAY}
    user = make_user("officer", Role.COMMUNE_OFFICER, country.commune, **days)

    assert (country.hamlet in seen(user)) is grants
    assert user.may(Permission.EDIT_TEAMS, country.hamlet) is grants


def test_a_past_post_closes_pages_that_it_opened(client, country, team):
    user = make_user("officer", Role.COMMUNE_OFFICER, country.commune)
    client.force_login(user)
    assert client.get(f"/teams/{team.pk}/").status_code == 200

    user.posts.update(valid_until=timezone.localdate() - DAY)

    assert client.get(f"/teams/{team.pk}/").status_code == 404


def test_each_role_may_do_exactly_what_the_table_says(country, cast):
    for role, granted in ROLE_TABLE.items():
        user = getattr(cast, role.value)
        assert {p for p in Permission if user.may(p, country.hamlet)} == granted, role
        assert not any(user.may(p, country.foreign_hamlet) for p in Permission) or role == Role.ADMINISTRATOR


def test_leaders_change_nothing_and_every_role_has_its_row():
    assert set(ROLE_TABLE) == set(Role)
    assert ROLE_TABLE[Role.COMMUNE_LEADER] == ROLE_TABLE[Role.PROVINCE_LEADER] == {Permission.EXPORT}
    assert roles_with(Permission.EDIT_AREAS) == [Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER, Role.ADMINISTRATOR]


def test_two_posts_add_up_each_in_its_own_area(country):
    user = make_user("two", Role.COMMUNE_LEADER, country.commune)
    user.posts.create(role=Role.COMMUNE_OFFICER, area=country.foreign_commune)

    assert {country.hamlet, country.foreign_hamlet} <= seen(user)
    assert not user.may(Permission.EDIT_TEAMS, country.hamlet)
    assert user.may(Permission.EDIT_TEAMS, country.foreign_hamlet)


def test_what_may_not_be_done_is_refused_with_a_sentence(country, cast):
    with pytest.raises(PermissionDenied, match="chỉ được xem"):
        cast.commune_leader.require(Permission.EDIT_TEAMS, country.hamlet)
    with pytest.raises(PermissionDenied, match="không có quyền"):
        cast.outsider.require_anywhere(Permission.LOG_VISITS)
    with pytest.raises(PermissionDenied, match="không được tải tệp về máy"):
        cast.team_member.require(Permission.EXPORT, country.hamlet)
    with pytest.raises(PermissionDenied, match="không được tải tệp về máy"):
        cast.team_member.require_anywhere(Permission.EXPORT)
