"""How far something is on its way to its goal, as a bar and in words."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reports.figures import figure
from reports.targets.pace import Pace, Progress
from visits.models import Indicator


@dataclass(frozen=True)
class Gauge:
    """`percent` of the bar is filled, a line at `mark` shows what should be reached by now; `state` is a Pace.

    The words round up what has to be reached: 12,3 households are reached with the thirteenth. They are made when
    they are asked for, since a table has hundreds of bars.
    """

    progress: Progress
    indicator: Indicator
    today: date

    @property
    def percent(self) -> int:
        return max(min(round(self.progress.share or 0), 100), 0)

    @property
    def mark(self) -> int | None:
        goal = self.progress.goal
        return min(round(100 * self.progress.expected / goal), 100) if goal else None

    @property
    def state(self) -> str:
        return self.progress.pace.value

    @property
    def word(self) -> str:
        return str(self.progress.pace.label)

    @property
    def reached(self) -> str:
        return figure(self.progress.actual)

    @property
    def goal(self) -> str:
        return figure(self.given)

    @property
    def given(self) -> float:
        """What is to be reached in the end, of whole things rounded up."""
        return self._rounded(self.progress.goal)

    @property
    def share(self) -> str:
        share = self.progress.share
        return "" if share is None else _("%(share)s %%") % {"share": number_format(round(share))}

    @property
    def needed(self) -> float:
        """What should be reached by now, of whole things rounded up."""
        return self._rounded(self.progress.expected)

    @property
    def due_words(self) -> str:
        day = self.progress.day
        return (
            _("phải đạt đến hôm nay") if day == self.today else _("phải đạt đến %(day)s") % {"day": f"{day:%d/%m/%Y}"}
        )

    @property
    def due_number(self) -> str:
        return figure(round(self.needed, 1))

    @property
    def due(self) -> str:
        """In a sentence, the number after the day, so that nobody reads both as one."""
        if self.progress.day == self.today:
            return _("đến hôm nay phải đạt %(due)s") % {"due": self.due_number}
        return _("đến %(day)s phải đạt %(due)s") % {"day": f"{self.progress.day:%d/%m/%Y}", "due": self.due_number}

    @cached_property
    def gap(self) -> str:
        """`missing` in words; "" when nothing is."""
        return figure(round(self.missing, 2)) if self.missing else ""

    @property
    def missing(self) -> float:
        """How much less than what should be reached by now, which is rounded up."""
        if self.progress.pace not in (Pace.BEHIND, Pace.LATE, Pace.UNKNOWN):
            return 0
        return max(self.needed - (self.progress.actual or 0), 0)

    @property
    def sentence(self) -> str:
        """For somebody who does not see the bar."""
        words = {"reached": self.reached, "goal": self.goal, "due": self.due, "word": self.word.lower()}
        return _("đã đạt %(reached)s trên mức giao %(goal)s; %(due)s: %(word)s") % words

    def _rounded(self, amount: float) -> float:
        return amount if self.indicator.kind == Indicator.Kind.RATIO else ceil(round(amount, 6))


def gauge(progress: Progress, indicator: Indicator, today: date) -> Gauge:
    return Gauge(progress, indicator, today)
