"""The table that a link shows: figures of an area and its units without small numbers, without ways to the rows."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from areas.models import Area, AreaStatistic
from reports.display import dress
from reports.figures import MISSING, figure
from reports.kin import called
from reports.lines import Line, of_units
from reports.links.gauges import BluntGauge, Figures, gauges
from reports.links.left_out import left_out, whole_of
from reports.links.small import Number, rounded
from reports.question import Question
from reports.rollup import Values, table, with_parts
from reports.ways import level_named, way_by_units
from visits.models import Indicator

Kind = Indicator.Kind
SETTLES_IN = timedelta(days=7)
"""How long after its end the figures of a period still move, because phones send late."""


@dataclass
class Cell:
    """`percent` is the length of the bar; of a hidden figure there is neither text nor bar."""

    label: str
    unit: str
    text: str
    is_hidden: bool = False
    percent: int | None = None
    gauge: BluntGauge | None = None


@dataclass
class ShownLine:
    name: str
    notes: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        return all(cell.text == MISSING for cell in self.cells)


@dataclass
class Shown:
    """`silent` lines have no figure at all; `moves_until`: until that day figures are rounded down, None once they are
    exact."""

    columns: list[Indicator]
    lines: list[ShownLine]
    silent: list[ShownLine]
    others: list[ShownLine]
    total: ShownLine
    moves_until: date | None


def shown(question: Question, user: User) -> Shown:
    """The table as far as `user`, who makes or made the link, may share it."""
    lines, others, total = _read(question, user)
    every = [*lines, *others, total]
    statistics = _statistics(question, [line.area for line in every if line.area])
    gone = left_out(question.columns, every, statistics)
    until = question.period.end + SETTLES_IN
    moves = question.today <= until
    told = [_told(line, question.columns, statistics, round_down=moves) for line in every]
    tops = _tops(told[: len(lines)], question.columns, gone)
    found = [
        ShownLine(
            line.name,
            line.notes,
            [_cell(i, told[n], n in gone[i.code], tops if n < len(lines) else {}) for i in question.columns],
        )
        for n, line in enumerate(every)
    ]
    wholes = {i.code: whole_of(i, total, total.values, statistics) for i in question.columns if i.kind == Kind.RATIO}
    reach = gauges(question, Figures(total.values, told[-1], wholes, are_rounded=moves))
    for indicator, cell in zip(question.columns, found[-1].cells, strict=True):
        cell.gauge = None if cell.is_hidden else reach.get(indicator.code)
    units, others = found[: len(lines)], found[len(lines) : -1]
    return Shown(
        columns=question.columns,
        lines=[line for line in units if not line.is_silent],
        silent=[line for line in units if line.is_silent],
        others=others,
        total=found[-1],
        moves_until=until if moves else None,
    )


def _read(question: Question, user: User) -> tuple[list[Line], list[Line], Line]:
    """The lines of the board with the parts of ratios; an area without units has its total alone."""
    area, way = question.area, way_by_units(question)  # a team is too few households to be told of
    wanted = list(dict.fromkeys([*question.columns, *with_parts(question.columns)]))
    level = level_named(way) if way else area.level
    read = table(area, level=level, period=question.period, lens=question.lens, indicators=wanted)
    lines, others = of_units(read, question, way, user) if way else ([], [])
    dress(lines, question)
    total = Line(_("Tổng: %(area)s") % {"area": called(area, question.today)}, read.total, area=area)
    return lines, [line for line in others if any(value is not None for value in line.values.values())], total


def _told(line: Line, columns: list[Indicator], statistics: dict[int, AreaStatistic], *, round_down: bool) -> Values:
    """The figures of a line as they are told; rounded parts make rounded ratios."""
    if not round_down:
        return line.values
    values = {code: rounded(value) for code, value in line.values.items()}
    for ratio in columns:
        if ratio.kind == Kind.RATIO and line.values[ratio.code] is not None:
            part, whole = values[ratio.numerator.code], whole_of(ratio, line, values, statistics)
            values[ratio.code] = round(100 * part / whole, 2) if whole else None
    return values


def _tops(told: list[Values], columns: list[Indicator], gone: dict[str, set[int]]) -> dict[str, Number]:
    """The largest figure shown in each column, the full length of its bars; of a ratio 100."""
    largest = {
        i.code: max((values[i.code] or 0 for n, values in enumerate(told) if n not in gone[i.code]), default=0)
        for i in columns
    }
    return largest | {i.code: 100 for i in columns if i.kind == Kind.RATIO}


def _cell(indicator: Indicator, values: Values, is_hidden: bool, tops: dict[str, Number]) -> Cell:
    if is_hidden:
        return Cell(indicator.short_name, indicator.unit, "", is_hidden=True)
    value, top = values[indicator.code], tops.get(indicator.code)
    percent = min(round(100 * value / top), 100) if top and value and value > 0 else None
    return Cell(indicator.short_name, indicator.unit, figure(value), percent=percent)


def _statistics(question: Question, areas: list[Area]) -> dict[int, AreaStatistic]:
    """The newest statistics of each unit that are not younger than the period."""
    rows = AreaStatistic.objects.filter(area__in=[area.pk for area in areas], year__lte=question.period.end.year)
    return {row.area_id: row for row in rows.order_by("year")}
