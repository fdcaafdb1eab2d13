"""Everyone who signs in may read the own posts and the table of roles; who manages accounts gives out passwords."""

from accounts.models import User
from accounts.passwords import stamp
from accounts.roles import Permission
from tests.scope import Case


def at(world, place):
    return {"area": (world.commune if place == "own" else world.foreign_commune).pk}


def chosen(world, place):
    user = User.objects.get(username="team_member" if place == "own" else "foreign_officer")
    return {"account": f"{user.pk}-{stamp(user)}"}


MANAGE = Permission.MANAGE_ACCOUNTS
CASES = [
    Case("accounts:profile"),
    Case("accounts:role_table"),
    Case("accounts:passwords", query=at, permission=MANAGE),
    Case("accounts:passwords", query=at, permission=MANAGE, method="post", data=chosen),
]
