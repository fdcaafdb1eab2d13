"""The books: contributions follow from facts, monthly totals from contributions, in one transaction.

Only differences are written. A total row exists for the area of the fact and each of its ancestors on the
day of the fact, so reading "as recorded" is one look-up at any level.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import Prefetch

from visits import contributions, totals
from visits.models import Activity, Contribution, Household, Indicator, Result, Visit

CHUNK = 1000
FIELDS = attrgetter("area_id", "team_id", "day", "quantity", "claimed", "reason")
SOURCE = attrgetter("visit_id", "activity_id", "indicator_id")
RESULTS = Prefetch("results", Result.objects.order_by("indicator_id"))


@transaction.atomic
def recount(*, households: Iterable = (), activities: Iterable = ()) -> None:
    """Count the facts of these households and activities anew (primary keys); call it after writing them."""
    for keys in _chunks(households):
        list(Household.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
        _settle(*difference_of_households(keys))
    for keys in _chunks(activities):
        _settle(*difference_of_activities(keys))


def difference_of_households(keys: list) -> tuple[list[Contribution], list[Contribution]]:
    """(stale, missing) contributions of the visits at these households."""
    indicators = Indicator.objects.in_bulk()
    visits = Visit.objects.standing().filter(household__in=keys).order_by("household_id")
    visits = visits.select_related("household").prefetch_related(RESULTS)
    fresh = [
        row
        for household, group in groupby(visits, key=attrgetter("household"))
        for row in contributions.of_household(group, household.size, indicators)
    ]
    return _compare(Contribution.objects.filter(visit__household__in=keys), fresh)


def difference_of_activities(keys: list) -> tuple[list[Contribution], list[Contribution]]:
    """(stale, missing) contributions of the teams' series to which these activities belong, or belonged."""
    series = set(Activity.objects.filter(pk__in=keys).values_list("area", "team"))
    series |= set(Contribution.objects.filter(activity__in=keys).values_list("area", "team"))
    areas = {area for area, _team in series}
    indicators = Indicator.objects.in_bulk()
    activities = Activity.objects.standing().filter(area__in=areas).order_by("area_id", "team_id")
    fresh = [
        row
        for place, group in groupby(activities.prefetch_related(RESULTS), key=attrgetter("area_id", "team_id"))
        if place in series
        for row in contributions.of_activities(group, indicators)
    ]
    stored = Contribution.objects.filter(activity__isnull=False, area__in=areas)
    return _compare([row for row in stored if (row.area_id, row.team_id) in series], fresh)


def verify() -> list[str]:
    """Count everything anew and say, in words, each difference to what is stored; empty when the books are right."""
    found = []
    # activities by area, so that a team's series is read in one chunk
    for facts, difference in (
        (Household.objects.order_by("pk"), difference_of_households),
        (Activity.objects.order_by("area_id", "pk"), difference_of_activities),
    ):
        for keys in _chunks(facts.values_list("pk", flat=True)):
            stale, missing = difference(keys)
            found += [f"đóng góp thừa hoặc sai: {row} (số {row.pk})" for row in stale]
            found += [f"đóng góp thiếu: {row}, {row.day:%d/%m/%Y}" for row in missing]
    return found + totals.differences()


@transaction.atomic
def repair() -> None:
    """Count everything anew and store it; for a changed reporting month or a hierarchy corrected in the past."""
    totals.clear()
    Contribution.objects.all().delete()
    recount(
        households=Household.objects.values_list("pk", flat=True),
        activities=Activity.objects.order_by("area_id", "pk").values_list("pk", flat=True),
    )


def _compare(stored: Iterable[Contribution], fresh: list[Contribution]):
    """(stored rows that are wrong, rows that are wanted and not stored)."""
    wanted = {SOURCE(row): row for row in fresh}
    stale = []
    for row in stored:
        if SOURCE(row) in wanted and FIELDS(row) == FIELDS(wanted[SOURCE(row)]):
            del wanted[SOURCE(row)]
        else:
            stale.append(row)
    return stale, list(wanted.values())


def _settle(stale: list[Contribution], missing: list[Contribution]) -> None:
    Contribution.objects.filter(pk__in=[row.pk for row in stale]).delete()
    Contribution.objects.bulk_create(missing, batch_size=CHUNK)
    totals.add(missing, taken_back=stale)


def _chunks(keys: Iterable) -> Iterable[list]:
    keys = list(keys)
    return (keys[i : i + CHUNK] for i in range(0, len(keys), CHUNK))
