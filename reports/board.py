"""The board: figures of an area by units or teams, ready to be shown, exported or printed."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from areas.models import Area
from reports import lines as line
from reports.by_team import rows_by_team
from reports.figures import Change, figure
from reports.forms import BY_TEAM
from reports.freshness import last_days, last_days_of_teams
from reports.lines import Line
from reports.periods import ago, compared_with
from reports.question import Question
from reports.rollup import Period, Table, Values, table, totals
from reports.ways import level_named
from teams.models import Team
from visits.models import Indicator

UNALLOCATED = gettext_lazy(
    "số liệu ghi ở chính đơn vị cấp trên, hoặc ở đơn vị cũ bị chia mà chưa rõ phần nào thuộc đơn vị nào. "
    "Vẫn có trong tổng."
)
ELSEWHERE = gettext_lazy(
    "tính vào kỳ và bản đồ này, nhưng nay do địa bàn khác quản lý nên không nêu tên. Vẫn có trong tổng."
)
LATE_AFTER = timedelta(days=14)


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
    lines: list[Line]
    silent: list[Line]
    others: list[Line]
    total: Line
    tiles: list[Tile]
    compared: Period
    is_running: bool


def build(question: Question, way: str, user: User) -> Board:
    """Read the figures and divide them into lines; `way` is one of ways_down()."""
    columns = question.columns
    wanted = list(dict.fromkeys([*columns, *question.headline]))
    level = question.area.level if way == BY_TEAM else level_named(way)
    read = table(question.area, level=level, period=question.period, lens=question.lens, indicators=wanted)
    if way == BY_TEAM:
        shown, others = _teams(question, wanted, user)
    else:
        shown, others = _units(read, question, way, user)
    total = Line(_("Tổng: %(area)s") % {"area": question.area}, read.total, {"area": question.area.pk})
    _date(shown, total, question, way)
    every = _sorted(shown, question)
    lines = [one for one in every if not one.is_silent(columns)]
    line.fill(lines, columns, question, line.tops(lines, columns))
    line.fill([*others, total], columns, question, {})
    compared = compared_with(question.period, question.today)
    before = totals(question.area, period=compared, lens=question.lens, indicators=question.headline)
    return Board(
        way=way,
        columns=columns,
        every=every,
        lines=lines,
        silent=[one for one in every if one.is_silent(columns)],
        others=[one for one in others if any(one.values[i.code] for i in columns)],
        total=total,
        tiles=[_tile(i, read.total, before, question) for i in question.headline],
        compared=compared,
        is_running=question.period.start <= question.today < question.period.end,
    )


def _units(read: Table, question: Question, way: str, user: User) -> tuple[list[Line], list[Line]]:
    """The units in sight; what stands elsewhere today, summed without names; what no unit holds."""
    keys = [row.area.pk for row in read.rows]
    seen = set(Area.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    own = line.always_here([row.area for row in read.rows], question)
    shown = [
        line.of_unit(row, question, {} if row.area.pk in own else {"in": question.area.pk})
        for row in read.rows
        if row.area.pk in seen
    ]
    hidden = [row.values for row in read.rows if row.area.pk not in seen]
    others = [_unnamed(_("Nay thuộc địa bàn khác"), hidden, question)] if hidden else []
    rest = Line(_("Chưa phân bổ"), read.unallocated, {"area": question.area.pk, "rest": way}, explanation=UNALLOCATED)
    return shown, [*others, rest]


def _teams(question: Question, wanted: list[Indicator], user: User) -> tuple[list[Line], list[Line]]:
    rows = rows_by_team(question.area, period=question.period, lens=question.lens, indicators=wanted)
    keys = [row.team.pk for row in rows if row.team]
    seen = set(Team.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    shown = [line.of_team(row, question, seen) for row in rows if row.team is None or row.team.pk in seen]
    hidden = [row.values for row in rows if row.team and row.team.pk not in seen]
    return shown, [_unnamed(_("Tổ của địa bàn khác"), hidden, question)] if hidden else []


def _unnamed(name: str, hidden: list[Values], question: Question) -> Line:
    """The sum of lines that the user may not see one by one; ratios have none."""
    added = [i.code for i in question.catalogue if i.kind != Indicator.Kind.RATIO]
    values = dict.fromkeys(hidden[0])
    for code in values.keys() & added:
        found = [line[code] for line in hidden if line[code] is not None]
        values[code] = sum(found) if found else None
    return Line(name, values, explanation=ELSEWHERE)


def _date(shown: list[Line], total: Line, question: Question, way: str) -> None:
    """Tell each line the last day on which something was recorded there."""
    end = min(question.period.end, question.today)
    areas = [question.area.pk, *(one.area.pk for one in shown if one.area)]
    days = last_days(areas, lens=question.lens, end=end)
    teams = last_days_of_teams([one.team.pk for one in shown if one.team], end=end) if way == BY_TEAM else {}
    total.day = days.get(question.area.pk)
    for one in shown:
        one.day = days.get(one.area.pk) if one.area else teams.get(one.team and one.team.pk)
    if question.period.end >= question.today:
        for one in [*shown, total]:
            if one.day:
                one.ago = ago(one.day, question.today)
                one.is_late = question.today - one.day > LATE_AFTER


def _sorted(lines: list[Line], question: Question) -> list[Line]:
    """By a column, what is missing last; the order of names when none is asked for."""
    by, down = question.sort.removeprefix("-"), question.sort.startswith("-")
    if by == "name":
        return lines[::-1] if down else lines

    def value(one: Line):
        return one.day if by == "last" else one.values.get(by)

    known = sorted((one for one in lines if value(one) is not None), key=value, reverse=down)
    return known + [one for one in lines if value(one) is None]


def _tile(indicator: Indicator, now: Values, before: Values, question: Question) -> Tile:
    url = f"{question.why()}&area={question.area.pk}&indicator={indicator.code}"
    change = Change.between(before[indicator.code], now[indicator.code], indicator)
    return Tile(indicator, figure(now[indicator.code]), url, change)
