"""The households to whose doors the teams go: some thousands, in nine communes of today."""

from random import Random
from typing import NamedTuple
from uuid import UUID

from areas.models import Area, Placement
from areas.official import REFORM_DAY
from sample.accounts import COMMUNE
from sample.people import person, phone
from sample.seed import identity, stream
from teams.models import Team
from visits.models import Household


class Place(NamedTuple):
    commune: str  # code since 01/07/2025
    households: int  # about so many in each hamlet
    silent: int = 0  # days since the last visit


PLACES = (
    Place(COMMUNE, 44),
    Place("31321", 15),  # phường Vị Thanh
    Place("31340", 14),  # phường Ngã Bảy
    Place("31441", 14),  # xã Vị Thủy
    Place("31366", 14, silent=9),  # xã Châu Thành
    Place("31393", 15, silent=2),  # xã Hòa An
    Place("31471", 13, silent=4),  # phường Long Mỹ
    Place("31420", 12, silent=38),  # xã Phụng Hiệp
    Place("31495", 11, silent=61),  # xã Xà Phiên
)
AT_HOME = 95  # in the hamlet of the sample team
SIZES = {1: 5, 2: 12, 3: 21, 4: 30, 5: 17, 6: 9, 7: 4, 8: 2}


def hamlets_of(commune: str) -> list[Area]:
    """The hamlets that stand under the commune since 01/07/2025, in the order of their writing."""
    placed = Placement.objects.filter(parent__code=commune, parent__valid_from=REFORM_DAY)
    return [placement.area for placement in placed.select_related("area").order_by("area__sort_key", "area_id")]


def create(home: Area, teams: dict[int, Team]) -> dict[Place, dict[Area, list[Household]]]:
    """Write the households; return them by place and hamlet. `teams`: by the key of their hamlet."""
    chance = stream("doors")
    doors = {}
    for place in PLACES:
        doors[place] = {
            hamlet: _households(chance, AT_HOME if hamlet == home else place.households, hamlet, teams[hamlet.pk])
            for hamlet in hamlets_of(place.commune)
        }
    every = [household for hamlets in doors.values() for group in hamlets.values() for household in group]
    Household.objects.bulk_create(every, batch_size=500)
    return doors


def _households(chance: Random, about: int, hamlet: Area, team: Team) -> list[Household]:
    number = round(about * chance.uniform(0.85, 1.15))
    return [_household(chance, identity("household", team.pk, i), hamlet) for i in range(number)]


def _household(chance: Random, key: UUID, hamlet: Area) -> Household:
    household = Household(
        id=key,
        area=hamlet,
        head_name=person(chance, share_of_women=0.35).full_name,
        address=_address(chance, hamlet),
        phone=phone(chance, share_missing=0.22),
        size=None if chance.random() < 0.03 else chance.choices(list(SIZES), list(SIZES.values()))[0],
        kind=Household.Kind.BUSINESS if chance.random() < 0.08 else Household.Kind.FAMILY,
    )
    household.derive_keys()
    return household


def _address(chance: Random, hamlet: Area) -> str:
    where = f"{hamlet.kind.lower()} {hamlet.name}"
    if hamlet.kind == "Ấp":
        return f"Tổ tự quản số {chance.randrange(1, 9)}, {where}"
    return f"Số {chance.randrange(1, 240)}, {where}"
