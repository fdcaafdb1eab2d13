"""Visits as a person reads them: what was done, what of it was counted, and why not all of it."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from visits.models import Contribution, Indicator, Visit
from visits.texts import counted


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one indicator of a visit, in words."""

    indicator: Indicator
    text: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Entry:
    visit: Visit
    lines: list[Line]

    @property
    def asked(self) -> list[Line]:
        """Without the counts that every visit makes by itself."""
        return [line for line in self.lines if not line.indicator.derived]


def entries(visits: QuerySet[Visit]) -> list[Entry]:
    """The visits in their order with team, author and counts; a fixed number of queries."""
    contributions = Contribution.objects.select_related("indicator").order_by("indicator__position", "pk")
    visits = visits.select_related("team", "created_by", "area", "household")
    return [
        Entry(visit, [_line(row) for row in visit.contributions.all()])
        for visit in visits.prefetch_related(Prefetch("contributions", contributions))
    ]


def _line(contribution: Contribution) -> Line:
    whole = contribution.quantity == contribution.claimed
    return Line(contribution.indicator, counted(contribution), whole)
