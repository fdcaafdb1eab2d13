"""Teams that would have more than one leader once a list is saved."""

from collections import Counter

from imports.kinds import Question
from imports.rows import Action, Parsed, Row
from teams.models import Membership
from teams.sheets.naming import ROLES, TEAM

LEADER = ROLES[Membership.Role.LEADER]
WRITTEN = (Action.NEW, Action.CHANGED)
SAVED = (*WRITTEN, Action.UNCHANGED)


def teams_with_two(parsed: Parsed, plan, serving: dict, question: Question) -> list[str]:
    """The short names of such teams, as far as the list changes them; `serving` as of teams.sheets.matching."""
    rows = [row for row in parsed.rows if row.action in SAVED]
    leading = Counter(_team(row, plan) for row in rows if _leads(row, plan))
    leaving = {known.membership for known in plan.absent} if question.options.get("absent") == "end" else set()
    for team, names in serving.items():
        leaders = [known for held in names.values() for known in held if known.role == Membership.Role.LEADER]
        leading[team] += sum(not known.matched and known.membership not in leaving for known in leaders)
    changed = {_team(row, plan): plan.spots[row.key].label for row in rows if row.action in WRITTEN}
    return [label.removeprefix(TEAM).strip() for team, label in changed.items() if leading[team] > 1]


def _team(row: Row, plan) -> str:
    spot = plan.spots[row.key]
    return spot.team.pk if spot.team else spot.label


def _leads(row: Row, plan) -> bool:
    known = plan.known.get(row.key)
    return (row.values["team_role"] or (ROLES[known.role] if known else "")) == LEADER
