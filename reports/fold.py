"""Sums of facts on the map of another day.

The totals of communes are folded into the units of that day. What did not go where its commune went, or stood in
none, is put right unit by unit: after a reform those are the hamlets of split communes.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import BigIntegerField, Case, F, Max, Min, Q, QuerySet, Sum, When

from areas.dates import ONE_DAY
from areas.models import Ancestry, Area, Level
from reports.forerunners import forerunners
from reports.misplaced import Map, Stay, misplaced
from reports.sums import UNIT, Days, Figure, Sums, as_recorded, own, within
from visits.models import DailyTotal, MonthlyTotal
from visits.months import month_span, whole_months

MONTHS_KEPT, DAYS_OF_AN_EDGE = 60, 15  # more or less: as long as teams have been at work; of a broken month
MOST_TOTALS = 8_000  # that are summed sooner than folded
MOST_PLACED, FACTS_A_DAY = 60_000, 0.4  # totals and facts of all units of a table; more or less, of one indicator


def on_map(area: Area, units: list[Area], day: date, days: Days, indicators: list[int]) -> Sums:
    """What each unit holds on the map of `day` of the facts of these days, wherever they were recorded.

    `units` are `area`, units of one level under it, or both, which stand on that day.
    """
    keys = [unit.pk for unit in units]
    moved = None if keys == [area.pk] and area.level == Level.COUNTRY else last_change(keys, day, days)
    if moved is None:
        return _recorded(units, days, indicators)
    if days[0] < moved <= min(day, days[1]):  # from then on they held what the map shows
        found = on_map(area, units, day, (days[0], moved - ONE_DAY), indicators)
        return _added(found, _recorded(units, (moved, days[1]), indicators))
    if keys == [area.pk] and (found := _of_one(area, day, days, indicators)) is not None:
        return found
    if (found := by_place(units, day, days, indicators)) is not None:
        return found
    whole = [unit for unit in units if unit.level <= Level.COMMUNE and unit.in_force(day)]
    leaves = sorted(set(keys) - {unit.pk for unit in whole})
    found: Sums = defaultdict(Figure)
    if whole:
        found.update(by_communes(Map(whole, day), days, indicators))
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


def by_place(units: list[Area], day: date, days: Days, indicators: list[int]) -> Sums | None:
    """Hamlet by hamlet, where that reads less than folding; None where it would read too much."""
    first = MonthlyTotal.objects.filter(area__level=Level.COUNTRY).aggregate(first=Min("month"))["first"]
    if first is None:
        return {}
    months, edges = whole_months(max(days[0], month_span(first)[0]), days[1]) if first <= days[1] else ([], [])
    spans = len(months) + FACTS_A_DAY * sum((last - begun).days + 1 for begun, last in edges)
    map = Map(units, day)
    most = MOST_PLACED // max(1, round(len(indicators) * spans))
    if map.is_country or map.under.order_by().values("pk")[most : most + 1].exists():
        return None
    above = map.above(map.communes + map.hamlets)
    found: Sums = defaultdict(Figure)
    for (place, indicator), figure in own(above, *days, indicators).items():
        for unit in above[place]:
            found[unit, indicator].add(figure.quantity, figure.facts)
    return found


def _recorded(units: list[Area], days: Days, indicators: list[int]) -> Sums:
    spans = defaultdict(list)
    for unit in units:
        spans[*days, unit.level == Level.HAMLET].append(unit.pk)
    return as_recorded(spans, indicators)


def _added(found: Sums, more: Sums) -> Sums:
    for key, figure in more.items():
        found[key].add(figure.quantity, figure.facts)
    return found


def stood_still(units: list[int], day: date, days: Days) -> bool:
    """Whether these units held the same on the map's day and on all the others: then each fact stands where it did."""
    return last_change(units, day, days) is None


def last_change(units: list[int], day: date, days: Days) -> date | None:
    """The last of these days, and those between them and the map's, on which one of the units held something new."""
    first, last = min(day, days[0]), max(day, days[1])
    found = (
        changes(first, last)
        .filter(ancestor__among=units)
        .aggregate(
            begun=Max("valid_from", filter=Q(valid_from__lte=last)),
            ended=Max("valid_until", filter=Q(valid_until__lt=last)),
        )
    )
    begun, ended = found["begun"], found["ended"]
    known = [begun, ended and ended + ONE_DAY]
    return max((change for change in known if change and change > first), default=None)


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


def by_communes(map: Map, days: Days, indicators: list[int]) -> Sums:
    found: Sums = defaultdict(Figure)
    months, edges = whole_months(*days)
    if months:
        rows = MonthlyTotal.objects.filter(month__range=(months[0], months[-1]), indicator__in=indicators)
        _collect(found, rows, map)
    if edges:
        _collect(found, DailyTotal.objects.filter(within(edges), indicator__in=indicators), map)
    _put_right(found, misplaced(map, days), indicators)
    return found


def _collect(found: Sums, rows: QuerySet, map: Map) -> None:
    """Of a commune everything, of the units above only what was recorded at themselves."""
    rows = rows.filter(Q(area__level=Level.COMMUNE) | Q(area__level__lt=Level.COMMUNE, own_facts__gt=0))
    if not map.is_country:
        rows = rows.filter(area__among=map.communes)
    placed = rows.filter(area__ascent__valid_from__lte=map.day, area__ascent__valid_until__gte=map.day)
    placed = placed.annotate(unit=UNIT).filter(unit__among=map.keys)

    def sum_of(name: str) -> Sum:
        return Sum(
            Case(When(area__level=Level.COMMUNE, then=name), default=f"own_{name}", output_field=BigIntegerField())
        )

    for row in placed.values("unit", "indicator").annotate(q=sum_of("quantity"), n=sum_of("facts")):
        found[row["unit"], row["indicator"]].add(row["q"], row["n"])


def _put_right(found: Sums, stays: Iterable[Stay], indicators: list[int]) -> None:
    """Take what was recorded there out of where the communes went, and place it where it belongs."""
    spans: dict[Days, dict[int, tuple[set[int], set[int]]]] = defaultdict(dict)
    for stay in stays:
        spans[stay.start, stay.end][stay.area] = stay.right, stay.wrong
    for days, moved in spans.items():
        for (area, indicator), figure in own(moved, *days, indicators).items():
            right, wrong = moved[area]
            for unit in right:
                found[unit, indicator].add(figure.quantity, figure.facts)
            for unit in wrong:
                found[unit, indicator].add(-figure.quantity, -figure.facts)
