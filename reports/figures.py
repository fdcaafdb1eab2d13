"""Figures as a person reads them."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from areas.numbers import with_decimals
from visits.models import Indicator

MISSING = "—"


@lru_cache(maxsize=10_000)  # a table has hundreds, and the next one mostly the same
def figure(value: int | float | None) -> str:
    """1.234.567; a ratio rounded to one decimal, two below 1; missing is a dash, never 0."""
    if value is None:
        return MISSING
    if value == int(value):
        return number_format(int(value))
    return with_decimals(value, 1 if abs(value) >= 1 else 2)


def counted_until(number: int, most: int) -> str:
    """ "hơn 1.000" of what was counted no further; the number itself below."""
    return figure(number) if number <= most else _("hơn %(number)s") % {"number": figure(most)}


@dataclass
class Change:
    """How a figure moved since the period before; `direction` is up, down, flat or, without a figure there, none.

    `step` tells the same where the figure before stands beside it.
    """

    text: str
    direction: str
    step: str = ""

    @classmethod
    def between(cls, before, now, indicator: Indicator) -> "Change | None":
        if now is None:
            return None
        if before is None:
            return cls(_("kỳ trước: %(before)s") % {"before": MISSING}, "flat")
        step = round(now - before, 2)
        unit = _(" điểm %") if indicator.kind == Indicator.Kind.RATIO else ""
        words = {"step": figure(abs(step)) + unit, "before": figure(before)}
        part = number_format(round(100 * abs(step) / before)) if before and not unit else ""
        share = _(" (%(part)s\u00a0%%)") % {"part": part} if part else ""
        if step > 0:
            return cls(_("+%(step)s so với %(before)s") % words, "up", f"+{words['step']}{share}")
        if step < 0:
            return cls(_("−%(step)s so với %(before)s") % words, "down", f"−{words['step']}{share}")
        return cls(_("bằng kỳ trước"), "flat", "±0")
