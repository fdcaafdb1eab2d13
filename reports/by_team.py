"""Indicators of one area by team: what each team at work there brought in.

Monthly totals know no teams, so this reads contributions and is offered for communes and hamlets only.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Sum

from areas.dates import BEGINNING
from areas.models import Area
from reports.grounds import gathered, grounds_of
from reports.lens import Lens
from reports.rollup import Period, Values, value_of, with_parts
from reports.sums import Figure, Sums
from teams.models import Team
from visits.models import Contribution, Indicator


@dataclass
class TeamRow:
    """`team` is None for facts that name no team."""

    team: Team | None
    values: Values


def rows_by_team(area: Area, *, period: Period, lens: Lens, indicators: list[Indicator]) -> list[TeamRow]:
    """One row for each team that worked in the area or brought in a figure; together they are the area's figures.

    A ratio to a statistic of the area has no figure by team.
    """
    found = _read(area, period, lens, with_parts(indicators))
    day = lens.map_day(area, period.end)
    here = Team.objects.without_committees().filter(area__in=Area.objects.under(area, day).values("pk"))
    here = here.filter(valid_from__lte=period.end, valid_until__gte=period.start)
    teams = list(
        Team.objects.filter(pk__in=[*here.values_list("pk", flat=True), *{team for team, _i in found if team}])
    )
    nameless = [None] if any(team is None for team, _indicator in found) else []
    return [TeamRow(team, _values(team and team.pk, found, indicators)) for team in [*teams, *nameless]]


def _values(team, found: Sums, indicators: list[Indicator]) -> Values:
    return {indicator.code: value_of(indicator, team, found, {}) for indicator in indicators}


def _read(area: Area, period: Period, lens: Lens, counted: list[Indicator]) -> Sums:
    stocks = [i.pk for i in counted if i.kind == Indicator.Kind.STOCK]
    events = [i.pk for i in counted if i.kind != Indicator.Kind.STOCK]
    parts = [
        (events, lens.days_of(area, period.start, period.end), lens.day),
        (stocks, (BEGINNING, lens.stock_until(area, period.end)), lens.map_day(area, period.end)),
    ]
    found: Sums = defaultdict(Figure)
    for indicators, days, day in parts:
        rows = gathered(Contribution.objects.filter(indicator__in=indicators), grounds_of(area, days, day))
        for row in rows.values("team", "indicator").annotate(q=Sum("quantity"), n=Count("pk")):
            found[row["team"], row["indicator"]].add(row["q"], row["n"])
    return found
