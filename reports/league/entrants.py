"""Who takes part in a league, and what each of them reached."""

from dataclasses import dataclass, field

from areas.models import Ancestry, Area, Level
from reports.league.contest import Contest, League
from reports.league.deeds import BY_PERSON, BY_TEAM, deeds
from reports.rollup import table
from teams.models import Member, Membership, Team

Amounts = dict[str, int]
"""Indicator code -> quantity; what nobody recorded is not there."""


@dataclass
class Entrant:
    """`now` is what it reached until the last day, `before` until a week earlier."""

    thing: Area | Team | Member
    team: Team | None = None
    now: Amounts = field(default_factory=dict)
    before: Amounts = field(default_factory=dict)
    area: Area = field(init=False)

    def __post_init__(self):
        self.area = self.team.area if self.team else self.thing


def entrants_of(contest: Contest, league: League) -> list[Entrant]:
    """All who take part."""
    return {League.COMMUNES: _communes, League.TEAMS: _teams, League.MEMBERS: _members}[league](contest)


def _communes(contest: Contest) -> list[Entrant]:
    now, earlier = _of_units(contest, contest), contest.week_before
    before = _of_units(contest, earlier) if earlier else {}
    inside = contest.inside().on(contest.day).filter(level=Level.COMMUNE)
    return [Entrant(unit, None, now.get(unit.pk, {}), before.get(unit.pk, {})) for unit in inside]


def _of_units(contest: Contest, then: Contest) -> dict[int, Amounts]:
    """What each commune of the campaign's map held until the last day of `then`."""
    asked = {"period": then.period, "lens": contest.lens, "indicators": contest.counted}
    rows = table(contest.campaign.area, level=Level.COMMUNE, **asked).rows
    return {row.area.pk: {code: value for code, value in row.values.items() if value is not None} for row in rows}


def _teams(contest: Contest) -> list[Entrant]:
    """The facts of a team count in its own hamlet: by the households of that hamlet they are divided."""
    teams = Team.objects.without_committees().select_related("area").filter(area__in=contest.inside().values("pk"))
    teams = teams.filter(valid_from__lte=contest.until, valid_until__gte=contest.campaign.start)
    found = {team.pk: Entrant(team, team) for team in teams}
    held = Ancestry.objects.on(contest.day).filter(ancestor__in=teams.values("area"), ancestor__level=Level.HAMLET)
    own = set(held.values_list("ancestor", "descendant"))
    for team, area, code, *sums in deeds(contest, BY_TEAM):
        if team in found and (found[team].team.area_id, area) in own:
            _add(found[team], code, *sums)
    return list(found.values())


def _members(contest: Contest) -> list[Entrant]:
    """Whoever has an account and served in a team during the campaign; in several teams, the one joined last."""
    served = Membership.objects.in_teams().filter(
        team__area__in=contest.inside().values("pk"),
        member__user__isnull=False,
        valid_from__lte=contest.until,
        valid_until__gte=contest.campaign.start,
    )
    teams = {team.pk: team for team in Team.objects.filter(pk__in=served.values("team")).select_related("area")}
    known = Member.objects.filter(pk__in=served.values("member")).only("full_name", "sort_key", "user")
    members = {member.pk: member for member in known}
    found = {
        members[member].user_id: Entrant(members[member], teams[team])
        for member, team in served.order_by("valid_from", "pk").values_list("member", "team")
    }
    for user, code, *sums in deeds(contest, BY_PERSON):
        if user in found:
            _add(found[user], code, *sums)
    return list(found.values())


def _add(entrant: Entrant, code: str, q: int, n: int, q_before: int, n_before: int) -> None:
    if n:
        entrant.now[code] = entrant.now.get(code, 0) + q
    if n_before:
        entrant.before[code] = entrant.before.get(code, 0) + q_before
