"""Which team was at work in an area on a day, and in which of them a person served."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from accounts.models import User
from teams.models import Membership, Team


class Rota:
    """The teams of some areas and one person's service in them, read once for any number of days."""

    def __init__(self, areas: Iterable[int], user: User | None):
        self.teams = defaultdict(list)
        self.services = defaultdict(list)
        teams = Team.objects.without_committees().filter(area__in=areas)
        for area, *row in teams.order_by("valid_from", "pk").values_list("area", "valid_from", "valid_until", "pk"):
            self.teams[area].append(row)
        # not user=None: members without an account would all match
        held = Membership.objects.in_teams().filter(member__user__in=[user] if user else [], team__area__in=areas)
        for team, *days in held.order_by().values_list("team", "valid_from", "valid_until"):
            self.services[team].append(days)

    def team_on(self, area: int, day: date) -> UUID | None:
        """The team in which the person serves there on `day`; else the only one at work there; else none."""
        working = self._working(area, day)
        own = [team for team in working if any(start <= day <= end for start, end in self.services[team])]
        if own:
            return own[0]
        return working[0] if len(working) == 1 else None

    def is_closed_on(self, area: int, day: date) -> bool:
        """The area has teams, and none of them is at work on `day`."""
        return bool(self.teams[area]) and not self._working(area, day)

    def _working(self, area: int, day: date) -> list[UUID]:
        return [team for start, end, team in self.teams[area] if start <= day <= end]
