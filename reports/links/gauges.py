"""What the area of a link has to reach, beside its figures: only where that tells no small number."""

from dataclasses import dataclass, replace

from reports.gauge import Gauge, gauge
from reports.links.small import is_small, rounded
from reports.question import Question
from reports.rollup import Values
from reports.targets.pace import Progress
from reports.targets.standing import standings
from visits.models import Indicator


@dataclass(frozen=True)
class BluntGauge:
    """The bar, the goal and the word of a gauge; the exact figures in a gauge stay out."""

    goal: str
    word: str
    state: str
    percent: int
    mark: int | None


def gauges(question: Question, values: Values, *, round_down: bool) -> dict[str, BluntGauge]:
    """Indicator code -> the gauge of the whole area; `values` are its exact figures in the period."""
    area, columns = question.area, question.columns
    asked = {"period": question.period, "lens": question.lens, "today": question.today}
    found = standings(area, level=area.level, indicators=columns, **asked)
    known = {(area.pk, indicator.code): indicator for indicator in columns}
    return {
        known[key].code: _told(_blunt(progress, known[key], round_down), known[key], question)
        for key, progress in found.items()
        if key in known and not _tells(progress, known[key], values)
    }


def _tells(progress: Progress, indicator: Indicator, values: Values) -> bool:
    """Whether the way to the goal, which may span other days, gives away a small number beside the period's figure."""
    if indicator.kind == Indicator.Kind.RATIO:
        return False
    return is_small(progress.actual) or is_small((progress.actual or 0) - (values[indicator.code] or 0))


def _blunt(progress: Progress, indicator: Indicator, round_down: bool) -> Progress:
    """Rounded as the figures are: the bar must not show what they hide."""
    if not round_down or indicator.kind == Indicator.Kind.RATIO:
        return progress
    actual = rounded(progress.actual)
    return replace(progress, actual=actual, share=100 * (actual or 0) / progress.goal if progress.goal else None)


def _told(progress: Progress, indicator: Indicator, question: Question) -> BluntGauge:
    shown: Gauge = gauge(progress, indicator, question.today)
    return BluntGauge(shown.goal, shown.word, shown.state, shown.percent, shown.mark)
