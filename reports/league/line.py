"""A line of a league table, counted just now or frozen."""

from dataclasses import dataclass, field
from typing import NamedTuple

from areas.models import Area, Level
from reports.models import Standing
from teams.models import Member, Team

League, Unranked = Standing.League, Standing.Unranked


class Cell(NamedTuple):
    """One indicator of a unit: `amount` (None: nothing recorded, counted as 0) of `size`, and the rate drawn towards
    the `mean` by a prior of `strength`."""

    amount: int | None
    size: int
    mean: float
    strength: float
    shrunk: float

    def as_json(self) -> dict:
        return self._asdict()

    @property
    def rate(self) -> float | None:
        return (self.amount or 0) / self.size if self.size else None

    @property
    def in_order(self) -> float:
        """For a column: without a rate last of all."""
        return -1.0 if self.rate is None else self.rate

    @property
    def index(self) -> float | None:
        """100 at the common rate; None where nobody reached anything."""
        return 100 * self.shrunk / self.mean if self.mean else None


@dataclass(slots=True)
class Line:
    """`size` is the number of households, `before` the place a week earlier, `note` where it stands (see dress)."""

    league: League
    thing: Area | Team | Member
    team: Team | None
    size: int
    score: float | None = None
    place: int | None = None
    before: int | None = None
    cells: list[Cell | None] = field(default_factory=list)
    reason: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        return str(self.thing.pk)

    @property
    def name(self) -> str:
        return str(self.thing)

    @property
    def sort_key(self) -> str:
        return self.thing.sort_key

    @property
    def area(self) -> Area:
        """Where its figures stand."""
        return self.team.area if self.team else self.thing

    @property
    def climbed(self) -> int | None:
        """Places won since a week before, negative for places lost; None without a place then."""
        return None if self.before is None or self.place is None else self.before - self.place


def shares_households(area: Area) -> bool:
    """A team of a commune, or of several hamlets, works at doors that other teams have as well."""
    return area.level != Level.HAMLET
