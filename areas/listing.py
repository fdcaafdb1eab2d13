"""The units below another on a day, as a list: by level, with what each was, became and holds."""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, QuerySet

from areas.history import former_parents, heirs_on, in_words, origins_of, parts_of
from areas.models import Area, Level, Placement


class Listing:
    """Units in force on `day` under `area` that `user` may browse: those of one level, the nearest unless another
    is asked for."""

    def __init__(self, area: Area, user, day: date, asked: str = ""):
        self.area, self.day = area, day
        self.browsable = Area.objects.browsable_by(user)
        self.below = self.browsable.on(day).under(area, day).filter(level__gt=area.level)
        self.levels: dict[Level, Counter] = defaultdict(Counter)
        for level, kind, number in self.below.order_by("level").values_list("level", "kind").annotate(Count("pk")):
            self.levels[Level(level)][kind] = number
        self.nearest = min(self.levels, default=None)
        self.level = {str(level.value): level for level in self.levels}.get(asked, self.nearest)

    @property
    def units(self) -> QuerySet:
        units = self.below.filter(level=self.level) if self.level else self.below.none()
        return units.order_by("sort_key", "kind", "pk")

    @property
    def kinds(self) -> Counter:
        return self.levels[self.level] if self.level else Counter()

    @property
    def kind_words(self) -> str:
        """ "xã, phường": what the rows are."""
        return in_words(self.kinds).partition(" ")[2]

    @property
    def tabs(self) -> list[tuple[Level, str]]:
        """(level, how many of it in words), when there is a choice."""
        return [(level, in_words(kinds)) for level, kinds in self.levels.items()] if len(self.levels) > 1 else []

    def describe(self, units: list[Area], today: date) -> None:
        """Give each unit its holder, parts (in words), former (units it was, or was in) and heirs (of today)."""
        placed = Placement.objects.on(self.day).filter(area__in=[unit.pk for unit in units]).select_related("parent")
        holders = {placement.area_id: placement.parent for placement in placed}
        parts, heirs = parts_of(units, self.browsable, self.day), heirs_on(units, today)
        former = former_parents(units, self.day) if self.level == Level.HAMLET else origins_of(units)
        for unit in units:
            unit.holder, unit.parts = holders.get(unit.pk), in_words(parts[unit.pk])
            unit.former, unit.heirs = former.get(unit.pk, []), heirs.get(unit.pk, [])
