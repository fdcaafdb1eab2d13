"""The units that a list may speak of, read from the database at once and kept by every way to write their names."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from areas.history import REFORMS_AT_MOST
from areas.models import Area, Level, Placement, Succession
from areas.places import with_former
from imports.placenames import Spoken, keys_of, read_place, spelling

COLUMNS = ("pk", "level", "kind", "name", "code", "valid_from", "valid_until")


@dataclass(frozen=True, slots=True)
class Place:
    """An Area as far as lists need it: thousands of them are read at once."""

    pk: int
    level: int = field(compare=False)
    kind: str = field(compare=False)
    name: str = field(compare=False)
    code: str = field(compare=False)
    valid_from: date = field(compare=False)
    valid_until: date = field(compare=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".strip()

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


class Pool:
    """Places by the keys of their names."""

    def __init__(self, places: Iterable[Place]):
        self.places = list(dict.fromkeys(places))

    @cached_property
    def by_key(self) -> dict[str, list[Place]]:
        by_key = defaultdict(list)
        for place in self.places:
            for key in keys_of(place.kind, place.name):
                by_key[key].append(place)
        return by_key

    def named(self, spoken: Spoken) -> list[Place]:
        """Those of that name, and of that kind when one is written; of several, those spelt with the same tones."""
        found = list(dict.fromkeys(place for key in spoken.keys for place in self.by_key.get(key, ())))
        if len(found) > 1:
            alike = [place for place in found if {spelling(str(place)), spelling(place.name)} & spoken.spelt]
            return alike or found
        return found


class Region:
    """The communes and hamlets of the unit into which a list is imported, what they came from and became."""

    def __init__(self, area: Area | None):
        self.area = area if area is not None and area.level > Level.COUNTRY else None
        self.day = min(timezone.localdate(), area.valid_until) if self.area else timezone.localdate()
        self.places: dict[int, Place] = {}
        self.became: dict[int, dict[Place, bool]] = defaultdict(dict)  # old -> {new: the whole went there}
        self.communes = Pool(self._read_communes())
        self._read_hamlets()

    def heirs_on(self, place: Place, day: date) -> dict[Place, bool]:
        """The unit itself, or those that carry it on on `day`; True where the whole went there."""
        heirs = {place: True}
        for _step in range(REFORMS_AT_MOST):
            if all(heir.valid_until >= day for heir in heirs):
                break
            later: dict[Place, bool] = {}
            for heir, whole in heirs.items():
                steps = {heir: True} if heir.valid_until >= day else self.became[heir.pk]
                for new, all_of_it in steps.items():
                    later[new] = later.get(new, True) and whole and all_of_it
            heirs = later
        return heirs

    def hamlets_in(self, communes: Iterable[Place]) -> Pool:
        """The hamlets that stand or stood in one of the communes."""
        key = frozenset(commune.pk for commune in communes)
        if key not in self._pools:
            stood = (hamlet for pk in sorted(key) for hamlet in self.stood_in.get(pk, ()))
            self._pools[key] = Pool(stood)
        return self._pools[key]

    def hamlet_label(self, hamlet: Place) -> str:
        """ "Ấp 1 – Xã Tân Hòa (trước đây Thị trấn Một Ngàn)"."""
        parents = self.parents.get(hamlet.pk, [])
        if not parents:
            return str(hamlet)
        label = f"{hamlet} – {parents[-1]}"
        former = str(parents[-2]) if parents[1:] else ""
        return with_former(label, former if former != str(parents[-1]) else None)

    def commune_of(self, hamlet: Place) -> Place | None:
        """Where the hamlet stands, or stood last."""
        parents = self.parents.get(hamlet.pk)
        return parents[-1] if parents else None

    # --- reading ---

    def _read_communes(self) -> list[Place]:
        """Those of the area today and all they came from; also learns what these became."""
        inside = self._read(self._below(Level.COMMUNE))
        fresh, known = {place.pk for place in inside}, {place.pk: place for place in inside}
        links = Succession.objects.filter(old__level=Level.COMMUNE, new__level=Level.COMMUNE)
        if self.area is None:
            self._learn(links)
            return list(known.values())
        while fresh:
            olds = self._learn(links.filter(new__in=fresh))
            fresh = {old.pk for old in olds} - known.keys()
            known |= {old.pk: old for old in olds}
        reached = known.keys()
        while reached:
            before = set(self.places)
            self._learn(links.filter(old__in=reached))
            reached = self.places.keys() - before
        return list(known.values())

    def _learn(self, links: QuerySet) -> list[Place]:
        """The old units of the successions; notes where they went when they ended."""
        ends = [f"old__{column}" for column in COLUMNS], [f"new__{column}" for column in COLUMNS]
        olds = []
        for row in links.values_list(*ends[0], *ends[1], "extent", "reform__effective_on"):
            old, new = self._place(row[:7]), self._place(row[7:14])
            olds.append(old)
            if row[15] > old.valid_until:
                self.became[old.pk][new] = row[14] == Succession.Extent.WHOLE
        return olds

    def _read_hamlets(self) -> None:
        self.parents: dict[int, list[Place]] = defaultdict(list)
        self.stood_in: dict[int, list[Place]] = defaultdict(list)
        self._pools: dict[frozenset, Pool] = {}
        placed = Placement.objects.filter(area__in=self._below(Level.HAMLET).values("pk")).order_by("valid_from", "pk")
        columns = [f"area__{column}" for column in COLUMNS], [f"parent__{column}" for column in COLUMNS]
        hamlets = []
        for row in placed.values_list(*columns[0], *columns[1]):
            hamlet, parent = self._place(row[:7]), self._place(row[7:])
            hamlets.append(hamlet)
            self.parents[hamlet.pk].append(parent)
            self.stood_in[parent.pk].append(hamlet)
        self.hamlets = Pool(hamlets)

    def _below(self, level: Level) -> QuerySet:
        """The units of that level in the area, on its last map or today's; of a hamlet, the commune that holds it."""
        units = Area.objects.filter(level=level)
        if self.area is None:
            return units
        if level == Level.COMMUNE and self.area.level == Level.HAMLET:
            return units.filter(pk__in=Area.objects.above(self.area, self.day).order_by().values("pk"))
        return units.under(self.area, self.day)

    def _read(self, units: QuerySet) -> list[Place]:
        return [self._place(row) for row in units.order_by("sort_key", "pk").values_list(*COLUMNS)]

    def _place(self, row: tuple) -> Place:
        known = self.places.get(row[0])
        if known is None:
            known = self.places[row[0]] = Place(*row)
        return known


class Country:
    """All units down to communes, for what is named beyond the area of the import and to tell homonyms apart."""

    def __init__(self):
        rows = Area.objects.filter(level__lt=Level.HAMLET).order_by("sort_key", "pk").values_list(*COLUMNS)
        self.places = {row[0]: Place(*row) for row in rows}
        self.communes = Pool(place for place in self.places.values() if place.level == Level.COMMUNE)
        self.larger = Pool(place for place in self.places.values() if place.level < Level.COMMUNE)

    @cached_property
    def by_code(self) -> dict[str, list[Place]]:
        by_code = defaultdict(list)
        for place in self.places.values():
            by_code[place.code].append(place)
        return by_code

    @cached_property
    def parent(self) -> dict[int, int]:
        """Where each unit stood last."""
        placed = Placement.objects.filter(area__level__lt=Level.HAMLET).order_by("valid_from")
        return dict(placed.values_list("area", "parent"))

    def chain(self, place: Place) -> list[Place]:
        """The unit and those above it, without the country."""
        chain, key = [], place.pk
        while key in self.places and self.places[key].level > Level.COUNTRY:
            chain.append(self.places[key])
            key = self.parent.get(key)
        return chain

    def full_label(self, place: Place) -> str:
        return ", ".join(map(str, self.chain(place))) or str(place)

    def stands_in(self, place: Place, above: Iterable[str]) -> bool:
        """Whether each of the larger units that a text names holds the place."""
        held = [keys_of(unit.kind, unit.name) for unit in self.chain(place)[1:]]
        return all(any(keys & set(read_place(text).keys) for keys in held) for text in above)
