"""In which hamlet a household stood on a day: a visit before it moved belongs to the hamlet where it was made."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from visits.models import Household, HouseholdMove


def areas_on(stays: Iterable[tuple[Household, date]]) -> dict[tuple[UUID, date], int]:
    """(household, day) -> the hamlet; one query when one of the days lies before a move, none otherwise."""
    stays = list(stays)
    before = {household.pk for household, day in stays if household.moved_on and day < household.moved_on}
    moves = defaultdict(list)
    if before:
        rows = HouseholdMove.objects.filter(household__in=before).order_by("day", "pk")
        for key, *row in rows.values_list("household", "day", "origin"):
            moves[key].append(row)
    return {
        (household.pk, day): next((origin for moved, origin in moves[household.pk] if day < moved), household.area_id)
        for household, day in stays
    }
