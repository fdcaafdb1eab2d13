"""The facts behind one figure: those that count, those left out and why."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from accounts.models import User
from areas.models import Ancestry, Area, Level
from areas.places import with_places
from reports.by_team import rows_by_team
from reports.lens import Lens
from reports.rollup import Period, behind, table, units_below
from reports.sums import MOST_NAMED
from teams.models import Team
from visits.models import Contribution, Indicator

NO_TEAM = "none"
MOST_COUNTED = 1000  # facts left out for one reason


@dataclass(frozen=True)
class Asked:
    """One figure of a page: of an area, of one team in it, or what none of its units of a level holds (`rest`).

    `within` is the area in whose table the figure stands, where that makes a difference: a hamlet that changed
    its commune during the period has one figure in each.
    """

    area: Area
    indicator: Indicator
    period: Period
    lens: Lens
    team: Team | str | None = None
    rest: Level | None = None
    within: Area | None = None

    @cached_property
    def values(self) -> dict[str, int | float | None]:
        """The figure and, for a ratio, those of its parts, by the code of the indicator."""
        parts = [i for i in (self.indicator, self.indicator.numerator, self.indicator.denominator) if i]
        asked = {"period": self.period, "lens": self.lens, "indicators": parts}
        if self.team:
            team = None if self.team == NO_TEAM else self.team
            found = [row.values for row in rows_by_team(self.area, **asked) if row.team == team]
            return found[0] if found else dict.fromkeys(i.code for i in parts)
        if self.within:
            read = table(self.within, level=self.area.level, **asked)
            return next((row.values for row in read.rows if row.area == self.area), dict.fromkeys(read.total))
        read = table(self.area, level=self.area.level if self.rest is None else self.rest, **asked)
        return read.total if self.rest is None else read.unallocated

    def rows(self) -> QuerySet[Contribution]:
        """All contributions in the figure, those that count nothing included; of a ratio, in its numerator."""
        rows = behind(self.within or self.area, self.indicator, period=self.period, lens=self.lens)
        if self.team:
            rows = rows.filter(team=None if self.team == NO_TEAM else self.team)
        if self.within:
            rows = rows.filter(self._held_by(Area.objects.filter(pk=self.area.pk)))
        if self.rest is not None:
            units = units_below(self.area, period=self.period, lens=self.lens, levels=[self.rest])
            rows = rows.exclude(self._held_by(units))
        return rows

    def _held_by(self, units: QuerySet[Area]) -> Exists:
        """The fact stands under one of these units, in force on the day on which the figure reads the map."""
        held = Ancestry.objects.filter(ancestor__in=units.values("pk"), descendant=OuterRef("area"))
        counted = self.indicator.numerator or self.indicator
        day = self.lens.day
        if counted.kind == Indicator.Kind.STOCK:
            day = self.lens.map_day(self.within or self.area, self.period.end)
        day = day or OuterRef("day")
        alive = {"ancestor__valid_from__lte": day, "ancestor__valid_until__gte": day}
        return Exists(held.filter(valid_from__lte=day, valid_until__gte=day, **alive))


class Evidence:
    """The rows behind a figure as one user may read them."""

    def __init__(self, asked: Asked, user: User):
        self.all = asked.rows()
        self.in_sight = _named(Area.objects.visible_to(user))
        self.rows = self.all.filter(area__in=self.in_sight)
        self.asked = asked

    def counted(self) -> QuerySet[Contribution]:
        return self.rows.filter(Q(reason=Contribution.Reason.COUNTED) | ~Q(quantity=0))

    def left_out(self, reason: str) -> QuerySet[Contribution]:
        """What was claimed and, for this reason, did not count or not wholly."""
        return self.rows.filter(reason=reason)

    def reasons(self) -> list[dict]:
        """For each reason: how many facts, and how much of what they claimed did not count.

        Of each only the newest MOST_COUNTED are looked at, `is_more` says so: a province has a million repeats.
        """
        found = []
        for reason in sorted(set(Contribution.Reason) - {Contribution.Reason.COUNTED}):
            left = self.left_out(reason).order_by("-day").values_list(F("claimed") - F("quantity"), flat=True)
            lost = list(left[: MOST_COUNTED + 1])
            if lost:
                known = lost[:MOST_COUNTED]
                is_more = len(lost) > MOST_COUNTED
                found.append({"reason": reason.value, "facts": len(known), "lost": sum(known), "is_more": is_more})
        return found

    def elsewhere(self) -> dict:
        """Facts and sum of what is counted here and stands today in an area out of the user's sight."""
        moved = Ancestry.objects.filter(ancestor=self.asked.area).exclude(descendant__in=self.in_sight)
        if not moved.exists():
            return {"facts": 0, "sum": None}
        return self.all.exclude(area__in=self.in_sight).aggregate(facts=Count("pk"), sum=Sum("quantity"))

    def details(self, keys: list[int]) -> list[Contribution]:
        """The rows with their places, teams and sources, in the order of `keys`."""
        day = self.asked.lens.map_day(self.asked.area, self.asked.period.end)
        rows = with_places(Contribution.objects.filter(pk__in=keys), day)
        rows = rows.select_related("area", "team", "visit__household", "visit__created_by", "activity__created_by")
        found = rows.in_bulk()
        return [found[key] for key in keys]


def _named(areas: QuerySet[Area]) -> list[int] | QuerySet:
    """Their keys as long as they are not too many; see reports.sums.behind."""
    keys = list(areas.order_by().values_list("pk", flat=True)[: MOST_NAMED + 1])
    return keys if len(keys) <= MOST_NAMED else areas.values("pk")
