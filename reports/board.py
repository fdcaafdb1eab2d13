"""The board: figures of an area by units or teams, and its headline figures with their goals and their change."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from accounts.models import User
from areas.models import Level
from reports.activity import ADDING, Reach, reach
from reports.by_team import rows_by_team
from reports.figures import Change, figure
from reports.forms import BY_TEAM, Show
from reports.freshness import last_days, last_days_of_teams
from reports.gauge import Gauge, gauge
from reports.indicator.question import indicator_url
from reports.lines import Line, of_teams, of_units
from reports.narrowing import narrowed, ordered
from reports.periods import compared_with, title
from reports.question import Question
from reports.rollup import Period, Table, Values, table, totals
from reports.targets.goals import Goals, goals
from reports.targets.standing import against
from reports.ways import level_named
from reports.window import LINES_A_PAGE, Window
from visits.models import Indicator


@dataclass
class Tile:
    """`url` opens the number, `indicator_url` the page of the indicator."""

    indicator: Indicator
    number: str
    url: str
    change: Change | None
    gauge: Gauge | None = None
    indicator_url: str = ""
    span: str = ""  # of the goal, where it is not the period itself
    lacking: str = ""  # why there is no goal, although parts of the area have one


@dataclass
class Board:
    """`every` line asked for, in its order: `lines` stand in the table, `silent` have neither figure nor goal.

    `whole` are the lines before they were narrowed; `others` belong to no unit shown. Of a long table with a `window`
    there are only the lines of that page. `given`: indicators (codes) in which some unit has a goal. `teams_wait`: how
    far the teams of the area reach is asked for after the page.
    """

    way: str
    columns: list[Indicator]
    whole: list[Line]
    every: list[Line]
    others: list[Line]
    total: Line
    tiles: list[Tile]
    before: Values
    compared: Period
    is_running: bool
    shows_teams: bool
    given: set[str]
    window: Window | None = None
    teams_wait: bool = False

    @property
    def found(self) -> int:
        return self.window.found if self.window else len(self.every)

    @property
    def of_all(self) -> int:
        return self.window.whole if self.window else len(self.whole)

    @property
    def is_narrowed(self) -> bool:
        return self.found < self.of_all

    @property
    def lines(self) -> list[Line]:
        return self.every if self._keeps_silent else [line for line in self.every if not self._is_silent(line)]

    @property
    def silent(self) -> list[Line]:
        return [] if self._keeps_silent else [line for line in self.every if self._is_silent(line)]

    def page(self, number: str | None) -> Page:
        """The lines of this page of the table."""
        if self.window is None:
            return Paginator(self.lines, LINES_A_PAGE).get_page(number)
        page = self.window.page
        page.object_list = self.lines
        return page

    @property
    def _keeps_silent(self) -> bool:
        """Whether lines without a figure stay among the others."""
        return self.is_narrowed or self.window is not None

    def _is_silent(self, line: Line) -> bool:
        if self.shows_teams:
            return not (line.reach and (line.reach.hamlets or line.reach.teams))
        return line.is_silent(self.columns)

    @property
    def reach(self) -> Reach | None:
        return self.total.reach

    @property
    def has_goals(self) -> bool:
        return bool(self.total.standing(self.columns)) or any(i.code in self.given for i in self.columns)


def build(
    question: Question, way: str, user: User, window: Window | None = None, *, teams_later: bool = False
) -> Board:
    """Read the figures and divide them into lines; `way` is one of ways_down().

    How far the teams of the area reach is left out of a whole country with its tens of thousands of teams, and with
    `teams_later` of a province or district with its thousands, unless the table is about it.
    """
    area, columns, wanted = question.area, question.columns, question.wanted
    asked = {"period": question.period, "lens": question.lens}
    level = area.level if way == BY_TEAM else level_named(way)
    read = table(area, level=level, indicators=wanted, only=window and window.units, **asked)
    shown, others = _divided(read, question, way, user)
    total = Line(_("Tổng: %(area)s") % {"area": area}, read.total, {"area": area.pk})
    shows_teams = question.show == Show.TEAMS and way != BY_TEAM
    _date(shown, total, question)
    given = _stand(shown, total, question, level, read, window)
    teams_wait = teams_later and Level.COUNTRY < area.level < Level.COMMUNE and not shows_teams
    tells_teams = shows_teams or not (teams_wait or area.level == Level.COUNTRY)
    beyond = _reach(shown, total, question, level if shows_teams else area.level) if tells_teams else []
    compared = compared_with(question.period, question.today)
    before = totals(area, period=compared, lens=question.lens, indicators=question.headline)
    return Board(
        way=way,
        columns=columns,
        whole=shown,
        every=shown if window else ordered(narrowed(shown, question), question),
        others=beyond if shows_teams else [line for line in others if any(line.values[i.code] for i in columns)],
        total=total,
        tiles=[_tile(i, total, before, given, question) for i in question.headline],
        before=before,
        compared=compared,
        is_running=question.period.start <= question.today < question.period.end,
        shows_teams=shows_teams,
        given={code for unit, code in given if unit != area.pk},
        window=window,
        teams_wait=teams_wait,
    )


def _divided(read: Table, question: Question, way: str, user: User) -> tuple[list[Line], list[Line]]:
    """The lines that stand in the table, and what belongs to none of them."""
    if way != BY_TEAM:
        return of_units(read, question, way, user)
    asked = {"period": question.period, "lens": question.lens, "indicators": question.wanted}
    return of_teams(rows_by_team(question.area, **asked), question, user)


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


def _stand(
    shown: list[Line], total: Line, question: Question, level: int, read: Table, window: Window | None
) -> Goals:
    """Tell each line how it stands against its goals; return those of all units. Teams have none."""
    asked = {"level": level, "period": question.period, "lens": question.lens, "indicators": question.wanted}
    lines = {line.area.pk: line for line in shown if line.area} | {question.area.pk: total}
    if window and window.stood:
        given, found = window.stood
    else:
        given = goals(question.area, **asked)
        theirs = Goals({key: goal for key, goal in given.items() if key[0] in lines})
        found = against(theirs, question.area, today=question.today, known=read, **asked)
    for (unit, code), progress in found.items():
        if unit in lines:
            lines[unit].progress[code] = progress
    return given


def _reach(shown: list[Line], total: Line, question: Question, level: int) -> list[Line]:
    """Tell the area, and each unit when `level` is theirs, how far its teams reach; return what no unit holds."""
    found = reach(question.area, level=level, period=question.period, lens=question.lens, today=question.today)
    total.reach = found.pop(question.area.pk, None)
    for line in shown:
        line.reach = found.get(line.area.pk) if line.area else None
    return _beyond(total, found.values()) if found else []


def _beyond(total: Line, units: Iterable[Reach]) -> list[Line]:
    """A line for teams and hamlets that stand in none of the units, such as a team of the commune itself."""
    sums = {name: sum(getattr(unit, name) for unit in units) for name in ADDING}
    left = {name: max(getattr(total.reach, name) - number, 0) for name, number in sums.items()}
    words = _("tổ cấp xã, tổ của đoàn thể, hoặc tổ của đơn vị cũ bị chia; không đứng ở đơn vị nào trong bảng.")
    rest = Line(
        _("Chưa phân bổ"), dict.fromkeys(total.values), explanation=words, reach=Reach(total.reach.days, **left)
    )
    return [rest] if left["teams"] or left["hamlets"] else []


def _tile(indicator: Indicator, total: Line, before: Values, given: Goals, question: Question) -> Tile:
    code, key = indicator.code, (question.area.pk, indicator.code)
    url = f"{question.why()}&area={question.area.pk}&indicator={code}"
    change = Change.between(before[code], total.values[code], indicator)
    progress = total.progress.get(code)
    shown = gauge(progress, indicator, question.today) if progress else None
    tile = Tile(indicator, figure(total.values[code]), url, change, shown, indicator_url(question, indicator))
    span = next((goal.span for (_unit, of), goal in given.items() if of == code), None)
    tile.span = title(span) if span and span != question.period else ""
    tile.lacking = given.partly[key].sentence if key in given.partly else ""
    return tile
