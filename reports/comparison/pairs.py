"""What each unit had in one period beside what it has in the other."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.models import User
from reports.comparison.question import CompareQuestion
from reports.figures import Change, figure
from reports.lines import Line, of_units
from reports.rollup import Period, table
from reports.ways import level_named
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

    @property
    def change(self) -> Change | None:
        return None if self.before is None else Change.between(self.before, self.now, self.indicator)

    @property
    def step(self) -> int | float | None:
        """What was added; None where neither period has a figure."""
        return None if self.before is None and self.now is None else (self.now or 0) - (self.before or 0)

    @property
    def before_text(self) -> str:
        return figure(self.before)

    @property
    def now_text(self) -> str:
        return figure(self.now)


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
    """`silent` units have a figure in neither period."""

    way: str
    columns: list[Indicator]
    lines: list[Compared]
    silent: list[Compared]
    others: list[Compared]
    total: Compared


def compare(question: CompareQuestion, way: str, user: User) -> Comparison:
    """Read both periods by the same units; `way` is a level below the area, "" for the area alone."""
    before, now = (_read(question, period, way, user) for period in (question.before, question.period))
    shown, others, total = (
        [_compared(a, b, question) for a, b in zip(earlier, later, strict=True)]
        for earlier, later in zip(before, now, strict=True)
    )
    lines = [line for line in shown if not line.is_silent]
    _scale(lines)
    return Comparison(
        way=way,
        columns=question.columns,
        lines=_ordered(lines, question),
        silent=[line for line in shown if line.is_silent],
        others=[line for line in others if not line.is_silent],
        total=total[0],
    )


def _read(
    question: CompareQuestion, period: Period, way: str, user: User
) -> tuple[list[Line], list[Line], list[Line]]:
    area, level = question.area, level_named(way) if way else question.area.level
    read = table(area, level=level, period=period, lens=question.lens, indicators=question.columns)
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
