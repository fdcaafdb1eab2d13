"""Who of a list is already known: the same person = the same team, folded name, and year of birth or phone."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.phones import masked_phone
from areas.lots import in_lots
from areas.names import fold
from imports import verdicts
from imports.found import NEW, SKIP
from imports.kinds import ListKind, Question
from imports.places import Places
from imports.rows import Action, Issue, Parsed, Row, Severity
from imports.verdicts import ACCEPT, SAME
from teams.models import Member, Membership
from teams.sheets.leaders import teams_with_two
from teams.sheets.naming import ROLES
from teams.sheets.spots import Spot, Spots

SEXES = {"M": Member.Gender.MALE, "F": Member.Gender.FEMALE}
SEX_WORDS = {value: word for word, value in SEXES.items()}
NAMED_BY = ("former_commune", "commune")  # columns that tell where a team stands
COMPARED = ("full_name", "birth_year", "gender", "phone", "position")  # of the person; the role is of the service


@dataclass(slots=True)
class Known:
    """A service of today as the database has it."""

    membership: int
    member: str
    team: str
    role: str
    full_name: str
    birth_year: int | None
    gender: str
    phone: str
    position: str
    begins: date
    ends: date
    matched: bool = False


@dataclass
class Plan:
    """What the check found, for the saving that follows it in the same breath."""

    since: date
    places: Places
    addresses: verdicts.Addresses
    spots: dict[str, Spot] = field(default_factory=dict)  # row key -> its team
    known: dict[str, Known] = field(default_factory=dict)  # row key -> the service that it changes or equals
    persons: dict[str, str] = field(default_factory=dict)  # row key -> a Member who serves elsewhere already
    absent: list[Known] = field(default_factory=list)  # who serves in a team of the list and is not on it
    told: dict[str, set[str]] = field(default_factory=dict)  # Member -> columns that an earlier line tells
    closed: set[str] = field(default_factory=set)  # Members who left, whose particulars a list does not change
    staffing: Any = None  # what is to be written, once that was asked


def match(parsed: Parsed, kind: ListKind, question: Question) -> Plan:
    """Fill action, changes, reasons and target of every row."""
    since = since_of(parsed, question)
    spots = Spots(question, since)
    plan = Plan(since, spots.places, verdicts.Addresses(parsed))
    for row in parsed.rows:
        plan.spots[row.key] = spots.of(row)
    spots.find_teams()
    teams = {spot.team.pk for spot in spots.all() if spot.team}
    serving = services(teams, since)
    plan.closed = _closed(serving, question)
    for row in parsed.rows:
        _decide(row, plan, serving, kind, question)
    _find_elsewhere(parsed, plan, serving, question)
    _find_returned(parsed, plan, teams)
    _find_absent(parsed, plan, serving, question)
    parsed.facts |= {"since": since, **_founded(parsed, plan)}
    parsed.facts["two_leaders"] = teams_with_two(parsed, plan, serving, question)
    question.plan = plan
    return plan


def since_of(parsed: Parsed, question: Question) -> date:
    """The first day of new services: that of the decision above the list, never after the day asked for."""
    told = parsed.facts.get("decision_date") or parsed.facts.get("as_of")
    return min(told, question.as_of) if told else question.as_of


def services(teams: set, since: date, **more) -> dict:
    """team -> folded name -> services that go on after `since`; `more` filters otherwise."""
    columns = ["pk", "member", "team", "role", *(f"member__{name}" for name in COMPARED), "valid_from", "valid_until"]
    wanted = more or {"valid_until__gte": since}
    found: dict = defaultdict(lambda: defaultdict(list))
    for chunk in in_lots(sorted(teams)):
        held = Membership.objects.filter(team__in=chunk, **wanted).order_by("valid_from", "pk")
        for values in held.values_list(*columns):
            known = Known(*values)
            found[known.team][fold(known.full_name)].append(known)
    return found


def _closed(serving: dict, question: Question) -> set[str]:
    """Of those whose service ended, who does not serve in the user's area today: a list as of an earlier day names
    them, yet their particulars are no longer this office's to write, or to read (as in teams.forms.membership)."""
    today = timezone.localdate()
    everybody = (known for names in serving.values() for held in names.values() for known in held)
    left = {known.member for known in everybody if known.ends < today}
    here: set = set()
    for chunk in in_lots(sorted(left)):
        held = Membership.objects.on(today).filter(member__in=chunk)
        if question.areas is not None:
            held = held.filter(team__area__in=question.areas.values("pk"))
        here |= set(held.values_list("member", flat=True))
    return left - here


def _decide(row: Row, plan: Plan, serving: dict, kind: ListKind, question: Question) -> None:
    spot, chosen = plan.spots[row.key], question.decisions.get(row.key)
    if not verdicts.begin(row, kind, question):
        return
    if spot.skipped:
        row.action = Action.SKIPPED
        return
    if spot.reason:
        row.reasons.append(replace(spot.reason, cell=plan.addresses.of(row, *NAMED_BY)))
    if chosen not in (NEW, ACCEPT):
        row.reasons += [_repeated(row, issue) for issue in row.issues if issue.code == "duplicate_in_file"]
    known = None
    if not row.reasons and spot.team:
        known = _recognise(row, serving[spot.team.pk], chosen)
    if known is None:
        verdicts.decide(row)
        return
    known.matched = True
    plan.known[row.key] = known
    verdicts.decide(row, str(known.membership), _changes_allowed(row, known, plan))


def _changes_allowed(row: Row, known: Known, plan: Plan) -> dict[str, list]:
    """What the row changes; it waits when it would write particulars that stay closed."""
    changes, told = changes_of(row, known), plan.told.setdefault(known.member, set())
    changes = {name: pair for name, pair in changes.items() if name not in told}
    told |= {name for name, value in told_by(row).items() if value}
    if known.begins > plan.since:
        changes.pop("team_role", None)  # the list tells of a day before this service
    if known.member in plan.closed and changes.keys() - {"team_role"}:
        verdicts.wait(row, "member_left")
        return {}
    return changes


def _repeated(row: Row, issue: Issue) -> Issue:
    choices = [[SKIP, _("Cùng một người: bỏ qua dòng này")], [NEW, _("Hai người khác nhau: nhập cả hai")]]
    return Issue(issue.code, Severity.WARNING, issue.cell, detail=issue.detail | {"key": row.key, "choices": choices})


def _recognise(row: Row, serving: dict, chosen: str | None) -> Known | None:
    """Which of those who serve in the team under the same name it is; the row waits when a person must say."""
    namesakes = [known for known in serving.get(fold(row.values["full_name"]), ()) if not known.matched]
    if same := [known for known in namesakes if _agree(row, known)]:
        return max(same, key=lambda known: _shared(row, known))
    if namesakes and chosen == SAME:
        return namesakes[0]
    if namesakes and chosen != NEW:
        choices = [[SAME, _("Là người đã có: cập nhật")], [NEW, _("Người khác, trùng tên: thêm mới")]]
        verdicts.wait(row, "same_name_in_team", choices=choices, known=_told(namesakes[0]))
    return None


def _agree(row: Row, known: Known) -> bool:
    """Year or phone is the same, or nothing that both sides tell speaks against it."""
    return bool(_shared(row, known)) or not any(new and kept for new, kept in _pairs(row, known))


def _shared(row: Row, known: Known) -> int:
    """How many of year and phone are the same."""
    return sum(new == kept for new, kept in _pairs(row, known) if new)


def _pairs(row: Row, known: Known) -> list[tuple]:
    return [(row.values["birth_year"], known.birth_year), (row.values["phone"], known.phone)]


def changes_of(row: Row, known: Known) -> dict[str, list]:
    """field -> [kept, of the file]; what the file does not tell stays as it is."""
    changes = verdicts.differences({name: getattr(known, name) for name in COMPARED}, told_by(row))
    if "gender" in changes:
        changes["gender"] = [SEX_WORDS.get(one, "") for one in changes["gender"]]
    role = row.values["team_role"]
    if role and role != ROLES[known.role]:
        changes["team_role"] = [ROLES[known.role], role]
    return changes


def told_by(row: Row) -> dict:
    """The columns of Member as the row tells them; "" or None for what it does not tell."""
    values = row.values
    position = ", ".join(filter(None, (values["position"], values["organization"])))
    return {
        "full_name": values["full_name"],
        "birth_year": values["birth_year"],
        "gender": SEXES.get(values["gender"], ""),
        "phone": values["phone"] or "",
        "position": position[: Member._meta.get_field("position").max_length],
    }


def _find_elsewhere(parsed: Parsed, plan: Plan, serving: dict, question: Question) -> None:
    """A new row whose name and phone belong to somebody who serves in another team: the same person, once."""
    fresh = [row for row in parsed.rows if row.action == Action.NEW and row.values["phone"]]
    phones = sorted({row.values["phone"] for row in fresh})
    members: dict[tuple, str] = {}
    for chunk in in_lots(phones):
        held = Member.objects.filter(phone__in=chunk)
        if question.areas is not None:
            held = held.filter(
                pk__in=Membership.objects.filter(team__area__in=question.areas.values("pk")).values("member")
            )
        members |= {(key, phone): pk for pk, key, phone in held.values_list("pk", "search_key", "phone")}
    here = {(known.team, known.member) for names in serving.values() for held in names.values() for known in held}
    for row in fresh:
        found, team = members.get((fold(row.values["full_name"]), row.values["phone"])), plan.spots[row.key].team
        if found and (team and team.pk, found) not in here:  # else somebody decided that they are two
            plan.persons[row.key] = found


def _find_returned(parsed: Parsed, plan: Plan, teams: set) -> None:
    """A new row that means somebody who served in the same team before: the same person, again."""
    fresh = [row for row in parsed.rows if row.action == Action.NEW and plan.spots[row.key].team]
    fresh = [row for row in fresh if row.key not in plan.persons]
    if not fresh:
        return
    former = services(teams, plan.since, valid_until__lt=plan.since)
    for row in fresh:
        held = former[plan.spots[row.key].team.pk].get(fold(row.values["full_name"]), ())
        persons = {known.member for known in held if _agree(row, known)}
        if len(persons) == 1:
            plan.persons[row.key] = persons.pop()


def _find_absent(parsed: Parsed, plan: Plan, serving: dict, question: Question) -> None:
    """Those who serve in a team of the list and are not on it: they leave only when a person says so.

    Nobody is absent whom a line names that waits or was left out, or whom one without a name may mean; nor those who
    came after the day of the list.
    """
    named = _named_all_the_same(parsed, plan)
    for team, names in serving.items():
        for name, held in names.items():
            if not named & {(team, name), (team, ""), (None, name)}:
                plan.absent += [known for known in held if not known.matched and known.begins <= plan.since]
    parsed.facts["absent"] = len(plan.absent)


def _founded(parsed: Parsed, plan: Plan) -> dict:
    """The hamlets and teams that saving would found, each by its name once: a slip of the pen would be one, too."""
    spots = [plan.spots[row.key] for row in parsed.rows if row.action == Action.NEW]
    hamlets = {" ".join(spot.hamlet): None for spot in spots if spot.hamlet}
    teams = {spot.label: None for spot in spots if not spot.team}
    return {"new_hamlets": list(hamlets), "new_teams": list(teams)}


def _named_all_the_same(parsed: Parsed, plan: Plan) -> set[tuple]:
    """(team, or None where nobody knows it; folded name, or "") of the lines that wait or were left out."""
    found = set()
    for row in parsed.rows:
        if row.action in (Action.WAITING, Action.SKIPPED):
            team = plan.spots[row.key].team
            found.add((team and team.pk, fold(row.values["full_name"] or "")))
    return found


def _told(known: Known) -> str:
    return " · ".join(str(one) for one in (known.full_name, known.birth_year, masked_phone(known.phone)) if one)
