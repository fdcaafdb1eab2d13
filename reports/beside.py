"""What stands beside a figure and is not in it, and when the figure last changed."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, F, Max, Model, OuterRef, Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from areas.dates import BEGINNING, ONE_DAY
from areas.models import Ancestry
from reports.asked import NO_TEAM, Asked
from reports.evidence import MOST_COUNTED
from reports.figures import counted_until, figure
from reports.fold import is_kept, stood_still
from reports.periods import EARLIEST, days
from reports.rollup import Period
from visits.models import Activity, HouseholdMove, Indicator, MonthlyTotal, MovedTotal, Result, Visit
from visits.months import month_of


@dataclass(frozen=True)
class Beside:
    """`of` is the figure to open, if it is one."""

    label: str
    number: str
    note: str
    of: Asked | None = None


def beside(asked: Asked, today: date) -> list[Beside]:
    """What lies outside the period, was taken back, or went elsewhere; nothing that is 0."""
    rows = [_before(asked), _after(asked, today), _removed(asked), _moved(asked)]
    return [row for row in rows if row]


def last_change(asked: Asked) -> datetime | None:
    """When a fact last changed the totals from which the figure is read."""
    indicators = [i.pk for i in (asked.indicator, asked.indicator.numerator, asked.indicator.denominator) if i]
    start = BEGINNING if asked.counted.kind == Indicator.Kind.STOCK else month_of(asked.period.start)
    within = {"indicator__in": indicators, "month__range": (start, month_of(asked.period.end))}
    last = [
        book.objects.filter(area__among=areas, **within).aggregate(at=Max("counted_at"))["at"]
        for book, areas in _totals_of(asked)
    ]
    return max(filter(None, last), default=None)


def _totals_of(asked: Asked) -> list[tuple[type[Model], list[int]]]:
    """In whose totals its facts stand: its own, with what the map moves, or those of all that it holds there."""
    area, day, days = asked.area, asked.lens.day, (asked.period.start, asked.period.end)
    if day is None or stood_still(area, day, days):
        return [(MonthlyTotal, [area.pk])]
    if is_kept(area, day):
        return [(MonthlyTotal, [area.pk]), (MovedTotal, [area.pk])]
    held = Ancestry.objects.on(day).filter(ancestor=area)
    return [(MonthlyTotal, list(held.values_list("descendant", flat=True)))]


def _before(asked: Asked) -> Beside | None:
    """A stock is all that came before, so nothing of it lies outside."""
    if asked.counted.kind == Indicator.Kind.STOCK or asked.period.start <= EARLIEST:
        return None
    return _outside(asked, Period(EARLIEST, asked.period.start - ONE_DAY), _("Ghi trước kỳ"))


def _after(asked: Asked, today: date) -> Beside | None:
    if asked.period.end >= today:
        return None
    if asked.counted.kind == Indicator.Kind.STOCK:
        return None  # its later value is another state, not something more
    return _outside(asked, Period(asked.period.end + ONE_DAY, today), _("Ghi sau kỳ"))


def _outside(asked: Asked, period: Period, label: str) -> Beside | None:
    indicator = asked.counted
    of = replace(asked, indicator=indicator, period=period)
    value = of.values[indicator.code]
    return Beside(label, f"{figure(value)} {indicator.unit}", days(period), of) if value else None


def _removed(asked: Asked) -> Beside | None:
    """Visits and activities that were taken back, counted one by one up to a number that nobody would look through."""
    if asked.rest is not None:
        return None
    within = {"place__in": _held(asked), "day__range": (asked.period.start, asked.period.end)}
    if asked.team:
        within["team"] = None if asked.team == NO_TEAM else asked.team
    number = 0
    for model, name in ((Visit, "visit"), (Activity, "activity")):
        reported = Q(Exists(Result.objects.filter(**{name: OuterRef("pk")}, indicator=asked.counted)))
        if model is Visit and asked.counted.derived:
            reported = _making(asked.counted)
        taken_back = model.objects.filter(reported, removed_at__isnull=False)
        # as an expression, the area leads no database through all visits that stand there
        taken_back = taken_back.alias(place=F("area") + 0).filter(**within).order_by()
        number += taken_back[: MOST_COUNTED + 1].count()
    note = _("lượt thăm, hoạt động có chỉ tiêu này đã bị xóa trong kỳ")
    return Beside(_("Đã xóa"), counted_until(number, MOST_COUNTED), note) if number else None


def _making(indicator: Indicator) -> Q:
    """The visits that bring in a derived indicator, of which none reports it (visits/contributions.py)."""
    made = {
        Indicator.Derived.VISITS: Q(),
        Indicator.Derived.HOUSEHOLDS_MET: Q(outcome=Visit.Outcome.MET),
        Indicator.Derived.PEOPLE: Q(people__gt=0),
    }
    return Q(day__range=(indicator.valid_from, indicator.valid_until)) & made[indicator.derived]


def _moved(asked: Asked) -> Beside | None:
    """Households that went to another area in the period."""
    moves = HouseholdMove.objects.filter(day__range=(asked.period.start, asked.period.end), origin__in=_held(asked))
    number = moves.exclude(target__in=_held(asked)).count()
    note = _("hộ đã chuyển đi trong kỳ: việc ghi từ ngày chuyển tính ở nơi mới, việc ghi trước đó vẫn tính ở đây")
    return Beside(_("Chuyển đi nơi khác"), number_format(number), note) if number else None


def _held(asked: Asked) -> QuerySet:
    """What the area holds at the end of the period."""
    day = asked.lens.map_day(asked.area, asked.period.end)
    return Ancestry.objects.on(day).filter(ancestor=asked.area).values("descendant")
