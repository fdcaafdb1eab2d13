"""525 hamlets of Hậu Giang, invented in the local manner, on its real districts and communes.

One team stood in each ấp and khu vực of the province (báo chí về Hậu Giang 08/2023: 75 ban chỉ đạo cấp xã,
525 tổ), and Châu Thành A had its 79 in 06/2022. No list of the hamlets is published with codes, so names and
their number in each commune are made up: ấp in a xã, khu vực in a phường or thị trấn.
"""

from dataclasses import dataclass
from random import Random

from areas import ancestry
from areas.dates import BEGINNING
from areas.models import Area, Level, Placement, Reform
from areas.official import LAST_DAY_BEFORE
from areas.reforms import carry_hamlets
from sample.seed import apportion, stream

PROVINCE = "93"
HAMLETS = 525
CHAU_THANH_A, HAMLETS_OF_CHAU_THANH_A = "932", 79
STEMS = "Thạnh Tân Phú Long Bình Mỹ Đông Trường Nhơn Phước Hòa Hưng Vĩnh".split()
TAILS = """Lợi Hòa Phú Mỹ An Bình Thành Phước Thuận Hưng Quới Tiến Lộc Thạnh Xuân Trung Hiệp Khánh Đức Thọ
    Thắng Quý""".split()


@dataclass
class Hamlet:
    """What the other parts of the sample need to know of a hamlet."""

    area: Area
    commune: Area  # the one of before 01/07/2025
    households: int = 0
    residents: int = 0

    def __str__(self) -> str:
        """As in running text: ấp 3, khu vực 2."""
        return f"{self.area.kind.lower()} {self.area.name}"


def create() -> list[Hamlet]:
    """Write the hamlets and place them under their communes of before and since 01/07/2025."""
    plan = _plan(stream("hamlets"))
    hamlets = [Hamlet(_area(kind, name), commune) for commune, kind, names in plan for name in names]
    Area.objects.bulk_create([hamlet.area for hamlet in hamlets])
    Placement.objects.bulk_create([Placement(area=hamlet.area, parent=hamlet.commune) for hamlet in hamlets])
    communes = {hamlet.commune.pk for hamlet in hamlets}
    for reform in Reform.objects.filter(successions__old__in=communes).distinct():
        carry_hamlets(reform)
    ancestry.rebuild([hamlet.area for hamlet in hamlets])
    return hamlets


def old_unit(code: str) -> Area:
    """The unit that bore the code until 30/06/2025."""
    return Area.objects.get(code=code, valid_from=BEGINNING)


def _area(kind: str, name: str) -> Area:
    area = Area(level=Level.HAMLET, kind=kind, name=name)
    area.derive_keys()
    return area


def _plan(chance: Random) -> list[tuple[Area, str, list[str]]]:
    """(commune, kind of its hamlets, their names) for the 75 communes, in the order of their codes."""
    communes = Area.objects.on(LAST_DAY_BEFORE).under(old_unit(PROVINCE), LAST_DAY_BEFORE).filter(level=Level.COMMUNE)
    inside = set(communes.under(old_unit(CHAU_THANH_A), LAST_DAY_BEFORE).values_list("pk", flat=True))
    plan = []
    for group, total in (
        (communes.filter(pk__in=inside), HAMLETS_OF_CHAU_THANH_A),
        (communes.exclude(pk__in=inside), HAMLETS - HAMLETS_OF_CHAU_THANH_A),
    ):
        group = list(group.order_by("code"))
        numbers = apportion(total, [chance.uniform(0.75, 1.25) for _commune in group])
        plan += [(commune, *_names(chance, commune, number)) for commune, number in zip(group, numbers, strict=True)]
    return sorted(plan, key=lambda row: row[0].code)


def _names(chance: Random, commune: Area, number: int) -> tuple[str, list[str]]:
    if commune.kind != "Xã":
        return "Khu vực", [str(i + 1) for i in range(number)]
    return "Ấp", _numbered(chance, number) if chance.random() < 0.45 else _named(chance, number)


def _numbered(chance: Random, number: int) -> list[str]:
    """1, 2, 3 …; now and then one was split long ago: 4A, 4B."""
    if number < 6 or chance.random() < 0.5:
        return [str(i + 1) for i in range(number)]
    split = chance.randrange(1, number)
    return [name for i in range(1, number) for name in ([f"{i}A", f"{i}B"] if i == split else [str(i)])]


def _named(chance: Random, number: int) -> list[str]:
    stem = chance.choice(STEMS)
    tails = chance.sample([tail for tail in TAILS if tail != stem], number)
    if number > 5 and chance.random() < 0.5:
        tails[-1:], tails[0] = [f"{tails[0]} B"], f"{tails[0]} A"
    return [f"{stem} {tail}" for tail in tails]
