"""New hamlets of a list, in bulk: the rules of areas.hamlets.found(), and everything that stands around a hamlet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from areas import ancestry
from areas.dates import BEGINNING, FOREVER
from areas.models import Ancestry, Area, Level, Placement
from imports.kinds import Write
from imports.placemap import Place, Region
from imports.staging import Meanwhile

NAME = ("area__kind", "area__sort_key")


@dataclass(frozen=True, slots=True)
class Founding:
    """A hamlet of `commune`, which stood in `former` before; since BEGINNING when nobody knows from when."""

    kind: str
    name: str
    commune: Place
    former: Place | None = None
    since: date = BEGINNING

    def area(self) -> Area:
        area = Area(level=Level.HAMLET, kind=self.kind, name=self.name, valid_from=self.since)
        area.derive_keys()
        return area

    def stands(self, near: Region) -> list[tuple[int, date, date]]:
        """(commune, from, until): where it stood and stands; what stood in an ended commune goes with it."""
        places = [place for place in (self.former, self.commune) if place]
        heirs = near.heirs_on(self.commune, FOREVER)
        if self.commune not in heirs and len(heirs) == 1 and all(heirs.values()):
            places += heirs
        stays = [(place.pk, max(self.since, place.valid_from), place.valid_until) for place in places]
        return [stay for stay in stays if stay[1] <= stay[2]]


def writes(foundings: dict[str, Founding], near: Region) -> tuple[dict[str, Area], list[Write]]:
    """The areas by the same keys, not saved yet, and what to save: areas, where they stand, and who holds them."""
    areas = {key: founding.area() for key, founding in foundings.items()}
    placements = [
        Placement(area=areas[key], parent_id=parent, valid_from=start, valid_until=end)
        for key, founding in foundings.items()
        for parent, start, end in founding.stands(near)
    ]
    rows = list(_ancestry(list(areas.values()), placements)) if areas else []
    return areas, [
        Write(Area, new=list(areas.values())),
        Write(Placement, new=placements),
        Write(Ancestry, new=rows),
    ]


def _ancestry(areas: list[Area], placements: list[Placement]) -> Iterable[Ancestry]:
    """As areas.ancestry.rebuild() would derive it, before the hamlets have keys: they go by negative numbers."""
    lineage = ancestry.read_lineage([])
    numbers = {id(area): -number for number, area in enumerate(areas, 1)}
    for area in areas:
        lineage.lives[numbers[id(area)]] = (area.valid_from, area.valid_until)
    for placement in placements:
        lineage.place(numbers[id(placement.area)], placement.parent_id, placement.valid_from, placement.valid_until)
    for area in areas:
        for holder, start, end in lineage.rows(numbers[id(area)]):
            held_by = {"ancestor": area} if holder < 0 else {"ancestor_id": holder}
            yield Ancestry(descendant=area, valid_from=start, valid_until=end, **held_by)


def refuse_doubles(foundings: dict[str, Founding], areas: dict[str, Area]) -> None:
    """To be called inside the transaction of saving. Meanwhile when somebody entered one of the hamlets just now."""
    parents = {key: (founding.former or founding.commune).pk for key, founding in foundings.items()}
    communes = Area.objects.select_for_update().filter(pk__in=set(parents.values())).order_by("pk")
    list(communes.values_list("pk"))  # two officers saving one hamlet: the second one waits here
    placed = Placement.objects.filter(parent__in=set(parents.values()), area__level=Level.HAMLET)
    standing = defaultdict(list)
    for hamlet, parent, until, *name in placed.values_list("area", "parent", "valid_until", *NAME):
        standing[parent, *name].append((hamlet, until))
    for key, area in areas.items():
        same = standing[parents[key], area.kind, area.sort_key]
        if any(hamlet != area.pk and until >= area.valid_from for hamlet, until in same):
            raise Meanwhile(Area._meta.label)
