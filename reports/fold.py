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
from visits.models import DailyTotal, MonthlyTotal, MovedTotal
from visits.months import month_span, whole_months

MOST_TOTALS = 8_000  # and facts, of one area, that are summed sooner than folded
MOST_PLACED = 60_000  # the same of all units of a table
FACTS_A_DAY = 0.4  # of one indicator at one place, more or less


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
    months, edges = whole_months(*days)
    if not months or not are_kept(units, day):
        return _folded(area, units, day, days, indicators)
    found = _kept(keys, months, indicators)
    for edge in edges:
        _added(found, on_map(area, units, day, edge, indicators))
    return found


def are_kept(units: list[Area], day: date) -> bool:
    """Whether the map shows each unit as it was on its last day: what that adds to its totals is kept."""
    later = Q(valid_from__gt=day) | Q(valid_until__gte=day, valid_until__lt=F("ancestor__valid_until"))
    changed = Ancestry.objects.filter(later, ancestor__among=[unit.pk for unit in units])
    return all(unit.in_force(day) for unit in units) and not changed.exists()


def _kept(units: list[int], months: list[date], indicators: list[int]) -> Sums:
    found: Sums = defaultdict(Figure)
    asked = {"area__among": units, "indicator__in": indicators, "month__range": (months[0], months[-1])}
    for totals in (MonthlyTotal, MovedTotal):
        rows = totals.objects.filter(**asked).values("area", "indicator").annotate(q=Sum("quantity"), n=Sum("facts"))
        for row in rows:
            found[row["area"], row["indicator"]].add(row["q"], row["n"])
    return found


def _folded(area: Area, units: list[Area], day: date, days: Days, indicators: list[int]) -> Sums:
    """Read wherever it was recorded: some days of a month, or a map between two changes of a unit."""
    keys = [unit.pk for unit in units]
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
    if (found := by_place([area], day, days, indicators, most=MOST_TOTALS)) is not None:
        return found
    before = forerunners(area, day, days) if area.level < Level.COMMUNE else None
    if not before:
        return None
    found = defaultdict(Figure)
    parts = as_recorded({(*span, False): units for span, units in before.items()}, indicators)
    for (_unit, indicator), figure in parts.items():
        found[area.pk, indicator].add(figure.quantity, figure.facts)
    return found


def by_place(units: list[Area], day: date, days: Days, indicators: list[int], most: int = MOST_PLACED) -> Sums | None:
    """Hamlet by hamlet; None where that would read more than so many totals and facts, and folding is quicker."""
    map = Map(units, day)
    if map.is_country:
        return None
    places = most // max(1, round(len(indicators) * _totals_of_one(days)))
    if map.under.order_by().values("pk")[places : places + 1].exists():
        return None
    found: Sums = defaultdict(Figure)
    above = map.above()
    for (place, indicator), figure in own(above, *days, indicators).items():
        for unit in above[place]:
            found[unit, indicator].add(figure.quantity, figure.facts)
    return found


def _totals_of_one(days: Days) -> float:
    """How many totals and facts an indicator has at one place: months since the first fact, and days around them."""
    first = MonthlyTotal.objects.filter(area__level=Level.COUNTRY).aggregate(first=Min("month"))["first"]
    begun = max(days[0], month_span(first)[0]) if first else days[1]
    months, edges = whole_months(begun, days[1]) if begun <= days[1] else ([], [])
    return len(months) + FACTS_A_DAY * sum((last - start).days + 1 for start, last in edges)


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
    return not changes(min(day, days[0]), max(day, days[1])).filter(ancestor__among=units).exists()


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
