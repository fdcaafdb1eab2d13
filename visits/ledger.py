"""The books: contributions follow from facts, monthly totals from contributions, in one transaction.

Only differences are written. A total row exists for the area of the fact and each of its ancestors on the
day of the fact, so reading "as recorded" is one look-up at any level.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet

from areas.lots import in_lots
from visits import audit, contributions, rows, totals
from visits.contributions import Call, Catalogue, Deed, Entry, Measure, Results, in_order
from visits.models import Activity, Contribution, Household, Indicator, Result, Visit

CHUNK = 1000
AREAS = 100  # whose activities are read at once
CALL = ("household", "removed_at", *Call._fields)
DEED = ("removed_at", *Deed._fields)
ENTRY = ("pk", *Entry._fields)


class Difference(NamedTuple):
    """What the books must still learn: stored contributions that are wrong, by key, and those that are missing."""

    stale: dict[int, Entry]
    missing: list[Entry]


class Step(NamedTuple):
    """How far verifying is: `done` of `number` of something; and what it found since the step before, in words."""

    what: str
    done: int
    number: int
    found: list[str]


@transaction.atomic(savepoint=False)
def recount(*, households: Iterable = (), activities: Iterable = (), locked: bool = False) -> None:
    """Count the facts of these households and activities anew (primary keys); call it after writing them.

    `locked` says that this transaction holds the households already.
    """
    for keys in in_lots(households, CHUNK):
        if not locked:
            lock(keys)
        _settle(difference_of_households(keys))
    for keys in in_lots(activities, CHUNK):
        _settle(difference_of_activities(keys))


def count_new(visits: Iterable[Visit]) -> None:
    """Count visits that this transaction has filed; it holds their households."""
    new = {rows.key_text(visit.pk) for visit in visits}
    for keys in in_lots({visit.household_id for visit in visits}, CHUNK):
        _settle(difference_of_households(keys, new))


def lock(households: Iterable) -> None:
    """Hold these households: whoever else writes their facts waits. In one order, so that nobody waits forever."""
    named = Household.objects.select_for_update(no_key=True).filter(pk__in=households)
    list(named.order_by("pk").values_list("pk"))


def difference_of_households(keys: list, new: Set[str] = frozenset()) -> Difference:
    """How the stored contributions of the visits at these households differ from what follows from the visits.

    `new` are visits that have none yet. Where they come after all others of a household, what those reached is taken
    from their contributions, and they are not counted again: most visits are the latest, and most were counted.
    """
    sizes = dict(rows.read(Household, ("pk", "size"), ("id", keys)))
    calls, facts, known = defaultdict(list), [], {}
    for household, removed_at, *call in rows.read(Visit, CALL, ("household", keys)):
        calls[household].append((removed_at, Call._make(call)))
    for household, all_calls in calls.items():
        group = calls[household] = [call for removed_at, call in all_calls if removed_at is None]
        if new and (last := _last(group, new)):
            calls[household] = last
            known |= {call.pk: household for call in group if call.pk not in new}
            facts += [call.pk for call in last]
        else:
            facts += [call.pk for _removed_at, call in all_calls]
    results, catalogue, reached = _results("visit", facts), _catalogue(), _reached(known)
    fresh = [
        entry
        for household, group in calls.items()
        for entry in contributions.of_household(group, results, sizes[household], catalogue, reached[household])
    ]
    return _compare(_stored("visit", [fact for fact in facts if fact not in new]), fresh)


def _last(group: list[Call], new: Set[str]) -> list[Call]:
    """The new ones, if they come after all others."""
    added = [call for call in group if call.pk in new]
    others = [call for call in group if call.pk not in new]
    if others and added and max(map(in_order, others)) > min(map(in_order, added)):
        return []
    return added


def _reached(known: dict[str, str]) -> dict[str, dict[int, int]]:
    """What visits have reached at their households (visit -> household), by indicator."""
    reached = defaultdict(lambda: defaultdict(int))
    for visit, indicator, quantity in rows.read(Contribution, ("visit", "indicator", "quantity"), ("visit", known)):
        reached[known[visit]][indicator] += quantity
    return reached


def difference_of_activities(keys: list) -> Difference:
    """As for households, for the teams' series to which these activities belong, or belonged."""
    series = set(rows.read(Activity, ("area", "team"), ("id", keys)))
    series |= set(rows.read(Contribution, ("area", "team"), ("activity", keys)))
    deeds, facts = defaultdict(list), []
    for removed_at, *deed in rows.read(Activity, DEED, ("area", {area for area, _team in series})):
        deed = Deed._make(deed)
        facts.append(deed.pk)
        if removed_at is None:
            deeds[deed.area, deed.team].append(deed)
    results, catalogue = _results("activity", facts), _catalogue()
    fresh = [entry for place in series for entry in contributions.of_activities(deeds[place], results, catalogue)]
    return _compare([row for row in _stored("activity", facts) if row[1:3] in series], fresh)


def verify() -> list[str]:
    """Count everything anew and say, in words, each difference to what is stored; empty when the books are right."""
    return [words for step in verifying() for words in step.found]


def verifying() -> Iterator[Step]:
    """The same step by step; nothing but a step is held in memory, however many facts there are."""
    done, number = 0, Household.objects.count()
    for keys in _all_keys(Household.objects.all()):
        done += len(keys)
        yield Step("hộ", done, number, _in_words(difference_of_households, keys))
    done, number = 0, Activity.objects.count()
    areas = Activity.objects.order_by("area").values_list("area", flat=True).distinct()
    for part in in_lots(areas, AREAS):  # a team's series is read as a whole
        keys = list(Activity.objects.filter(area__in=part).values_list("pk", flat=True))
        done += len(keys)
        yield Step("hoạt động", done, number, _in_words(difference_of_activities, keys))
    months = audit.months()
    for done, month in enumerate(months, start=1):
        yield Step("tháng", done, len(months), list(audit.differences(month)))


def _all_keys(facts: QuerySet) -> Iterator[list]:
    keys = list(facts.order_by("pk").values_list("pk", flat=True)[:CHUNK])
    while keys:
        yield keys
        keys = list(facts.filter(pk__gt=keys[-1]).order_by("pk").values_list("pk", flat=True)[:CHUNK])


def _in_words(difference_of: Callable[[list], Difference], keys: list) -> list[str]:
    """What differs is looked at again while nobody files: a phone may have sent between one reading and the next."""
    difference = difference_of(keys)
    if any(difference):
        with transaction.atomic():
            hold()
            difference = difference_of(keys)
    stale = [f"đóng góp thừa hoặc sai: {_words(entry)} (số {key})" for key, entry in difference.stale.items()]
    return stale + [f"đóng góp thiếu: {_words(entry)}" for entry in difference.missing]


@transaction.atomic
def repair() -> None:
    """Count everything anew and store it; for a changed reporting month or a hierarchy corrected in the past."""
    hold()
    totals.clear()
    Contribution.objects.all().delete()
    recount(
        households=Household.objects.values_list("pk", flat=True),
        activities=Activity.objects.order_by("area_id", "pk").values_list("pk", flat=True),
        locked=True,
    )


def hold() -> None:
    """Nobody files anything until this transaction ends, and what is being filed now ends first.

    Who files locks a household, or writes an activity, before counting; SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            tables = ", ".join(model._meta.db_table for model in (Household, Activity))
            cursor.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")


def _catalogue() -> Catalogue:
    return {row[0]: Measure._make(row) for row in rows.read(Indicator, Measure._fields)}


def _results(kind: str, facts: list) -> Results:
    """What these visits or activities report."""
    results = defaultdict(list)
    for fact, *result in rows.read(Result, (kind, "indicator", "quantity"), (kind, facts)):
        results[fact].append(result)
    return results


def _stored(kind: str, facts: list) -> list[rows.Row]:
    """The contributions of these visits or activities: the key, and then what an Entry holds."""
    return rows.read(Contribution, ENTRY, (kind, facts))


def _compare(stored: list[rows.Row], fresh: list[Entry]) -> Difference:
    wanted = set(fresh)
    stale = {row[0]: Entry._make(row[1:]) for row in stored if row[1:] not in wanted}
    if not stale and len(stored) == len(fresh):  # as nearly always; of a fact and an indicator there is one
        return Difference({}, [])
    right = {row[1:] for row in stored}
    return Difference(stale, [entry for entry in fresh if entry not in right])


def _settle(difference: Difference) -> None:
    stale, missing = difference
    if stale:
        Contribution.objects.filter(pk__in=stale).delete()
    rows.insert(Contribution, Entry._fields, missing)
    totals.add(missing, taken_back=stale.values())


def _words(entry: Entry) -> str:
    fact = f"lượt thăm {entry.visit}" if entry.visit else f"hoạt động {entry.activity}"
    return f"{fact}, {entry.day:%d/%m/%Y}, chỉ tiêu {entry.indicator}: {entry.quantity}/{entry.claimed} {entry.reason}"
