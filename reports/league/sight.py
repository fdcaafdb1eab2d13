"""Which lines of a league table a user may read by name.

Places are counted among all who take part, and whoever is outside one's own area stays unnamed: a league of
a province is no way to read the neighbour's figures.
"""

from datetime import date

from areas.models import Area
from areas.places import with_places
from reports.league.contest import Contest, League
from reports.league.line import Line
from reports.waiting import waiting_among
from teams.models import Member, Team
from visits.models import Visit

MODELS = {League.COMMUNES: Area, League.TEAMS: Team, League.MEMBERS: Member}


def in_sight(lines: list[Line], user, roles=None) -> list[Line]:
    """`roles` narrows to posts of those roles, as for a file."""
    if not lines:
        return []
    seen = set(MODELS[lines[0].league].objects.visible_to(user, roles).values_list("pk", flat=True))
    return [line for line in lines if line.thing.pk in seen]


def waiting(contest: Contest, user) -> int:
    """How many visits of the days that count wait for somebody to look, of those in sight; see waiting_among()."""
    inside = Visit.objects.visible_to(user).filter(area__in=contest.inside().values("pk"))
    return waiting_among(inside, contest.period)


def dress(lines: list[Line], day: date, within: Area) -> None:
    """Write where each line stands: the commune of a team, the team of a member, the unit that holds a commune unless
    that is the whole campaign."""
    areas = [line.area.pk for line in lines if line.team]
    placed = {unit.pk: unit for unit in with_places(Area.objects.filter(pk__in=areas), day, area="pk")}
    units = [line.thing.pk for line in lines if not line.team]
    above = {unit.pk: unit for unit in Area.objects.filter(pk__in=units).with_parent_name(day)}
    for line in lines:
        if line.team:
            commune = placed[line.area.pk].commune_label or ""
            line.note = " · ".join(filter(None, [line.team.name if line.league == League.MEMBERS else "", commune]))
        else:
            unit = above[line.thing.pk]
            parent = f"{unit.parent_kind} {unit.parent_name}".strip() if unit.parent_name else ""
            line.note = "" if parent == str(within) else parent
