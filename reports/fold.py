"""Sums of facts on the map of another day.

The totals of communes are folded into the units of that day. What did not go where its commune went, or stood in
none, is put right unit by unit: after a reform those are the hamlets of split communes.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, When

from areas.dates import ONE_DAY
from areas.models import Ancestry, Area, Level
from reports.forerunners import forerunners
from reports.sums import UNIT, Days, Figure, Sums, as_recorded, own, used, within
from visits.models import DailyTotal, MonthlyTotal
from visits.months import whole_months

MONTHS_KEPT, DAYS_OF_AN_EDGE = 60, 15  # more or less: as long as teams have been at work; of a broken month
MOST_TOTALS = 8_000  # that are summed sooner than folded


@dataclass(frozen=True)
class Map:
    """Units of one level, perhaps with the area that holds them all, as the map of `day` has them."""

    units: list[Area]
    day: date

    @cached_property
    def is_country(self) -> bool:
        return any(unit.level == Level.COUNTRY for unit in self.units)

    @cached_property
    def under(self) -> dict[int, tuple[int, date, date]]:
        """Everything that stands under the units on that day, ended units too -> its level and its own days."""
        widest = min(unit.level for unit in self.units)
        held = Ancestry.objects.on(self.day).filter(
            ancestor__among=[unit.pk for unit in self.units if unit.level == widest]
        )
        columns = ("descendant", "descendant__level", "descendant__valid_from", "descendant__valid_until")
        return {key: row for key, *row in held.values_list(*columns)}

    def places(self, lowest: Level) -> list[int]:
        return [key for key, (level, *_days) in self.under.items() if level <= lowest]


class Stay(NamedTuple):
    """From `start` to `end` facts of `area` were summed in `commune` (None: nowhere); the map has them elsewhere."""

    area: int
    commune: int | None
    start: date
    end: date
    is_hamlet: bool


def on_map(area: Area, units: list[Area], day: date, days: Days, indicators: list[int]) -> Sums:
    """What each unit holds on the map of `day` of the facts of these days, wherever they were recorded.

    `units` are `area`, units of one level under it, or both, which stand on that day.
    """
    keys = [unit.pk for unit in units]
    if (keys == [area.pk] and area.level == Level.COUNTRY) or stood_still(keys, day, days):
        spans = defaultdict(list)
        for unit in units:
            spans[*days, unit.level == Level.HAMLET].append(unit.pk)
        return as_recorded(spans, indicators)
    if keys == [area.pk] and (found := _of_one(area, day, days, indicators)) is not None:
        return found
    whole = [unit for unit in units if unit.level <= Level.COMMUNE and unit.in_force(day)]
    leaves = sorted(set(keys) - {unit.pk for unit in whole})
    found: Sums = defaultdict(Figure)
    if whole:
        found.update(_of_communes(Map(whole, day), days, indicators))
    if leaves:
        found.update(_of_leaves(leaves, day, days, indicators))
    return found


def _of_one(area: Area, day: date, days: Days, indicators: list[int]) -> Sums | None:
    """Where the area holds little, the sum of that; where others went into it whole, what was theirs. None else."""
    held = list(Ancestry.objects.on(day).filter(ancestor=area).values_list("descendant", flat=True))
    months, edges = whole_months(*days)
    spans = min(len(months), MONTHS_KEPT) + DAYS_OF_AN_EDGE * len(edges)
    if len(held) * len(indicators) * spans <= MOST_TOTALS:
        parts = own(held, *days, indicators)
    elif area.level < Level.COMMUNE and (before := forerunners(area, day, days)):
        parts = as_recorded({(*span, False): units for span, units in before.items()}, indicators)
    else:
        return None
    found: Sums = defaultdict(Figure)
    for (_unit, indicator), figure in parts.items():
        found[area.pk, indicator].add(figure.quantity, figure.facts)
    return found


def stood_still(units: list[int], day: date, days: Days) -> bool:
    """Whether these units held the same on the map's day and on all the others: then each fact stands where it did."""
    return not changes(min(day, days[0]), max(day, days[1])).filter(ancestor__among=units).exists()


def changes(first: date, last: date) -> QuerySet[Ancestry]:
    """Where something came to a unit or left it after the first of these days, until the last."""
    begun, ended = Q(valid_from__gt=first, valid_from__lte=last), Q(valid_until__gte=first, valid_until__lt=last)
    return Ancestry.objects.filter(begun | ended)


def _of_leaves(units: list[int], day: date, days: Days, indicators: list[int]) -> Sums:
    """Of hamlets: their own figures, and those of former ones that went into them."""
    found = own(units, *days, indicators)
    former = Ancestry.objects.on(day).filter(ancestor__among=units).exclude(descendant=F("ancestor"))
    heirs = dict(former.values_list("descendant", "ancestor"))
    for (area, indicator), figure in own(heirs, *days, indicators).items() if heirs else ():
        found[heirs[area], indicator].add(figure.quantity, figure.facts)
    return found


def _of_communes(map: Map, days: Days, indicators: list[int]) -> Sums:
    found: Sums = defaultdict(Figure)
    months, edges = whole_months(*days)
    if months:
        rows = MonthlyTotal.objects.filter(month__range=(months[0], months[-1]), indicator__in=indicators)
        _collect(found, rows, map)
    if edges:
        _collect(found, DailyTotal.objects.filter(within(edges), indicator__in=indicators), map)
    _put_right(found, map, list(_stays(map, days)), indicators)
    return found


def _collect(found: Sums, rows: QuerySet, map: Map) -> None:
    """Of a commune everything, of the units above only what was recorded at themselves."""
    rows = rows.filter(Q(area__level=Level.COMMUNE) | Q(area__level__lt=Level.COMMUNE, own_facts__gt=0))
    if not map.is_country:
        rows = rows.filter(area__among=map.places(Level.COMMUNE))
    placed = rows.filter(area__ascent__valid_from__lte=map.day, area__ascent__valid_until__gte=map.day)
    placed = placed.annotate(unit=UNIT).filter(unit__among=[unit.pk for unit in map.units])

    def sum_of(name: str) -> Sum:
        return Sum(
            Case(When(area__level=Level.COMMUNE, then=name), default=f"own_{name}", output_field=BigIntegerField())
        )

    for row in placed.values("unit", "indicator").annotate(q=sum_of("quantity"), n=sum_of("facts")):
        found[row["unit"], row["indicator"]].add(row["q"], row["n"])


def _stays(map: Map, days: Days) -> Iterator[Stay]:
    """Of the hamlets under the area, then or on the map, and of ended units whose late facts their successors hold."""
    known = _communes(map, days)
    for area, (level, rows) in known.items():
        asked = [(commune, max(begun, days[0]), min(until, days[1])) for commune, begun, until in rows]
        asked = [(commune, begun, until) for commune, begun, until in asked if begun <= until]
        if level < Level.HAMLET:
            yield from (Stay(area, *row, is_hamlet=False) for row in asked)
            continue
        now, start = _commune_on(map.day, rows), days[0]
        for commune, begun, until in asked:
            if begun > start:
                yield Stay(area, None, start, begun - ONE_DAY, is_hamlet=True)
            if now is None or now != _heir(map, commune, known):
                yield Stay(area, commune, begun, until, is_hamlet=True)
            start = until + ONE_DAY
        if start <= days[1]:
            yield Stay(area, None, start, days[1], is_hamlet=True)


def _communes(map: Map, days: Days) -> dict[int, tuple[Level, list[tuple[int, date, date]]]]:
    """Unit -> its level, and the communes that held it from the first of these days, or the map's, to the last."""
    first, last = min(map.day, days[0]), max(map.day, days[1])
    held = Ancestry.objects.filter(ancestor__level=Level.COMMUNE, valid_from__lte=last, valid_until__gte=first)
    held = held.exclude(descendant=F("ancestor")).order_by("valid_from")
    columns = ("descendant", "descendant__level", "ancestor", "valid_from", "valid_until")
    known = {key: (level, []) for key, (level, *_days) in map.under.items() if level == Level.HAMLET}
    rows = held if map.is_country else held.filter(ancestor__among=map.places(Level.COMMUNE))
    for key, level, *row in rows.values_list(*columns):
        known.setdefault(key, (level, []))[1].append(row)
    away = [key for key, (level, rows) in known.items() if level == Level.HAMLET and not _covered(rows, first, last)]
    if away and not map.is_country:
        known |= {key: (Level.HAMLET, []) for key in away}
        for key, _level, *row in held.filter(descendant__among=away).values_list(*columns):
            known[key][1].append(row)
    return known


def _covered(rows: list[tuple[int, date, date]], first: date, last: date) -> bool:
    """Whether these days, in their order, leave none out."""
    for _commune, begun, until in rows:
        if begun > first:
            return False
        if until >= last:
            return True
        first = until + ONE_DAY
    return False


def _commune_on(day: date, rows: list[tuple[int, date, date]]) -> int | None:
    return next((commune for commune, begun, until in rows if begun <= day <= until), None)


def _heir(map: Map, commune: int, known: dict) -> int | None:
    """What the commune is on the map: itself, or the one that it went into."""
    _level, begun, until = map.under.get(commune, (None, date.max, date.min))
    return commune if begun <= map.day <= until else _commune_on(map.day, known.get(commune, (None, []))[1])


def _put_right(found: Sums, map: Map, stays: list[Stay], indicators: list[int]) -> None:
    """Take what was recorded there out of where the communes went, and place it where its hamlets are."""
    above = defaultdict(set)
    known = used(stay.area for stay in stays if not stay.is_hamlet)
    stays = [stay for stay in stays if stay.is_hamlet or stay.area in known]
    places = {area for stay in stays for area in (stay.area, stay.commune) if area}
    held = Ancestry.objects.on(map.day).filter(ancestor__among=[unit.pk for unit in map.units])
    for area, unit in held.filter(descendant__among=places).values_list("descendant", "ancestor"):
        above[area].add(unit)
    spans: dict[Days, dict[int, tuple[set[int], set[int]]]] = defaultdict(dict)
    for stay in stays:
        right, wrong = above[stay.area] if stay.is_hamlet else set(), above[stay.commune]
        if right != wrong:
            spans[stay.start, stay.end][stay.area] = right - wrong, wrong - right
    for days, moved in spans.items():
        for (area, indicator), figure in own(moved, *days, indicators).items():
            right, wrong = moved[area]
            for unit in right:
                found[unit, indicator].add(figure.quantity, figure.facts)
            for unit in wrong:
                found[unit, indicator].add(-figure.quantity, -figure.facts)
