"""Three ways to read one figure: as recorded, on today's map, on the map of a chosen day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from areas.dates import FOREVER
from areas.models import Area

A_YEAR = timedelta(days=366)
RECORDED, TODAY = "recorded", "today"


class UnknownMap(ValueError):
    """The text names no map; the message says which ones there are."""


class UnknownUnit(ValueError):
    """No unit bears the code on the map; the message says what to do."""


@dataclass(frozen=True)
class Lens:
    """The map on which figures are read; `day` is None for "as recorded", the unit in force on the day of the fact."""

    key: str
    day: date | None

    @classmethod
    def parse(cls, text: str) -> "Lens":
        """From "recorded", "today" or YYYY-MM-DD; raises UnknownMap."""
        if text == RECORDED:
            return cls(RECORDED, None)
        if text == TODAY:
            return cls(TODAY, timezone.localdate())
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            raise UnknownMap(
                _("Không rõ bản đồ “%(text)s”. Chọn recorded, today hoặc một ngày dạng 2024-01-31.")
                % {"text": text[:20]}
            )
        return cls(day.isoformat(), day)

    def map_day(self, area: Area, end: date) -> date:
        """The day whose map places a stock: the map's own, else the last day of the period that `area` saw."""
        return self.day or max(area.valid_from, min(end, area.valid_until))

    def days_of(self, area: Area, start: date, end: date) -> tuple[date, date]:
        """First and last day of the facts that are in a figure of `area`: as recorded, none outside its own life."""
        return (start, end) if self.day else (max(start, area.valid_from), min(end, area.valid_until))

    def stock_until(self, area: Area, end: date) -> date:
        """The last day whose facts are in a stock of `area`: as recorded, none after the area's own end."""
        return end if self.day else min(end, self.map_day(area, end))

    def unit(self, code: str, start: date, end: date) -> Area:
        """The unit that bears the code on the map, or as recorded, the last to bear it from `start` to `end`."""
        first, last = (self.day, self.day) if self.day else (start, end)
        found = Area.objects.filter(code=code, valid_from__lte=last, valid_until__gte=first).order_by("-valid_from")
        unit = found.first()
        if unit is None:
            raise UnknownUnit(
                _("Không có đơn vị mang mã %(code)s từ %(first)s đến %(last)s. Xem lại mã, hoặc chọn bản đồ khác.")
                % {"code": code[:20], "first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
            )
        return unit


def last_map(today: date) -> date:
    """The last day whose map can be asked for: a year from today, or from the last change of units that is decided."""
    ended = Max("valid_until", filter=Q(valid_until__lt=FOREVER))
    changes = Area.objects.aggregate(begun=Max("valid_from"), ended=ended).values()
    return max([today, *filter(None, changes)]) + A_YEAR
