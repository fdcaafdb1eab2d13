"""Who may sign in to the sample: one account for each role, around one hamlet, and the leaders who logged visits."""

import os
from datetime import UTC, datetime

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from accounts.models import Post, User
from accounts.roles import Role
from accounts.staff import open_admin_site
from areas.dates import BEGINNING
from areas.models import Area, Level
from areas.official import COUNTRY_CODE, REFORM_DAY
from sample.people import person
from sample.seed import stream
from teams.models import Member, Membership

PASSWORD = "tocnscd-mau-2026"
COMMUNE = "31360"  # xã Thạnh Xuân
PROVINCE = "92"  # thành phố Cần Thơ
HAMLET = None  # the hamlet of the sample team, which has no code
ROLES = {
    "tovien": (Role.TEAM_MEMBER, HAMLET),
    "totruong": (Role.TEAM_LEADER, HAMLET),
    "canboxa": (Role.COMMUNE_OFFICER, COMMUNE),
    "lanhdaoxa": (Role.COMMUNE_LEADER, COMMUNE),
    "canbotinh": (Role.PROVINCE_OFFICER, PROVINCE),
    "lanhdaotinh": (Role.PROVINCE_LEADER, PROVINCE),
    "quantri": (Role.ADMINISTRATOR, COUNTRY_CODE),
}
SEATS = {"tovien": Membership.Role.MEMBER, "totruong": Membership.Role.LEADER}
NO_PASSWORD = "!"  # as Django marks a password that nobody can type
JOINED = datetime(2025, 7, 1, tzinfo=UTC)


def password() -> str:
    """The password of the seven accounts: SAMPLE_PASSWORD, else the one in the README."""
    return os.environ.get("SAMPLE_PASSWORD") or PASSWORD


def create(home: Area) -> dict[str, User]:
    """Write the seven accounts with their posts; member and leader are persons of the team of `home`."""
    chance, secret = stream("accounts"), make_password(password())
    persons = {name: _serving(home, seat) for name, seat in SEATS.items()}
    users = {}
    for name, (role, code) in ROLES.items():
        full_name = persons[name].full_name if name in persons else person(chance).full_name
        users[name] = User.objects.create(
            username=name,
            full_name=full_name,
            password=secret,
            date_joined=JOINED,
        )
        area = home if code is HAMLET else _unit(code)
        Post.objects.create(user=users[name], role=role, area=area, valid_from=REFORM_DAY)
    for name, member in persons.items():
        _link(member, users[name])
    open_admin_site(users["quantri"])
    return users


def create_leaders(hamlets: list[Area]) -> dict[int, User]:
    """Accounts without a usable password for the leaders who logged visits, by the key of their hamlet."""
    leaders = {hamlet.pk: _serving(hamlet, Membership.Role.LEADER) for hamlet in hamlets}
    users = {
        hamlet: User(username=f"to{n:03}", full_name=member.full_name, password=NO_PASSWORD, date_joined=JOINED)
        for n, (hamlet, member) in enumerate(leaders.items(), start=1)
    }
    User.objects.bulk_create(users.values())
    Post.objects.bulk_create(
        Post(user=user, role=Role.TEAM_LEADER, area_id=hamlet, valid_from=REFORM_DAY) for hamlet, user in users.items()
    )
    for hamlet, member in leaders.items():
        _link(member, users[hamlet])
    return users


def listed() -> list[dict[str, str]]:
    """The seven accounts as far as they still exist: username, role_label, area_name, password."""
    posts = Post.objects.on(timezone.localdate()).filter(user__username__in=ROLES, user__is_active=True)
    found = {post.user.username: post for post in posts.select_related("user", "area").order_by("-pk")}
    return [
        {
            "username": name,
            "role_label": found[name].get_role_display(),
            "area_name": _place(found[name].area),
            "password": password(),
        }
        for name in ROLES
        if name in found
    ]


def renew_passwords() -> bool:
    """Give the accounts the password of today's SAMPLE_PASSWORD when they have another; True when one had."""
    secret = password()
    users = list(User.objects.filter(username__in=ROLES))
    known = {encoded: check_password(secret, encoded) for encoded in {user.password for user in users}}
    stale = [user.pk for user in users if not known[user.password]]
    return bool(stale) and bool(User.objects.filter(pk__in=stale).update(password=make_password(secret)))


def _unit(code: str) -> Area:
    return Area.objects.get(code=code, valid_from=BEGINNING if code == COUNTRY_CODE else REFORM_DAY)


def _serving(hamlet: Area, seat: Membership.Role) -> Member:
    """Who holds such a seat in the hamlet's team today."""
    held = Membership.objects.on(timezone.localdate()).filter(team__area=hamlet, role=seat)
    return held.select_related("member").order_by("pk").first().member


def _link(member: Member, user: User) -> None:
    Member.objects.filter(pk=member.pk).update(user=user)


def _place(area: Area) -> str:
    if area.level != Level.HAMLET:
        return str(area)
    commune = Area.objects.above(area, timezone.localdate()).get(level=Level.COMMUNE)
    return f"{area}, {commune}"
