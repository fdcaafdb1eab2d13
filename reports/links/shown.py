"""The table that a link shows: figures of an area and its units without small numbers, without ways to the rows."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models import User
from areas.models import AreaStatistic
from reports.figures import MISSING, figure
from reports.lines import Line
from reports.links.gauges import BluntGauge, Figures, gauges
from reports.links.left_out import whole_of
from reports.links.small import Number, rounded
from reports.links.table import table_of
from reports.question import Question
from reports.rollup import Values
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
    found = table_of(question, user)
    lines, others, total, statistics, gone = found.lines, found.others, found.total, found.statistics, found.gone
    every = found.every
    until = question.period.end + SETTLES_IN
    moves = question.today <= until
    told = [_told(line, question.columns, statistics, round_down=moves) for line in every]
    tops = _tops(told[: len(lines)], question.columns, gone)
    cells = [
        ShownLine(
            line.name,
            line.notes,
            [_cell(i, told[n], n in gone[i.code], tops if n < len(lines) else {}) for i in question.columns],
        )
        for n, line in enumerate(every)
    ]
    wholes = {i.code: whole_of(i, total, total.values, statistics) for i in question.columns if i.kind == Kind.RATIO}
    reach = gauges(question, Figures(total.values, told[-1], wholes, are_rounded=moves))
    for indicator, cell in zip(question.columns, cells[-1].cells, strict=True):
        cell.gauge = None if cell.is_hidden else reach.get(indicator.code)
    units, others = cells[: len(lines)], cells[len(lines) : -1]
    return Shown(
        columns=question.columns,
        lines=[line for line in units if not line.is_silent],
        silent=[line for line in units if line.is_silent],
        others=others,
        total=cells[-1],
        moves_until=until if moves else None,
    )


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
