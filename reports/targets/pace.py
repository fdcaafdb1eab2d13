"""How far an actual figure is on its way to a goal: what should be reached by today, and in one word how it stands."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.dates import ONE_DAY
from reports.rollup import Period

LATE_BELOW = 0.8  # of what should be reached by today


class Pace(models.TextChoices):
    """The names are the states of the pills and bars."""

    REACHED = "reached", _("Đã đạt")
    ON_TRACK = "info", _("Đúng tiến độ")
    BEHIND = "behind", _("Chậm")
    LATE = "late", _("Rất chậm")
    UNKNOWN = "neutral", _("Chưa có số liệu")


@dataclass(slots=True)
class Progress:
    """`actual`, `goal` and `expected` (by `day`) in the indicator's unit; `share` is actual/goal in per cent."""

    actual: int | float | None
    goal: float
    expected: float
    day: date
    share: float | None
    pace: Pace

    @property
    def gap(self) -> float:
        """How much is missing to what should be reached by `day`; 0 when nothing is."""
        return max(self.expected - (self.actual or 0), 0)


def start_of(on_its_way: Progress, span: Period) -> float:
    """The base of progress(), as anybody works it out from what should be reached by now; 0 once the span is over."""
    elapsed = _elapsed(span, on_its_way.day)
    return (on_its_way.expected - on_its_way.goal * elapsed) / (1 - elapsed) if elapsed < 1 else 0


def _elapsed(span: Period, day: date) -> float:
    return ((day - span.start).days + 1) / ((span.end - span.start).days + 1)


def progress(actual, *, base, goal: float, span: Period, today: date) -> Progress:
    """From `base` (what was there before `span`) the way to `goal` is even over its days, today included."""
    day = min(max(today, span.start - ONE_DAY), span.end)
    elapsed = _elapsed(span, day)
    start = min(base or 0, goal)
    expected = start + (goal - start) * elapsed
    share = 100 * (actual or 0) / goal if goal else None
    return Progress(actual, goal, expected, day, share, _pace(actual, goal, expected, day >= span.end))


def _pace(actual, goal: float, expected: float, is_over: bool) -> Pace:
    if actual is None and expected > 0:
        return Pace.UNKNOWN
    reached = actual or 0
    if reached >= goal:
        return Pace.REACHED
    if reached >= expected and not is_over:
        return Pace.ON_TRACK
    return Pace.BEHIND if reached >= LATE_BELOW * expected else Pace.LATE
