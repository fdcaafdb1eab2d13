"""Households: which rows may be one household twice, and saving one with what follows from it."""

from django.db import transaction
from django.db.models import QuerySet

from areas.names import fold
from visits import ledger
from visits.models import Household


def probable_duplicates(household: Household) -> list[Household]:
    """Other households of the same hamlet whose head bears the same name, however it is spelt."""
    name = fold(household.head_name)
    nearby: QuerySet = Household.objects.filter(area=household.area_id, search_key__startswith=name)
    return [other for other in nearby.exclude(pk=household.pk) if fold(other.head_name) == name]


@transaction.atomic
def save_household(household: Household) -> Household:
    """Save it and count its visits anew: persons never count above the number of residents."""
    household.save()
    ledger.recount(households=[household.pk])
    return household
