"""The hierarchy of a day as a page shows it: the way down to one unit opened, the rest closed."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from areas.history import former_parents, in_words, of_other_names, parts_of
from areas.models import Area, Level, Placement


@dataclass
class Branch:
    unit: Area
    parent: Area
    day: date
    parts: str  # "28 xã, phường"; empty when nothing stands below
    former: list[Area]  # where a hamlet stood before, unless its commune took the name
    is_open: bool = False
    branches: list["Branch"] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"unit-{self.unit.pk}"

    @property
    def toggle(self) -> str:
        """The address that opens this branch, or closes it when it is open."""
        shown = self.parent if self.is_open else self.unit
        return f"?on={self.day.isoformat()}&open={shown.pk}"


def grow(user, day: date, opened: Area | None) -> list[Branch]:
    """The units directly under the country, and under each unit on the way to `opened`, that `user` may browse."""
    browsable = Area.objects.browsable_by(user)
    way = list(Area.objects.on(day).above(opened, day)) if opened else list(roots(day))
    placed = Placement.objects.on(day).filter(parent__in=way, area__in=browsable.on(day))
    below = defaultdict(list)
    for placement in placed.select_related("area").order_by("area__level", "area__sort_key", "area"):
        below[placement.parent_id].append(placement.area)
    shown = [unit for units in below.values() for unit in units]
    parts, former = parts_of(shown, browsable, day), former_parents(shown, day)
    on_the_way = {unit.pk for unit in way}

    def branch(unit: Area, parent: Area) -> Branch:
        branches = [branch(child, unit) for child in below[unit.pk]]
        stood = of_other_names(former[unit.pk], parent)
        return Branch(unit, parent, day, in_words(parts[unit.pk]), stood, unit.pk in on_the_way, branches)

    return [branch(unit, root) for root in way[:1] for unit in below[root.pk]]


def roots(day: date):
    return Area.objects.on(day).filter(level=Level.COUNTRY)


def headcount(day: date) -> list[str]:
    """How many provinces, districts and communes are in force on `day`: ["34 tỉnh, thành phố", "3.321 xã, …"]."""
    public = Area.objects.on(day).filter(level__gt=Level.COUNTRY, level__lt=Level.HAMLET).order_by("level")
    levels = defaultdict(Counter)
    for level, kind, number in public.values_list("level", "kind").annotate(Count("pk")):
        levels[level][kind] = number
    return [in_words(kinds) for kinds in levels.values()]
