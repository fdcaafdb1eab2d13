"""One figure of a page, and where and when the facts in it were recorded."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from areas.dates import BEGINNING
from areas.models import Area, Level
from reports import loose
from reports.by_team import rows_by_team
from reports.grounds import Grounds, grounds_of, shared
from reports.lens import Lens
from reports.rollup import Period, has_units, table, units_below
from reports.sums import Days
from teams.models import Team
from visits.models import Indicator

NO_TEAM = "none"


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
            return self._within(asked)
        if self.rest is not None:
            return table(self.area, level=self.rest, only=[], **asked).unallocated
        return table(self.area, level=self.area.level, **asked).total

    def _within(self, asked: dict) -> dict[str, int | float | None]:
        rows = units_below(self.within, period=self.period, lens=self.lens, levels=[self.area.level])
        read = table(self.within, level=self.area.level, only=list(rows.filter(pk=self.area.pk)), **asked)
        return next((row.values for row in read.rows), dict.fromkeys(read.total))

    @property
    def counted(self) -> Indicator:
        """The one whose facts are listed: of a ratio its numerator."""
        return self.indicator.numerator or self.indicator

    @property
    def holder(self) -> Area:
        return self.within or self.area

    @property
    def day(self) -> date | None:
        """The day whose map places the facts, None for as recorded; a stock is placed as at the period's end."""
        if self.counted.kind == Indicator.Kind.STOCK:
            return self.lens.map_day(self.holder, self.period.end)
        return self.lens.day

    @property
    def days(self) -> Days:
        """The days of the facts."""
        if self.counted.kind == Indicator.Kind.STOCK:
            return BEGINNING, self.lens.stock_until(self.holder, self.period.end)
        return self.lens.days_of(self.holder, self.period.start, self.period.end)

    @property
    def is_everything(self) -> bool:
        """Of the country, which holds all areas: so they are not named."""
        return self.area.level == Level.COUNTRY and self.rest is None and not self.team

    @cached_property
    def grounds(self) -> Grounds:
        """Where the facts were recorded; not asked for everything."""
        days, day = self.days, self.day
        if self.rest is not None and has_units(self.area, self.period, self.lens):
            if day:
                return {days: loose.unplaced(self.area, self.rest, day)}
            return loose.gaps(self.area, self.rest, days)
        if self.within is None:
            return grounds_of(self.area, days, day)
        if day and not self.area.in_force(day):
            return {}
        own = days if day else (max(days[0], self.area.valid_from), min(days[1], self.area.valid_until))
        return shared(grounds_of(self.area, own, day), grounds_of(self.within, days, day))
