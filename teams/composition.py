"""Is a team complete? What is missing is said in sentences; nothing is forbidden, because the rules are local."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from areas.names import fold
from teams.models import CompositionRule, Membership, Team
from teams.models.rule import USUAL_FEWEST

USUAL = CompositionRule()  # where no rule stands
LESSER = {"pho", "nguien", "cuu"}  # "Phó trưởng ấp", "nguyên trưởng ấp" are not Trưởng ấp
Role = Membership.Role


def with_rule(teams: QuerySet, day: date) -> QuerySet:
    """Annotate rule_pk (the rule that holds for the team on `day`, None for the usual one), fewest and most.

    The nearest unit decides, the province before the country; of its rules the one for that kind of team.
    """
    rules = CompositionRule.objects.on(day).filter(
        Q(kind="") | Q(kind=OuterRef("kind")),
        area__descent__descendant=OuterRef("area"),
        area__descent__valid_from__lte=day,
        area__descent__valid_until__gte=day,
    )
    nearest = rules.order_by("-area__level", "-kind", "-valid_from", "-pk")
    return teams.annotate(
        rule_pk=Subquery(nearest.values("pk")[:1]),
        fewest=Coalesce(Subquery(nearest.values("fewest")[:1]), USUAL_FEWEST),
        most=Subquery(nearest.values("most")[:1]),
    )


class Rules:
    """All rules of a day, read once for any number of teams."""

    def __init__(self, day: date):
        self.day = day

    @cached_property
    def known(self) -> dict[int, CompositionRule]:
        return CompositionRule.objects.on(self.day).select_related("area").in_bulk()

    def join(self, teams: QuerySet) -> QuerySet:
        """Give each team what gaps() asks: rule_pk, and `serving`, its services of the day."""
        serving = Membership.objects.on(self.day).select_related("member")
        return with_rule(teams, self.day).prefetch_related(Prefetch("memberships", serving, to_attr="serving"))

    def of(self, team: Team) -> CompositionRule:
        return self.known.get(team.rule_pk, USUAL)

    def gaps(self, team: Team) -> list[str]:
        """What a team of join() lacks by its rule; nothing is asked of one that does not work on that day."""
        return gaps(team.serving, team.kind, self.of(team)) if team.in_force(self.day) else []


def gaps(memberships: Iterable[Membership], kind: str = Team.Kind.HAMLET, rule: CompositionRule = USUAL) -> list[str]:
    """What the office should do about a team with these memberships in force; empty when it is complete."""
    memberships = list(memberships)
    held = {role: [row for row in memberships if row.role == role] for role in Role}
    if kind == Team.Kind.STEERING:
        return list(_of_committee(len(held[Role.LEADER])))
    return [*_of_roles(held, rule), *_of_size(len(memberships), rule)]


def _of_committee(heads: int) -> Iterator[str]:
    """A committee has one head; how many it has besides is for its decision to say."""
    if not heads:
        yield _("Ban chỉ đạo chưa có Trưởng ban.")
    if heads > 1:
        yield _("Ban chỉ đạo có %(n)s Trưởng ban; chỉ nên có một.") % {"n": heads}


def _of_roles(held: dict[str, list[Membership]], rule: CompositionRule) -> Iterator[str]:
    leaders, deputies = held[Role.LEADER], held[Role.DEPUTY]
    if not leaders:
        yield _("Tổ chưa có tổ trưởng.")
    if len(leaders) > 1:
        yield _("Tổ có %(n)s tổ trưởng; chỉ nên có một.") % {"n": len(leaders)}
    if not deputies:
        yield _("Tổ thiếu tổ phó.")
    if other := _other_position(leaders, rule.leader_position):
        yield _("Tổ trưởng nên là %(wanted)s (đang ghi: %(found)s).") % other
    if other := _other_position(deputies, rule.deputy_position):
        yield _("Tổ phó nên là %(wanted)s (đang ghi: %(found)s).") % other


def _of_size(persons: int, rule: CompositionRule) -> Iterator[str]:
    if persons < rule.fewest:
        yield _("Tổ có %(n)s người, nên có ít nhất %(m)s.") % {"n": persons, "m": rule.fewest}
    if rule.most and persons > rule.most:
        yield _("Tổ có %(n)s người, nên có nhiều nhất %(m)s.") % {"n": persons, "m": rule.most}


def _other_position(rows: list[Membership], wanted: str) -> dict | None:
    """The positions that stand there instead of the wanted one; None when somebody has it, or there is nobody."""
    if not wanted or not rows or any(holds(row.member.position, wanted) for row in rows):
        return None
    found = "; ".join(row.member.position for row in rows if row.member.position)
    return {"wanted": wanted[:1].lower() + wanted[1:], "found": found or _("chưa ghi chức vụ")}


def holds(position: str, wanted: str) -> bool:
    """Is one of the `wanted` positions, parted by commas, among the words of `position`? Tones and marks are one."""
    words = f" {fold(position)} "
    for phrase in filter(None, map(fold, re.split("[,;]", wanted))):
        for found in re.finditer(f"(?<= ){phrase}(?= )", words):
            if not LESSER.intersection(words[: found.start()].split()[-1:]):
                return True
    return False
