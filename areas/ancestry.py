"""Ancestry: who holds whom on which day, derived from placements and successions.

Every unit has ancestors on every day, also before it began and after it ended, so that no fact ever falls
out of a total when figures are read on the map of another day:

* in force: the unit itself and the ancestors of its parent on that day. A gap between placements keeps
  the last parent, days before the first placement take the first.
* after its end: the ancestors of its successor; of several successors, only what all of them share (the
  lowest unit that holds all parts). A unit without successor (the districts of 2025): what its sub-units
  that live on share (hamlets are not asked); else the ancestors of its last parent.
* before its beginning: what all its predecessors share; without predecessor, the ancestors of its first parent.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

from django.db import transaction

from areas.dates import BEGINNING, FOREVER, ONE_DAY
from areas.models import Ancestry, Area, Level, Placement, Succession


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
    """The hierarchy in memory: life of each unit, its placements by day, successors and predecessors."""

    lives: dict[int, tuple[date, date]]
    placements: dict[int, list[tuple[date, date, int]]] = field(default_factory=lambda: defaultdict(list))
    successors: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    predecessors: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    children: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    known: dict[int, list[Span]] = field(default_factory=dict)

    def place(self, area: int, parent: int, start: date, end: date) -> None:
        self.placements[area].append((start, end, parent))

    def succeed(self, old: int, new: int) -> None:
        self.successors[old].append(new)
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
        if area not in self.known:
            self.known[area] = [
                Span(span.start, span.end, span.units | {area})
                for start, end, parent in self._parents(area)
                for span in (self.holders(parent, start, end) if parent else [Span(start, end, frozenset())])
            ]
        return self.known[area]

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
        if heirs:
            return self._shared_by(heirs, start, end)
        return self._through(self._parents(area)[-1][2], start, end)

    def _before(self, area: int, start: date, end: date) -> list[Span]:
        if self.predecessors[area]:
            return self._shared_by(self.predecessors[area], start, end)
        return self._through(self._parents(area)[0][2], start, end)

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

    def _shared_by(self, areas: list[int], start: date, end: date) -> list[Span]:
        return reduce(shared, (self.holders(area, start, end) for area in areas))

    def rows(self, area: int) -> Iterator[tuple[int, date, date]]:
        """(ancestor, valid_from, valid_until) of `area`, adjacent days joined; itself for all time."""
        yield area, BEGINNING, FOREVER
        running: dict[int, tuple[date, date]] = {}
        for span in self.holders(area):
            for unit in span.units - {area}:
                start, end = running.get(unit, (span.start, None))
                if end is not None and end + ONE_DAY != span.start:
                    yield unit, start, end
                    start = span.start
                running[unit] = (start, span.end)
        for unit, (start, end) in running.items():
            yield unit, start, end


def read_lineage(areas: Iterable[int] = ()) -> Lineage:
    """The whole hierarchy down to communes, and of the hamlets those named; all of them when none is named."""
    wanted = Area.objects.all()
    placements = Placement.objects.all()
    areas = list(areas)
    if areas:
        above = Area.objects.filter(level__lt=Level.HAMLET)
        wanted = above | Area.objects.filter(pk__in=areas)
        placements = placements.filter(area__in=wanted.values("pk"))
    lineage = Lineage({pk: (start, end) for pk, start, end in wanted.values_list("pk", "valid_from", "valid_until")})
    columns = ("area", "parent", "valid_from", "valid_until", "area__level")
    for area, parent, start, end, level in placements.values_list(*columns):
        lineage.place(area, parent, start, end)
        if level < Level.HAMLET:
            lineage.children[parent].add(area)
    for old, new in Succession.objects.order_by("pk").values_list("old", "new"):
        if old in lineage.lives and new in lineage.lives:
            lineage.succeed(old, new)
    return lineage


@transaction.atomic
def rebuild(areas: Iterable[Area] = ()) -> int:
    """Derive the ancestry of `areas`, or of every unit; return the number of rows written.

    A new or moved hamlet needs only itself; a reform of units that hold others needs the whole.
    """
    keys = [area.pk for area in areas]
    lineage = read_lineage(keys)
    stale = Ancestry.objects.filter(descendant__in=keys) if keys else Ancestry.objects.all()
    stale.delete()
    rows = [
        Ancestry(ancestor_id=ancestor, descendant_id=area, valid_from=start, valid_until=end)
        for area in (keys or lineage.lives)
        for ancestor, start, end in lineage.rows(area)
    ]
    return len(Ancestry.objects.bulk_create(rows, batch_size=5000))
