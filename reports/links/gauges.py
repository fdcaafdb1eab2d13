"""What the area of a link has to reach, beside its figures: only where that tells no small number."""

from dataclasses import dataclass, replace

from reports.figures import figure
from reports.gauge import Gauge, gauge
from reports.links.fixed import other_days
from reports.links.small import LEAST, Number, is_small, rounded
from reports.periods import EARLIEST, title
from reports.question import Question
from reports.rollup import Period, Values
from reports.targets.goals import Goal, goals
from reports.targets.pace import Progress, start_of
from reports.targets.standing import against
from visits.models import Indicator


@dataclass(frozen=True)
class BluntGauge:
    """The bar, the goal and the word of a gauge; the exact figures in a gauge stay out.

    `reached` counts towards the goal, rounded down to fives; "" where that is the figure of the period. `span` names
    the days of the goal where they are others than those of the page.
    """

    goal: str
    reached: str
    word: str
    state: str
    percent: int
    mark: int | None
    span: str = ""


@dataclass(frozen=True)
class Figures:
    """Of the area in the period: as they are, as the page tells them (`are_rounded`: down, while they still move), and
    the denominators of ratios."""

    exact: Values
    told: Values
    wholes: dict[str, Number]
    are_rounded: bool


def gauges(question: Question, figures: Figures) -> dict[str, BluntGauge]:
    """Indicator code -> the gauge of the whole area."""
    area, columns = question.area, question.columns
    asked = {"period": question.period, "lens": question.lens, "today": question.today}
    given = goals(area, level=area.level, period=question.period, lens=question.lens, indicators=columns)
    found = against(given, area, level=area.level, indicators=columns, **asked)
    elsewhere, told = other_days(area, question.period) if found else [], {}
    for indicator in columns:
        progress, goal = (held.get((area.pk, indicator.code)) for held in (found, given))
        blunt = progress and _blunt(progress, indicator, figures)
        if not blunt:
            continue
        is_same = progress.actual == figures.exact[indicator.code]
        if is_small(round(start_of(progress, goal.span))):
            continue  # the line on the bar tells where the way began
        if is_same or not _meets(goal, indicator, question, elsewhere):
            reached = "" if is_same else _about(blunt, indicator)
            span = "" if goal.span == question.period else title(goal.span)
            told[indicator.code] = replace(_told(blunt, indicator, question, reached), span=span)
    return told


def _meets(goal: Goal, indicator: Indicator, question: Question, elsewhere: list[Period]) -> bool:
    """Whether the way to the goal holds days of another link: less what that tells, it would tell what it hides."""
    is_open = goal.so_far or indicator.kind == Indicator.Kind.STOCK
    start = EARLIEST if is_open else goal.span.start
    return any(days.start <= question.period.end and start <= days.end for days in elsewhere)


def _blunt(progress: Progress, indicator: Indicator, figures: Figures) -> Progress | None:
    """As the figures are told, for the bar must not show what they hide; None where it would: the way to the goal may
    span other days."""
    exact, actual = figures.exact[indicator.code], progress.actual
    if indicator.kind == Indicator.Kind.RATIO:
        if actual == exact:
            actual = figures.told[indicator.code]
        elif progress.goal * (figures.wholes[indicator.code] or 0) < LEAST * 100 * 100:
            return None  # one per cent of the bar stands for so few that it tells a small number
    elif is_small(actual) or is_small((actual or 0) - (exact or 0)):
        return None
    elif figures.are_rounded:
        actual = rounded(actual)
    return replace(progress, actual=actual, share=100 * (actual or 0) / progress.goal if progress.goal else None)


def _about(blunt: Progress, indicator: Indicator) -> str:
    """Of a ratio the bar tells enough."""
    return "" if indicator.kind == Indicator.Kind.RATIO else figure(rounded(blunt.actual))


def _told(progress: Progress, indicator: Indicator, question: Question, reached: str) -> BluntGauge:
    shown: Gauge = gauge(progress, indicator, question.today)
    return BluntGauge(shown.goal, reached, shown.word, shown.state, shown.percent, shown.mark)
