"""The life of a team as its decisions tell it: founded, re-staffed, dissolved or founded anew as another team."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.dates import BEGINNING, FOREVER, ONE_DAY
from teams.models import Membership, Team, TeamDecision
from teams.models.decision import cited


@dataclass(frozen=True)
class Milestone:
    """`decision` can be corrected; `teams` are those before or after this one."""

    day: date | None
    what: str
    details: list[str] = field(default_factory=list)
    decision: TeamDecision | None = None
    teams: list[Team] = field(default_factory=list)


def milestones(team: Team, services: list[Membership]) -> list[Milestone]:
    """From the founding on; `services` are all services in the team, each with its person."""
    decisions = list(team.decisions.all())
    restaffed = [row for row in decisions if row.kind == TeamDecision.Kind.RESTAFFED]
    steps = [_restaffing(row, services) for row in restaffed]
    before = list(team.predecessors.all())
    joined = [_merger(other) for other in before if other.valid_until >= team.valid_from]
    steps = sorted([*steps, *joined], key=lambda step: step.day)
    dissolved = next((row for row in decisions if row.kind == TeamDecision.Kind.DISSOLVED), None)
    return [
        _founding(team, [other for other in before if other.valid_until < team.valid_from]),
        *steps,
        *([_end(team, dissolved)] if team.ends else []),
    ]


def _founding(team: Team, before: list[Team]) -> Milestone:
    what = _("Lập lại từ tổ trước") if before else _("Thành lập")
    return Milestone(team.starts, _joined(what, cited(team.decision_number, team.decision_date)), teams=before)


def _merger(other: Team) -> Milestone:
    return Milestone(other.valid_until + ONE_DAY, _("Nhận tổ khác nhập vào"), teams=[other])


def _restaffing(decision: TeamDecision, services: list[Membership]) -> Milestone:
    details = [*changes_on(decision.effective_on, services), *([decision.note] if decision.note else [])]
    return Milestone(decision.effective_on, str(decision), details, decision)


def _end(team: Team, decision: TeamDecision | None) -> Milestone:
    after = team.successor
    what = _("Lập lại thành tổ khác") if after else _("Giải thể")
    if after and after.valid_from <= team.valid_until:
        what = _("Nhập vào tổ khác")
    words = cited(decision.number, decision.signed_on) if decision else ""
    details = [decision.note] if decision and decision.note else []
    teams = [after] if after else []
    return Milestone(team.valid_until + ONE_DAY, _joined(what, words), details, decision, teams)


def changes_on(day: date, services: Iterable[Membership]) -> list[str]:
    """Who left, came or got another role on `day`, in sentences."""
    services = list(services)
    before, after = _serving(day - ONE_DAY, services), _serving(day, services)
    moved = [
        _("%(name)s (%(before)s → %(after)s)")
        % {
            "name": row.member,
            "before": before[key].get_role_display().lower(),
            "after": row.get_role_display().lower(),
        }
        for key, row in after.items()
        if key in before and before[key].role != row.role
    ]
    groups = (
        (_("Đổi nhiệm vụ: %(names)s."), moved),
        (_("Thôi tham gia: %(names)s."), [str(row.member) for key, row in before.items() if key not in after]),
        (_("Mới tham gia: %(names)s."), [str(row.member) for key, row in after.items() if key not in before]),
    )
    stayed = len(before.keys() & after.keys())
    words = ngettext("%(n)s người ở lại.", "%(n)s người ở lại.", stayed) % {"n": stayed}
    return [*(sentence % {"names": ", ".join(names)} for sentence, names in groups if names), words]


def first_days(services: Iterable[Membership]) -> dict[int, date]:
    """Service (primary key) -> since when the person serves in that team without a break, whatever the roles."""
    found: dict[int, date] = {}
    running: dict[tuple, tuple[date, date]] = {}  # team and person -> first and last day so far
    for row in sorted(services, key=lambda row: row.valid_from):
        key = (row.team_id, row.member_id)
        first, last = running.get(key, (row.valid_from, BEGINNING))
        found[row.pk] = first if row.valid_from == last + ONE_DAY else row.valid_from
        running[key] = (found[row.pk], min(row.valid_until, FOREVER - ONE_DAY))
    return found


def _serving(day: date, services: list[Membership]) -> dict:
    return {row.member_id: row for row in services if row.in_force(day)}


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)
