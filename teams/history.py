"""What was changed in a team, by whom and when, in sentences."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from areas.dates import BEGINNING, FOREVER
from teams.decisions import changes_on
from teams.models import Member, Membership, Team, TeamDecision
from teams.models.decision import MARK

SHOWN = 30  # changes on a page


@dataclass(frozen=True)
class Change:
    at: datetime
    who: str
    what: str
    details: list[str] = field(default_factory=list)


def timeline(team: Team, services: list[Membership]) -> list[Change]:
    """The latest changes of the team, of its services (all are given) and persons, newest first."""
    changes = [*_of_team(team), *_of_decisions(team, services), *_of_services(team), *_of_persons(services)]
    return sorted(changes, key=lambda change: change.at, reverse=True)[:SHOWN]


def _of_team(team: Team) -> Iterator[Change]:
    verbs = {"+": _("Lập tổ"), "~": _("Sửa thông tin tổ"), "-": _("Xóa tổ")}
    records = Team.history.filter(id=team.pk).select_related("history_user", "area", "successor")
    for before, record in _pairs(records):
        yield _change(record, verbs[record.history_type], _values(before, record))


def _of_decisions(team: Team, services: list[Membership]) -> Iterator[Change]:
    """A re-staffing is one change, in the words that hold today; its services are not told one by one."""
    verbs = {"+": "%(decision)s", "~": _("Sửa quyết định: %(decision)s"), "-": _("Bỏ quyết định: %(decision)s")}
    kept = {decision.pk: decision for decision in team.decisions.all()}
    for before, record in _pairs(TeamDecision.history.filter(team=team.pk).select_related("history_user")):
        decision = kept.get(record.id, record.instance)
        restaffed = record.history_type == "+" and record.kind == TeamDecision.Kind.RESTAFFED
        details = changes_on(record.effective_on, services) if restaffed else _values(before, record)
        yield _change(record, verbs[record.history_type] % {"decision": decision}, details)


def _of_services(team: Team) -> Iterator[Change]:
    """Rows that were loaded in bulk have no first record: what they were before is not known, and not invented."""
    records = Membership.history.filter(team=team.pk).select_related("history_user", "member", "team")
    pairs = list(_pairs(records))
    gone = _names_of_gone({record.member_id for _before, record in pairs if record.member is None})
    for before, record in pairs:
        if (record.history_change_reason or "").startswith(MARK):
            continue
        name = record.member or gone.get(record.member_id, _("một người đã xóa"))
        words = {"name": name, "day": f"{record.valid_until:%d/%m/%Y}"}
        yield _change(record, _service_verb(before, record) % words, _values(before, record))


def _names_of_gone(persons: set) -> dict:
    """person -> the last name of one who is no longer there, such as after an import was undone."""
    if not persons:
        return {}
    records = Member.history.filter(id__in=persons).order_by("history_date", "history_id")
    return dict(records.values_list("id", "full_name"))


def _service_verb(before, record) -> str:
    if record.history_type == "+":
        return _("Thêm %(name)s vào ban") if record.team.is_committee else _("Thêm %(name)s vào tổ")
    if record.history_type == "-":
        return _("Xóa %(name)s khỏi ban") if record.team.is_committee else _("Xóa %(name)s khỏi tổ")
    left = record.valid_until < FOREVER and (before is None or before.valid_until == FOREVER)
    return _("%(name)s thôi tham gia, đến hết ngày %(day)s") if left else _("Sửa nhiệm vụ của %(name)s")


def _of_persons(services: list[Membership]) -> Iterator[Change]:
    """Which particulars changed while the person served here, never their values: not every reader may see them."""
    persons = defaultdict(list)
    for service in services:
        persons[service.member_id].append(service)
    for before, record in _pairs(Member.history.filter(id__in=persons).select_related("history_user")):
        names = [capfirst(str(f.verbose_name)) for f in _different(before, record)]
        day = timezone.localdate(record.history_date)
        if before and any(service.in_force(day) for service in persons[record.id]):
            yield _change(record, _("Sửa thông tin của %(name)s") % {"name": record.full_name}, [", ".join(names)])


def _pairs(records) -> Iterator[tuple]:
    """Each record that changed something, with the one before it of the same row, None for the first."""
    last = None
    for record in records.order_by("id", "history_date", "history_id"):
        before = last if last and last.id == record.id else None
        if before is None or record.history_type == "-" or _different(before, record):
            yield before, record
        last = record


def _change(record, what: str, details: list[str]) -> Change:
    return Change(record.history_date, str(record.history_user or _("Hệ thống")), what, details)


def _different(before, record) -> list:
    fields = [f for f in record.tracked_fields if f.editable and not f.primary_key]
    return [f for f in fields if before and getattr(before, f.attname) != getattr(record, f.attname)]


def _values(before, record) -> list[str]:
    return [
        f"{capfirst(str(f.verbose_name))}: {_in_words(before, f)} → {_in_words(record, f)}"
        for f in _different(before, record)
    ]


def _in_words(record, f) -> str:
    if f.name == "role":
        return str(record.team.roles.get(record.role, record.role))
    value = getattr(record, f"get_{f.name}_display")() if f.choices else getattr(record, f.name)
    if isinstance(value, date):
        return "—" if value in (BEGINNING, FOREVER) else f"{value:%d/%m/%Y}"
    return "—" if value in (None, "") else str(value)
