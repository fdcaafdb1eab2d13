"""How far something is on its way to its goal, as a bar and in words."""

from dataclasses import dataclass
from datetime import date
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reports.figures import figure
from reports.targets.pace import Pace, Progress
from visits.models import Indicator


@dataclass(frozen=True)
class Gauge:
    """`percent` of the bar is filled, a line at `mark` shows what should be reached by now; `state` is a Pace."""

    percent: int
    mark: int | None
    state: str
    word: str
    reached: str
    goal: str
    share: str
    due_words: str
    due_number: str
    gap: str

    @property
    def due(self) -> str:
        return f"{self.due_words} {self.due_number}"

    @property
    def sentence(self) -> str:
        """For somebody who does not see the bar."""
        words = {"reached": self.reached, "goal": self.goal, "due": self.due, "word": self.word.lower()}
        return _("đến nay %(reached)s trên mức giao %(goal)s; %(due)s: %(word)s") % words


def gauge(progress: Progress, indicator: Indicator, today: date) -> Gauge:
    """The words round up what has to be reached: 12,3 households are reached with the thirteenth."""
    expected, goal = progress.expected, progress.goal
    if indicator.kind != Indicator.Kind.RATIO:
        expected, goal = ceil(round(expected, 6)), ceil(round(goal, 6))
    gap, is_today = expected - (progress.actual or 0), progress.day == today
    return Gauge(
        percent=max(min(round(progress.share or 0), 100), 0),
        mark=min(round(100 * progress.expected / progress.goal), 100) if progress.goal else None,
        state=progress.pace.value,
        word=str(progress.pace.label),
        reached=figure(progress.actual),
        goal=figure(goal),
        share="" if progress.share is None else _("%(share)s %%") % {"share": number_format(round(progress.share))},
        due_words=_("phải đạt đến hôm nay")
        if is_today
        else _("phải đạt đến %(day)s") % {"day": f"{progress.day:%d/%m/%Y}"},
        due_number=figure(round(expected, 1)),
        gap=figure(round(gap, 2)) if gap > 0 and progress.pace in (Pace.BEHIND, Pace.LATE, Pace.UNKNOWN) else "",
    )
