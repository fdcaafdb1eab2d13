"""Ancestry: who holds whom on which day, derived from placements and successions.

Every unit has ancestors on every day, also before it began and after it ended, so that no fact ever falls
out of a total when figures are read on the map of another day:

* in force: the unit itself and the ancestors of its parent on that day. A gap between placements keeps
  the last parent, days before the first placement take the first.
* after its end: the ancestors of its successor; of several successors, only what all of them share (the
  lowest unit that holds all parts). A unit without successor (the districts of 2025): what its sub-units
  that live on share (hamlets are not asked); else the ancestors of its last parent.
* before its beginning: what all its predecessors share; without predecessor, the ancestors of its first parent.

Successor is who takes over when the unit ends, predecessor who gives when it begins: a part given away in the
middle of a life tells nothing of a unit's end, and a unit that joins later nothing of its beginning.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

from django.db import transaction
from django.db.models import F, Max, Q

from areas.dates import BEGINNING, FOREVER, ONE_DAY
from areas.lots import in_lots
from areas.models import Ancestry, Area, Level, Placement, Succession
from areas.signals import ancestry_changed

BATCH, UNITS_A_STATEMENT = 5000, 400
Row = tuple[int, int, date, date]
"""descendant, ancestor, valid_from, valid_until"""
EVERYWHERE = {Level.PROVINCE, Level.COMMUNE, Level.HAMLET}  # districts ended in 2025


@dataclass(frozen=True, slots=True)
class Span:
    """Units that hold one unit from a day until a day, both included."""

    start: date
    end: date
    units: frozenset[int]


def clip(spans: Iterable[Span], start: date, end: date) -> list[Span]:
    return [
        Span(max(span.start, start), min(span.end, end), span.units)
        for span in spans
        if span.start <= end and span.end >= start
    ]


def shared(left: list[Span], right: list[Span]) -> list[Span]:
    """What two timelines over the same days have in common."""
    return [
        Span(piece.start, piece.end, piece.units & span.units)
        for span in left
        for piece in clip(right, span.start, span.end)
    ]


@dataclass
class Lineage:
    """The hierarchy in memory: life and level of each unit, its placements by day, successors and predecessors."""

    lives: dict[int, tuple[date, date]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    placements: dict[int, list[tuple[date, date, int]]] = field(default_factory=lambda: defaultdict(list))
    successors: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    predecessors: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    children: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    known: dict[int, list[Span]] = field(default_factory=dict)
    asking: set[int] = field(default_factory=set)

    def add(self, area: int, level: int, start: date, end: date) -> None:
        self.lives[area], self.levels[area] = (start, end), level

    def place(self, area: int, parent: int, start: date, end: date) -> None:
        self.placements[area].append((start, end, parent))

    def succeed(self, old: int, new: int, day: date) -> None:
        if day > self.lives[old][1]:
            self.successors[old].append(new)
        if day <= self.lives[new][0]:
            self.predecessors[new].append(old)

    def holders(self, area: int, start: date = BEGINNING, end: date = FOREVER) -> list[Span]:
        """The units in force that hold `area` on each day from `start` to `end`, itself included while in force."""
        born, died = self.lives[area]
        spans = []
        if start < born:
            spans += self._before(area, start, min(end, born - ONE_DAY))
        if start <= died and end >= born:
            spans += clip(self._alive(area), max(start, born), min(end, died))
        if end > died:
            spans += self._after(area, max(start, died + ONE_DAY), end)
        return spans

    def _alive(self, area: int) -> list[Span]:
        if area in self.known:
            return self.known[area]
        spans = [
            Span(span.start, span.end, span.units | {area})
            for start, end, parent in self._parents(area)
            for span in self._through(parent, start, end)
        ]
        if not self.asking:
            self.known[area] = spans
        return spans

    def _parents(self, area: int) -> list[tuple[date, date, int | None]]:
        """The parent on each day of the unit's life, gaps closed."""
        born, died = self.lives[area]
        placed = sorted(p for p in self.placements[area] if p[0] <= died and p[1] >= born)
        if not placed:
            return [(born, died, None)]
        starts = [born] + [max(start, born) for start, _end, _parent in placed[1:]]
        ends = [start - ONE_DAY for start in starts[1:]] + [died]
        return [(s, e, parent) for s, e, (_s, _e, parent) in zip(starts, ends, placed, strict=True) if s <= e]

    def _after(self, area: int, start: date, end: date) -> list[Span]:
        heirs = self.successors[area] or self._survivors(area)
        return self._instead_of(area, heirs, self._parents(area)[-1][2], start, end)

    def _before(self, area: int, start: date, end: date) -> list[Span]:
        return self._instead_of(area, self.predecessors[area], self._parents(area)[0][2], start, end)

    def _instead_of(self, area: int, others: list[int], parent: int | None, start: date, end: date) -> list[Span]:
        """What `others` share on days without `area`; the ancestors of its parent when nobody answers for it.

        Dates that leave a day between old and new would have the two ask each other for ever: who asks is
        not asked back.
        """
        if not others or area in self.asking:
            return self._through(parent, start, end)
        self.asking.add(area)
        spans = reduce(shared, (self.holders(other, start, end) for other in others))
        self.asking.remove(area)
        return spans

    def _survivors(self, area: int) -> list[int]:
        """Sub-units at the unit's end that a successor or another parent carried on."""
        end = self.lives[area][1]
        last = [c for c in self.children[area] if any(p[2] == area and p[1] >= end for p in self.placements[c])]
        return sorted(
            child
            for child in last
            if (self.lives[child][1] == end and self.successors[child])
            or any(p[0] == end + ONE_DAY and p[2] != area for p in self.placements[child])
        )

    def _through(self, parent: int | None, start: date, end: date) -> list[Span]:
        return [Span(start, end, frozenset())] if parent is None else self.holders(parent, start, end)

    def rows(self, area: int, spans: list[Span]) -> Iterator[tuple[int, date, date]]:
        """(ancestor, valid_from, valid_until) of `area` with these holders(), adjacent days joined; itself for all
        time."""
        yield area, BEGINNING, FOREVER
        running: dict[int, tuple[date, date]] = {}
        for span in spans:
            for unit in span.units - {area}:
                start, end = running.get(unit, (span.start, None))
                if end is not None and end + ONE_DAY != span.start:
                    yield unit, start, end
                    start = span.start
                running[unit] = (start, span.end)
        for unit, (start, end) in running.items():
            yield unit, start, end

    def is_loose(self, area: int, spans: list[Span]) -> bool:
        """Area.loose, of one with these holders()."""
        wanted = {level for level in EVERYWHERE if level <= self.levels[area]}
        return any(wanted - {self.levels[unit] for unit in span.units} for span in spans)


def read_lineage(hamlets: Iterable[int] | None = None) -> Lineage:
    """The whole hierarchy down to communes, and of the hamlets those given; None for all.

    What a hamlet came from, and what became of it, must be among those given: see rebuild().
    """
    wanted = Area.objects.all()
    placements = Placement.objects.filter(parent__level__lt=F("area__level"))
    if hamlets is not None:
        wanted = wanted.filter(Q(level__lt=Level.HAMLET) | Q(pk__in=hamlets))
        placements = placements.filter(area__in=wanted.values("pk"))
    lineage = Lineage()
    for unit in wanted.values_list("pk", "level", "valid_from", "valid_until"):
        lineage.add(*unit)
    columns = ("area", "parent", "valid_from", "valid_until", "area__level")
    for area, parent, start, end, level in placements.values_list(*columns):
        lineage.place(area, parent, start, end)
        if level < Level.HAMLET:
            lineage.children[parent].add(area)
    for old, new, day in Succession.objects.order_by("pk").values_list("old", "new", "reform__effective_on"):
        if old in lineage.lives and new in lineage.lives:
            lineage.succeed(old, new, day)
    return lineage


def _with_relatives(hamlets: Iterable[int]) -> set[int]:
    """These hamlets, what became of them and what they came from, however many reforms away."""
    known = fresh = set(hamlets)
    of_hamlets = Succession.objects.filter(old__level=Level.HAMLET)
    while fresh:
        links = of_hamlets.filter(Q(old__in=fresh) | Q(new__in=fresh)).values_list("old", "new")
        fresh = {pk for link in links for pk in link} - known
        known = known | fresh
    return known


@transaction.atomic
def rebuild(areas: Iterable[Area] | None = None) -> int:
    """Derive the ancestry of `areas`, or of every unit when none are given; return the number of rows that changed.

    A new or moved hamlet needs only itself and its relatives, whose ancestry is derived too; a reform of units that
    hold others needs the whole.
    """
    keys = None if areas is None else _with_relatives(area.pk for area in areas)
    lineage = read_lineage(keys)
    asked = lineage.lives.keys() if keys is None else keys
    wanted, loose = _derive(lineage, asked)
    _mark(asked, loose)
    rows = Ancestry.objects.all() if keys is None else Ancestry.objects.filter(descendant__in=keys)
    stale = {}
    for key, *row in rows.values_list("pk", "descendant", "ancestor", "valid_from", "valid_until"):
        if tuple(row) in wanted:
            wanted.remove(tuple(row))
        else:
            stale[key] = tuple(row)
    for lot in in_lots(stale, BATCH):
        Ancestry.objects.filter(pk__in=lot).delete()
    fresh = [Ancestry(descendant_id=d, ancestor_id=a, valid_from=s, valid_until=e) for d, a, s, e in sorted(wanted)]
    Ancestry.objects.bulk_create(fresh, batch_size=BATCH)
    changed = [*wanted, *stale.values()]
    if changed:
        places, units = ({row[column] for row in changed} for column in (0, 1))
        _date(units)
        ancestry_changed.send(sender=Ancestry, units=units, places=places)
    return len(stale) + len(fresh)


def _derive(lineage: Lineage, units: Collection[int]) -> tuple[set[Row], set[int]]:
    """The ancestry of these units, and which of them are loose."""
    wanted, loose = set(), set()
    for unit in units:
        spans = lineage.holders(unit)
        wanted.update((unit, *row) for row in lineage.rows(unit, spans))
        if lineage.is_loose(unit, spans):
            loose.add(unit)
    return wanted, loose


def _date(units: set[int]) -> None:
    """Tell each unit since when it holds what it holds on its last day."""
    left = Max("valid_until", filter=Q(valid_until__lt=F("ancestor__valid_until")))
    held = Ancestry.objects.filter(ancestor__among=units).exclude(ancestor=F("descendant"))
    rows = held.values_list("ancestor").annotate(came=Max("valid_from"), left=left)
    since = {unit: max(came, left + ONE_DAY if left else came) for unit, came, left in rows}
    known = Area.objects.filter(pk__among=units).only("held_since")
    changed = [unit for unit in known if unit.held_since != since.get(unit.pk, BEGINNING)]
    for unit in changed:
        unit.held_since = since.get(unit.pk, BEGINNING)
    Area.objects.bulk_update(changed, ["held_since"], batch_size=UNITS_A_STATEMENT)


def _mark(units: Collection[int], loose: set[int]) -> None:
    """Tell each unit whether it is loose."""
    known = Area.objects.filter(pk__among=units)
    for is_loose in (True, False):
        wrong = known.filter(loose=not is_loose).values_list("pk", flat=True)
        Area.objects.filter(pk__among=[unit for unit in wrong if (unit in loose) == is_loose]).update(loose=is_loose)
