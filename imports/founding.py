"""New hamlets of a list, in bulk: the rules of areas.hamlets.found(), and everything that stands around a hamlet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
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


class Founded:
    """The hamlets of a list, each by the key of its row: made before they are saved, finished once they are."""

    def __init__(self, foundings: dict[str, Founding], near: Region):
        self.foundings = foundings
        self.areas = {key: founding.area() for key, founding in foundings.items()}
        self.placements = [
            Placement(area=self.areas[key], parent_id=parent, valid_from=start, valid_until=end)
            for key, founding in foundings.items()
            for parent, start, end in founding.stands(near)
        ]
        self.held = list(_ancestry(self.areas.values(), self.placements)) if foundings else []

    def writes(self) -> list[Write]:
        return [Write(Area, new=list(self.areas.values())), Write(Placement, new=self.placements)]

    def finish(self) -> None:
        """To be called inside the transaction of saving. Meanwhile when somebody entered one of them just now."""
        if not self.areas:
            return
        self._refuse_doubles()
        rows = [
            Ancestry(descendant=area, ancestor_id=holder or area.pk, valid_from=start, valid_until=end)
            for area, holder, start, end in self.held
        ]
        Ancestry.objects.bulk_create(rows, batch_size=ancestry.BATCH)

    def _refuse_doubles(self) -> None:
        parents = {key: (founding.former or founding.commune).pk for key, founding in self.foundings.items()}
        communes = Area.objects.select_for_update().filter(pk__in=set(parents.values())).order_by("pk")
        list(communes.values_list("pk"))  # two officers saving one hamlet: the second one waits here
        placed = Placement.objects.filter(parent__in=set(parents.values()), area__level=Level.HAMLET)
        standing = defaultdict(list)
        for hamlet, parent, until, *name in placed.values_list("area", "parent", "valid_until", *NAME):
            standing[parent, *name].append((hamlet, until))
        for key, area in self.areas.items():
            same = standing[parents[key], area.kind, area.sort_key]
            if any(hamlet != area.pk and until >= area.valid_from for hamlet, until in same):
                raise Meanwhile(Area._meta.label)


def _ancestry(areas: Iterable[Area], placements: list[Placement]) -> Iterator[tuple]:
    """(hamlet, holder or None for itself, from, until) as areas.ancestry.rebuild() would derive it.

    Reading the whole hierarchy takes longer than a phone should wait for the database, so it is done before the
    hamlets have keys: they go by negative numbers.
    """
    lineage = ancestry.read_lineage([])
    numbers = {id(area): -number for number, area in enumerate(areas, 1)}
    for area in areas:
        lineage.add(numbers[id(area)], area.level, area.valid_from, area.valid_until)
    for placement in placements:
        lineage.place(numbers[id(placement.area)], placement.parent_id, placement.valid_from, placement.valid_until)
    for area in areas:
        number = numbers[id(area)]
        spans = lineage.holders(number)
        area.loose = lineage.is_loose(number, spans)
        for holder, start, end in lineage.rows(number, spans):
            yield area, holder if holder > 0 else None, start, end
