"""What each unit had in one period beside what it has in the other."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from accounts.models import User
from areas.models import Area
from reports.comparison.question import CompareQuestion
from reports.figures import Change, figure
from reports.lines import Line, of_units
from reports.narrowing import ordered_by
from reports.rollup import Period, figures, table
from reports.ways import level_named
from reports.window import UNITS_A_PAGE, long_table, without_figure
from visits.models import Indicator


@dataclass
class Pair:
    """One figure in both periods; the addresses open each of them. Bars: per cent of the largest of the column."""

    indicator: Indicator
    before: int | float | None
    now: int | float | None
    before_url: str = ""
    now_url: str = ""
    before_bar: int = 0
    now_bar: int = 0

    @cached_property
    def change(self) -> Change | None:
        return None if self.before is None else Change.between(self.before, self.now, self.indicator)

    @cached_property
    def step(self) -> int | float | None:
        return step(self.before, self.now)

    @property
    def before_text(self) -> str:
        return figure(self.before)

    @property
    def now_text(self) -> str:
        return figure(self.now)


def step(before: int | float | None, now: int | float | None) -> int | float | None:
    """What was added; None where neither period has a figure."""
    return None if before is None and now is None else (now or 0) - (before or 0)


@dataclass
class Compared:
    """One unit, what no unit holds, or the total."""

    line: Line
    pairs: list[Pair]

    @property
    def is_silent(self) -> bool:
        return all(pair.step is None for pair in self.pairs)

    def step(self, code: str) -> int | float | None:
        return next((pair.step for pair in self.pairs if pair.indicator.code == code), None)


@dataclass
class Comparison:
    """`silent` units have a figure in neither period. Of a long table there are only the lines of one page."""

    way: str
    columns: list[Indicator]
    lines: list[Compared]
    silent: list[Compared]
    others: list[Compared]
    total: Compared


@dataclass
class Units:
    """One page of the units of a long table; `silent`: those of all that have a figure in neither period."""

    page: Page
    silent: list[Area]


def long_page(question: CompareQuestion, way: str, user: User, number: str | None) -> Units | None:
    """None where the table is read as a whole."""
    every, _whole = long_table(question.of(question.period), way, user) if way else (None, 0)
    if every is None:
        return None
    silent = without_figure(every, *(question.of(period) for period in (question.before, question.period)))
    units = [unit for unit in every if unit.pk not in silent]
    page = Paginator(_units_ordered(units, question), UNITS_A_PAGE).get_page(number)
    return Units(page, [unit for unit in every if unit.pk in silent])


def _units_ordered(units: list[Area], question: CompareQuestion) -> list[Area]:
    """As _ordered(), which reads the figures of one indicator only."""
    by, down = question.sort.removeprefix("-"), question.sort.startswith("-")
    column = [indicator for indicator in question.columns if indicator.code == by]
    if not column:
        return units[::-1] if down and by == "name" else units
    before, now = (
        figures(question.area, units, period=period, lens=question.lens, indicators=column)
        for period in (question.before, question.period)
    )
    return ordered_by(units, question.sort, lambda unit: step(before[unit.pk][by], now[unit.pk][by]))


def compare(question: CompareQuestion, way: str, user: User, only: list[Area] | None = None) -> Comparison:
    """Read both periods by the same units, or by `only` some of them; `way` is a level below the area, "" for the area
    alone."""
    before, now = (_read(question, period, way, user, only) for period in (question.before, question.period))
    shown, others, total = (
        [_compared(a, b, question) for a, b in zip(earlier, later, strict=True)]
        for earlier, later in zip(before, now, strict=True)
    )
    lines = [line for line in shown if only is not None or not line.is_silent]
    _scale(lines)
    return Comparison(
        way=way,
        columns=question.columns,
        lines=lines if only is not None else _ordered(lines, question),
        silent=[line for line in shown if only is None and line.is_silent],
        others=[line for line in others if not line.is_silent],
        total=total[0],
    )


def _read(
    question: CompareQuestion, period: Period, way: str, user: User, only: list[Area] | None
) -> tuple[list[Line], list[Line], list[Line]]:
    area, level = question.area, level_named(way) if way else question.area.level
    read = table(area, level=level, period=period, lens=question.lens, indicators=question.columns, only=only)
    shown, others = of_units(read, question.of(period), way, user) if way else ([], [])
    return shown, others, [Line(_("Tổng: %(area)s") % {"area": area}, read.total, {"area": area.pk})]


def _compared(before: Line, now: Line, question: CompareQuestion) -> Compared:
    pairs = [
        Pair(indicator, before.values[indicator.code], now.values[indicator.code]) for indicator in question.columns
    ]
    return Compared(now, pairs)


def address(lines: list[Compared], question: CompareQuestion) -> None:
    """Write where each figure is explained; only for the lines that are shown."""
    before, now = (question.of(period).why() for period in (question.before, question.period))
    for line in lines:
        for pair in line.pairs if line.line.key else []:
            key = urlencode({**line.line.key, "indicator": pair.indicator.code})
            pair.before_url, pair.now_url = f"{before}&{key}", f"{now}&{key}"


def _scale(lines: list[Compared]) -> None:
    """Give each pair its two bars, in proportion to the largest figure of the column in either period."""
    for column in zip(*(line.pairs for line in lines), strict=True):
        top = max((value for pair in column for value in (pair.before or 0, pair.now or 0)), default=0)
        for pair in column:
            if top > 0:
                pair.before_bar, pair.now_bar = (round(100 * (v or 0) / top) for v in (pair.before, pair.now))


def _ordered(lines: list[Compared], question: CompareQuestion) -> list[Compared]:
    """By the change of an indicator, what has none last; else by name."""
    by, down = question.sort.removeprefix("-"), question.sort.startswith("-")
    if by in ("", "name"):
        return lines[::-1] if down else lines
    known = [line for line in lines if line.step(by) is not None]
    known.sort(key=lambda line: line.step(by), reverse=down)
    return known + [line for line in lines if line.step(by) is None]
