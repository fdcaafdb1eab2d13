"""The board: figures of an area by units or teams, and its headline figures with their change."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from reports.by_team import rows_by_team
from reports.figures import Change, figure
from reports.forms import BY_TEAM
from reports.freshness import last_days, last_days_of_teams
from reports.lines import Line, of_teams, of_units
from reports.periods import compared_with
from reports.question import Question
from reports.rollup import Period, Values, table, totals
from reports.ways import level_named
from visits.models import Indicator


@dataclass
class Tile:
    indicator: Indicator
    number: str
    url: str
    change: Change | None


@dataclass
class Board:
    """`every` line in the order asked for: `lines` have a figure, `silent` none. `others` belong to no unit shown."""

    way: str
    columns: list[Indicator]
    every: list[Line]
    others: list[Line]
    total: Line
    tiles: list[Tile]
    compared: Period
    is_running: bool

    @property
    def lines(self) -> list[Line]:
        return [line for line in self.every if not line.is_silent(self.columns)]

    @property
    def silent(self) -> list[Line]:
        return [line for line in self.every if line.is_silent(self.columns)]


def build(question: Question, way: str, user: User) -> Board:
    """Read the figures and divide them into lines; `way` is one of ways_down()."""
    area, columns = question.area, question.columns
    asked = {"period": question.period, "lens": question.lens}
    wanted = list(dict.fromkeys([*columns, *question.headline]))
    read = table(area, level=area.level if way == BY_TEAM else level_named(way), indicators=wanted, **asked)
    if way == BY_TEAM:
        shown, others = of_teams(rows_by_team(area, indicators=wanted, **asked), question, user)
    else:
        shown, others = of_units(read, question, way, user)
    total = Line(_("Tổng: %(area)s") % {"area": area}, read.total, {"area": area.pk})
    _date(shown, total, question)
    compared = compared_with(question.period, question.today)
    before = totals(area, period=compared, lens=question.lens, indicators=question.headline)
    return Board(
        way=way,
        columns=columns,
        every=_sorted(shown, question),
        others=[line for line in others if any(line.values[i.code] for i in columns)],
        total=total,
        tiles=[_tile(i, read.total, before, question) for i in question.headline],
        compared=compared,
        is_running=question.period.start <= question.today < question.period.end,
    )


def _date(shown: list[Line], total: Line, question: Question) -> None:
    """Tell each line the last day on which something was recorded there."""
    end = min(question.period.end, question.today)
    areas = [question.area.pk, *(line.area.pk for line in shown if line.area)]
    teams = [line.team.pk for line in shown if line.team]
    days = last_days(areas, lens=question.lens, end=end) | (last_days_of_teams(teams, end=end) if teams else {})
    total.day = days.get(question.area.pk)
    for line in shown:
        unit = line.area or line.team
        line.day = days.get(unit.pk) if unit else None


def _sorted(lines: list[Line], question: Question) -> list[Line]:
    """By a column, what is missing last; the order of names when none is asked for."""
    by, down = question.sort.removeprefix("-"), question.sort.startswith("-")
    if by == "name":
        return lines[::-1] if down else lines

    def value(line: Line):
        return line.day if by == "last" else line.values.get(by)

    known = sorted((line for line in lines if value(line) is not None), key=value, reverse=down)
    return known + [line for line in lines if value(line) is None]


def _tile(indicator: Indicator, now: Values, before: Values, question: Question) -> Tile:
    url = f"{question.why()}&area={question.area.pk}&indicator={indicator.code}"
    change = Change.between(before[indicator.code], now[indicator.code], indicator)
    return Tile(indicator, figure(now[indicator.code]), url, change)
