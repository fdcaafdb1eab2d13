"""Households: which rows may be one household twice, and saving one with what follows from it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

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


@dataclass(frozen=True, slots=True)
class Double:
    """Two rows of one hamlet that may be one household; the older of them first, as far as that is known."""

    one: Household
    other: Household
    why: str


def doubles(households: Iterable[Household]) -> list[Double]:
    """Pairs with one name or one phone, the surest first: name and phone, name and address, phone, name alone."""
    alike = defaultdict(list)
    for household in households:
        alike[household.area_id, "name", fold(household.head_name)].append(household)
        if household.phone:
            alike[household.area_id, "phone", household.phone].append(household)
    pairs = {}
    for (_area, kind, _key), rows in alike.items():
        for other in rows[1:]:
            pairs.setdefault((rows[0].pk, other.pk), (rows[0], other, kind))
    found = [(*_how_sure(one, other, kind), one, other) for one, other, kind in pairs.values()]
    return [Double(one, other, why) for _rank, why, one, other in sorted(found, key=itemgetter(0))]


def _how_sure(one: Household, other: Household, kind: str) -> tuple[int, str]:
    named = kind == "name"
    if named and one.phone and one.phone == other.phone:
        return 0, _("Cùng tên chủ hộ và số điện thoại")
    if named and one.address and fold(one.address) == fold(other.address):
        return 1, _("Cùng tên chủ hộ và địa chỉ")
    return (3, _("Cùng tên chủ hộ")) if named else (2, _("Cùng số điện thoại"))


def merged_into(key, user) -> Household | None:
    """The household that stayed when the one with this id was merged into it, if the user may see it."""
    return Household.objects.visible_to(user).filter(aliases=key).first()
