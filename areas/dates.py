"""Validity in days: both ends belong to it, and neither is ever missing.

A unit that existed "from the start" begins on BEGINNING, one without an end stops on FOREVER, so that
"in force on a day" is two comparisons that an index can answer, and no NULL is ever forgotten.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

BEGINNING = date(1900, 1, 1)
FOREVER = date(9999, 12, 31)
ONE_DAY = timedelta(days=1)


def uncovered(start: date, end: date, stretches: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """The days from `start` to `end` that none of the stretches, in the order of their first days, covers."""
    for begun, until in stretches:
        if begun > end:
            break
        if begun > start:
            yield start, begun - ONE_DAY
        if until >= end:
            return
        start = max(start, until + ONE_DAY)
    yield start, end


class DatedQuerySet(models.QuerySet):
    """For models with valid_from and valid_until."""

    def on(self, day: date):
        return self.filter(valid_from__lte=day, valid_until__gte=day)


class Dated(models.Model):
    valid_from = models.DateField(_("từ ngày"), default=BEGINNING)
    valid_until = models.DateField(_("đến hết ngày"), default=FOREVER)

    class Meta:
        abstract = True

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until

    @property
    def starts(self) -> date | None:
        """First day, or None when it was always there."""
        return None if self.valid_from == BEGINNING else self.valid_from

    @property
    def ends(self) -> date | None:
        """Last day, or None when no end is known."""
        return None if self.valid_until == FOREVER else self.valid_until


def days_in_order(name: str) -> models.CheckConstraint:
    """The constraint that valid_from is not after valid_until."""
    return models.CheckConstraint(
        condition=Q(valid_from__lte=F("valid_until")),
        name=name,
        violation_error_message=_("Ngày bắt đầu phải không muộn hơn ngày kết thúc."),
    )
