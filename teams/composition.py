"""Is a team complete? What is missing is said in sentences; nothing is forbidden, because the rules are local."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from teams.models import Membership, Team

FEWEST = 3  # persons; provinces ask for two to five (Bình Dương 2024: three)


def gaps(memberships: Iterable[Membership], kind: str = Team.Kind.HAMLET) -> list[str]:
    """What the office should do about a team with these memberships in force; empty when it is complete."""
    if kind == Team.Kind.STEERING:
        return _gaps_of_committee(memberships)
    roles = Counter(membership.role for membership in memberships)
    leaders, persons = roles[Membership.Role.LEADER], roles.total()
    found = []
    if not leaders:
        found.append(_("Tổ chưa có tổ trưởng."))
    if leaders > 1:
        found.append(_("Tổ có %(n)s tổ trưởng; chỉ nên có một.") % {"n": leaders})
    if not roles[Membership.Role.DEPUTY]:
        found.append(_("Tổ thiếu tổ phó."))
    if persons < FEWEST:
        found.append(_("Tổ có %(n)s người, nên có ít nhất %(m)s.") % {"n": persons, "m": FEWEST})
    return found


def _gaps_of_committee(memberships: Iterable[Membership]) -> list[str]:
    """A committee has one head; how many it has besides is for its decision to say."""
    heads = sum(membership.role == Membership.Role.LEADER for membership in memberships)
    if not heads:
        return [_("Ban chỉ đạo chưa có Trưởng ban.")]
    return [_("Ban chỉ đạo có %(n)s Trưởng ban; chỉ nên có một.") % {"n": heads}] if heads > 1 else []
