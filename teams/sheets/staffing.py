"""What saving a list of members means: hamlets and teams that are new, persons, and their services."""

from areas.dates import FOREVER, ONE_DAY
from areas.lots import in_lots
from areas.names import fold
from imports.founding import Founded, Founding
from imports.keys import ordered_keys
from imports.kinds import Question, Write
from imports.placenames import place_key
from imports.rows import Action, Parsed, Row
from teams.models import Member, Membership, Team, TeamDecision
from teams.sheets import posts
from teams.sheets.matching import COMPARED, Plan, told_by
from teams.sheets.naming import ROLE_OF_WORD
from teams.sheets.spots import Spot, bare

PERSON = (*COMPARED, "search_key", "sort_key")


class Staffing:
    """Collects the rows of each model; a hamlet, team or person that several rows name is made once."""

    def __init__(self, plan: Plan, parsed: Parsed, question: Question):
        self.plan, self.facts, self.question = plan, parsed.facts, question
        self.founded = Founded({}, plan.places.near)
        self.teams: dict[tuple, Team] = {}
        self.persons: dict[tuple, Member] = {}
        self.joined: dict[tuple, Membership] = {}
        self.changed_members: list[Member] = []
        self.changed_services: list[Membership] = []
        self.demoted: list[Membership] = []
        self.ended: list[Membership] = []
        self._new = [row for row in parsed.rows if row.action == Action.NEW]
        self._keys = iter(ordered_keys(len(self._new)))
        self._changed = [row for row in parsed.rows if row.action == Action.CHANGED]

    def collect(self) -> list[Write]:
        self._fetch()
        self._found_hamlets()
        for row in self._new:
            self._join(row)
        for row in self._changed:
            self._change(row)
        if self.question.options.get("absent") == "end":
            self._end_absent()
        return [
            *self.founded.writes(),
            Write(Team, new=list(self.teams.values())),
            Write(Member, new=list(self.persons.values()), changed=self.changed_members, columns=PERSON),
            # those that end come first: nobody may be twice in a team at a time
            Write(Membership, changed=self.changed_services + self.ended, columns=("role", "valid_until")),
            Write(Membership, new=list(self.joined.values())),
            Write(TeamDecision, new=self._restaffed()),
            posts.write(self.ended, self.demoted, [*self.joined.values(), *self.changed_services]),
        ]

    def after(self) -> None:
        """Inside the transaction: no hamlet is founded twice."""
        self.founded.finish()

    def _fetch(self) -> None:
        """The persons and services that change, and the persons who serve elsewhere already."""
        known = [self.plan.known[row.key] for row in self._changed]
        members = {one.member for one in known} | set(self.plan.persons.values())
        services = {one.membership for one in known} | {one.membership for one in self.plan.absent}
        self._members: dict = {}
        for chunk in in_lots(sorted(members)):
            self._members |= Member.objects.in_bulk(chunk)
        self._services: dict = {}
        for chunk in in_lots(sorted(services)):
            self._services |= Membership.objects.select_related("team").in_bulk(chunk)

    # --- new rows ---

    def _join(self, row: Row) -> None:
        team, member = self._team(self.plan.spots[row.key]), self._person(row)
        key = (team.pk, member.pk)
        role = ROLE_OF_WORD.get(row.values["team_role"], Membership.Role.MEMBER)
        since = max(self.plan.since, team.valid_from)
        days = {"valid_from": since, "valid_until": min(row.values["until"] or FOREVER, team.valid_until)}
        self.joined.setdefault(key, Membership(team=team, member=member, role=role, **days))

    def _person(self, row: Row) -> Member:
        """Somebody who serves elsewhere, somebody of an earlier row with the same name and phone, or a new person."""
        found = self._members.get(self.plan.persons.get(row.key))
        if found and not self._serves_with(found, row):
            return found
        told = told_by(row)
        key = (fold(told["full_name"]), told["phone"] or row.key)
        if key in self.persons and not self._serves_with(self.persons[key], row):
            return self.persons[key]
        key = key if key not in self.persons else (*key, row.key)
        member = Member(id=next(self._keys), **told)
        member.derive_keys()
        self.persons[key] = member
        return member

    def _serves_with(self, member: Member, row: Row) -> bool:
        """Whether the person of an earlier row is in this row's team already: then somebody decided they are two."""
        return (self._team(self.plan.spots[row.key]).pk, member.pk) in self.joined

    def _team(self, spot: Spot) -> Team:
        if spot.team:
            return spot.team
        key = (spot.area.pk if spot.area else _hamlet_key(spot), bare(spot.label))
        if key not in self.teams:
            self.teams[key] = self._founded(spot)
        return self.teams[key]

    def _founded(self, spot: Spot) -> Team:
        decided = self.facts.get("decision_date")
        team = Team(name=spot.label, kind=spot.kind, valid_from=decided or self.plan.since)
        if spot.area:
            team.area_id = spot.area.pk
        else:
            team.area = self.founded.areas[_hamlet_key(spot)]
        if decided and decided <= self.plan.since:
            team.decision_number, team.decision_date = self.facts.get("decision_number", ""), decided
        team.derive_keys()
        return team

    def _found_hamlets(self) -> None:
        spots = [spot for row in self._new if (spot := self.plan.spots[row.key]).hamlet]
        foundings = {_hamlet_key(spot): Founding(*spot.hamlet, spot.commune, spot.former) for spot in spots}
        self.founded = Founded(foundings, self.plan.places.near)

    # --- rows that change something ---

    def _change(self, row: Row) -> None:
        known = self.plan.known[row.key]
        member, service = self._members[known.member], self._services[known.membership]
        told = told_by(row)
        for name in row.changes.keys() - {"team_role"}:
            setattr(member, name, told[name])
        member.derive_keys()
        self.changed_members.append(member)
        if "team_role" in row.changes:
            self._change_role(service, ROLE_OF_WORD[row.changes["team_role"][1]])

    def _change_role(self, service: Membership, role: str) -> None:
        """From the day of the list on; what the person was until then stays written down."""
        self.demoted += [service] if service.role == Membership.Role.LEADER else []
        if service.valid_from < self.plan.since:
            later = Membership(team=service.team, member_id=service.member_id, role=role, valid_from=self.plan.since)
            later.valid_until, service.valid_until = service.valid_until, self.plan.since - ONE_DAY
            self.joined[service.team_id, service.member_id] = later
        else:
            service.role = role
        self.changed_services.append(service)

    def _restaffed(self) -> list[TeamDecision]:
        """The decision above a full list re-staffs the teams that it found there."""
        decided = self.facts.get("decision_date")
        if not decided or self.question.options.get("absent") != "end":
            return []
        teams = {spot.team.pk: spot.team for spot in self.plan.spots.values() if spot.team}
        same = {"kind": TeamDecision.Kind.RESTAFFED, "effective_on": self.plan.since}
        known = set()
        for chunk in in_lots(sorted(teams)):
            known |= set(TeamDecision.objects.filter(team__in=chunk, **same).values_list("team", flat=True))
        number = self.facts.get("decision_number", "")
        fresh = [team for key, team in teams.items() if key not in known and team.decision_date != decided]
        return [TeamDecision(team=team, number=number, signed_on=decided, **same) for team in fresh]

    def _end_absent(self) -> None:
        last_day = self.plan.since - ONE_DAY
        for known in self.plan.absent:
            service = self._services[known.membership]
            service.valid_until = max(last_day, service.valid_from)
            self.ended.append(service)


def _hamlet_key(spot: Spot) -> str:
    return f"{(spot.former or spot.commune).pk} {place_key(' '.join(spot.hamlet))}"
