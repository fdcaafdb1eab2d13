"""Random hierarchies with a history, for property tests: mergers, splits, renames, moves, units without successor.

    @given(hierarchies())
    def test_something(sketch):
        with rolled_back():
            world = build(sketch)   # rows in the database, hamlets carried, ancestry rebuilt

A sketch is plain data, so hypothesis can shrink it; sound as offices keep it: a unit above hamlets never stays
without a living parent, while a hamlet of a split commune may wait for somebody to place it.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from django.db import transaction
from hypothesis import strategies as st

from areas import ancestry
from areas.dates import BEGINNING, FOREVER, ONE_DAY
from areas.models import Area, Level, Placement, Reform, Succession
from areas.reforms import carry_hamlets

REFORM_DAYS = (date(2010, 1, 1), date(2019, 6, 15), date(2025, 7, 1))
TIERS = ((), (Level.PROVINCE,), (Level.PROVINCE, Level.DISTRICT))
WHOLE, PART = Succession.Extent.WHOLE, Succession.Extent.PART


@dataclass
class Unit:
    level: int
    start: date = BEGINNING
    end: date = FOREVER
    placed: list[tuple[date, date, int]] = field(default_factory=list)


@dataclass
class Sketch:
    """Units and successions by their place in the lists; unit 0 is the country."""

    units: list[Unit] = field(default_factory=lambda: [Unit(Level.COUNTRY)])
    successions: list[tuple[date, int, int, str]] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        """Each day on which something begins, and the day before it; the first and the last day of all."""
        starts = {unit.start for unit in self.units} | {p[0] for unit in self.units for p in unit.placed}
        changes = starts - {BEGINNING}
        return sorted({BEGINNING, FOREVER} | changes | {day - ONE_DAY for day in changes})

    def add(self, level: int, parent: int, start: date = BEGINNING) -> int:
        self.units.append(Unit(level, start, placed=[(start, FOREVER, parent)]))
        return len(self.units) - 1

    def living(self, level: int, day: date) -> list[int]:
        return [key for key, unit in enumerate(self.units) if unit.level == level and unit.start <= day <= unit.end]

    def before(self, level: int, day: date) -> list[int]:
        """Units that were there before `day` and have not ended."""
        return [key for key in self.living(level, day) if self.units[key].start < day]

    def close(self, key: int, day: date) -> None:
        unit = self.units[key]
        unit.placed = [(start, min(end, day - ONE_DAY), parent) for start, end, parent in unit.placed if start < day]

    def end(self, key: int, day: date) -> None:
        self.close(key, day)
        self.units[key].end = day - ONE_DAY

    def move(self, key: int, parent: int, day: date) -> None:
        self.close(key, day)
        self.units[key].placed.append((day, FOREVER, parent))

    def succeed(self, day: date, old: int, new: int, extent: str = WHOLE) -> None:
        self.successions.append((day, old, new, extent))


@st.composite
def hierarchies(draw) -> Sketch:
    sketch = Sketch()
    levels = [*draw(st.sampled_from(TIERS)), Level.COMMUNE, Level.HAMLET]
    above = dict(zip(levels, [Level.COUNTRY, *levels], strict=False))
    for level in levels:
        for parent in sketch.living(above[level], BEGINNING):
            for _ in range(draw(st.integers(0 if level == Level.HAMLET else 1, 2))):
                sketch.add(level, parent)
    for day in sorted(draw(st.sets(st.sampled_from(REFORM_DAYS), min_size=1, max_size=2))):
        for level in levels:
            _rehouse(draw, sketch, level, above, day)
            for change in draw(st.lists(st.sampled_from(CHANGES), max_size=2)):
                change(draw, sketch, level, sketch.living(above[level], day), day)
            if level == Level.DISTRICT and draw(st.booleans()):
                for key in sketch.before(level, day):
                    sketch.end(key, day)
    return sketch


def _rehouse(draw, sketch, level, above, day):
    """Give every unit whose parent ended a new one, as the decision of a reform does; hamlets may have to wait."""
    while above[level] != Level.COUNTRY and not sketch.living(above[level], day):
        above[level] = above[above[level]]  # that tier is gone
    homes = sketch.living(above[level], day)
    for key in sketch.before(level, day):
        start, _end, parent = sketch.units[key].placed[-1]
        if sketch.units[parent].end < day and (level != Level.HAMLET or draw(st.integers(0, 3)) == 0):
            heirs = [new for since, old, new, _extent in sketch.successions if old == parent and since == day]
            sketch.move(key, draw(st.sampled_from([h for h in heirs if h in homes] or homes)), day)


def _merge(draw, sketch, level, homes, day):
    old = sketch.before(level, day)
    if len(old) < 2:
        return
    merged = draw(st.lists(st.sampled_from(old), min_size=1, max_size=3, unique=True))
    rest = [key for key in old if key not in merged]
    joins = bool(rest) and draw(st.booleans())
    heir = draw(st.sampled_from(rest)) if joins else sketch.add(level, draw(st.sampled_from(homes)), day)
    for key in merged:
        sketch.end(key, day)
        sketch.succeed(day, key, heir)


def _split(draw, sketch, level, homes, day):
    for key in sketch.before(level, day)[:1]:
        for _ in range(2):
            sketch.succeed(day, key, sketch.add(level, draw(st.sampled_from(homes)), day), PART)
        sketch.end(key, day)


def _give_a_part(draw, sketch, level, homes, day):
    for key in sketch.before(level, day)[-1:]:
        sketch.succeed(day, key, sketch.add(level, draw(st.sampled_from(homes)), day), PART)


def _rename(draw, sketch, level, homes, day):
    for key in sketch.before(level, day)[-1:]:
        last = sketch.units[key].placed[-1][2]
        sketch.end(key, day)
        parent = last if last in homes else draw(st.sampled_from(homes))
        sketch.succeed(day, key, sketch.add(level, parent, day))


def _move(draw, sketch, level, homes, day):
    old = sketch.before(level, day)
    if old:
        sketch.move(draw(st.sampled_from(old)), draw(st.sampled_from(homes)), day)


def _found(draw, sketch, level, homes, day):
    sketch.add(level, draw(st.sampled_from(homes)), day)


def _end(draw, sketch, level, homes, day):
    old = sketch.before(level, day)
    if len(old) > 1:
        sketch.end(draw(st.sampled_from(old)), day)


CHANGES = (_merge, _split, _rename, _move, _found, _end, _give_a_part)


@contextmanager
def rolled_back():
    """One example's rows, gone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build(sketch: Sketch) -> SimpleNamespace:
    """Write the sketch: .areas as in sketch.units, .hamlets, .days; hamlets carried, ancestry rebuilt."""
    areas = [
        Area(level=unit.level, kind=Level(unit.level).name, name=f"{key}", valid_from=unit.start, valid_until=unit.end)
        for key, unit in enumerate(sketch.units)
    ]
    for area in areas:
        area.derive_keys()
    areas = Area.objects.bulk_create(areas)
    Placement.objects.bulk_create(
        Placement(area=areas[key], parent=areas[parent], valid_from=start, valid_until=end)
        for key, unit in enumerate(sketch.units)
        for start, end, parent in unit.placed
    )
    days = sorted({day for day, *_ in sketch.successions})
    reforms = {day: Reform.objects.create(name=f"{day}", effective_on=day) for day in days}
    Succession.objects.bulk_create(
        Succession(reform=reforms[day], old=areas[old], new=areas[new], extent=extent)
        for day, old, new, extent in sketch.successions
    )
    for day in days:
        carry_hamlets(reforms[day])
    ancestry.rebuild()
    known = Area.objects.in_bulk([area.pk for area in areas])  # with what was derived
    areas = [known[area.pk] for area in areas]
    hamlets = [area for area in areas if area.level == Level.HAMLET]
    return SimpleNamespace(areas=areas, hamlets=hamlets, days=sketch.days)
