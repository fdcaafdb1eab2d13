"""Units that stand for an area on another map: what became of it, what it was made of."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.models import Area, Level
from reports.lens import Lens
from reports.rollup import Period


def called(area: Area, today: date | None = None) -> str:
    """The name, with a mark when the unit ended: "Tỉnh Hậu Giang (cũ)"."""
    ended = area.valid_until < (today or timezone.localdate())
    return _("%(area)s (cũ)") % {"area": area} if ended else str(area)


def on_the_map(area: Area, period: Period, lens: Lens) -> bool:
    """Whether the unit exists on the map, or as recorded, on some day of the period."""
    first, last = (lens.day, lens.day) if lens.day else (period.start, period.end)
    return area.valid_from <= last and area.valid_until >= first


def missing_day(area: Area, period: Period, lens: Lens) -> date | None:
    """A day on which the question is asked and the unit is not in force; None when it always is."""
    if lens.day:
        return None if area.in_force(lens.day) else lens.day
    if area.valid_from > period.start:
        return period.start
    return period.end if area.valid_until < period.end else None


def standing_for(area: Area, day: date) -> list[Area]:
    """The units in force on `day` that came from `area` or went into it, over any number of reforms.

    Without such a link (the districts of 2025), the lowest unit that holds its place on that day.
    """
    found, seen, front = [], {area.pk}, [area]
    while front:
        ended = [unit.pk for unit in front if unit.valid_until < day]
        unborn = [unit.pk for unit in front if unit.valid_from > day]
        linked = Q(predecessors__old__in=ended) | Q(successors__new__in=unborn)
        relatives = list(Area.objects.filter(linked).exclude(pk__in=seen).distinct())
        seen |= {unit.pk for unit in relatives}
        found += [unit for unit in relatives if unit.in_force(day)]
        front = [unit for unit in relatives if not unit.in_force(day)]
    if found:
        return sorted(found, key=lambda unit: (unit.level, unit.sort_key, unit.pk))
    holders = Area.objects.above(area, day).on(day).exclude(pk=area.pk).filter(level__gt=Level.COUNTRY)
    return list(holders)[-1:]
