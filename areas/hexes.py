"""Points of units laid out on a grid of hexagons: one unit a cell, nobody on another, neighbours beside each other.

Pure and deterministic: the same points always give the same layout. Each unit takes the free cell nearest to its
place; then units trade cells as long as the sum of the squared distances falls. The smallest such sum crosses nobody
over, so what lies north of another unit stays north of it. Cells are in axial coordinates, a corner at the top.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from math import cos, floor, hypot, inf, radians, sqrt

Point = tuple[float, float]
"""x to the east, y to the south, in any unit of length."""
Cell = tuple[int, int]

STEPS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
ROW = sqrt(3) / 2  # from row to row, for cells that are 1 wide
PACKED = 1.55  # width of a cell in mean distances to the nearest neighbour; more makes tiles larger, places vaguer
FAR = 3.5  # cells; units with more between them and all others are islands, drawn nearer than they lie
ROUNDS = 40  # of trading, at most


def project(lat: float, lon: float, middle: float) -> Point:
    """Kilometres; true at the latitude `middle`, near enough within a country."""
    return 111.32 * lon * cos(radians(middle)), -111.32 * lat


def centre(cell: Cell) -> Point:
    """The middle of a cell, for cells that are 1 wide."""
    return cell[0] + cell[1] / 2, cell[1] * ROW


@lru_cache(maxsize=64)
def layout(points: tuple[Point, ...]) -> tuple[Cell, ...]:
    """A cell for each point, in their order."""
    if not points:
        return ()
    width = width_of(points)
    places = drawn_near([(x / width, y / width) for x, y in points])
    taken: dict[Cell, int] = {}
    cells: list[Cell] = [(0, 0)] * len(places)
    for unit in _from_the_middle(places):
        cells[unit] = _nearest_free(places[unit], taken)
        taken[cells[unit]] = unit
    _trade(places, cells, taken)
    return tuple(cells)


def width_of(points: tuple[Point, ...]) -> float:
    """Of a cell, from the mean distance to the nearest neighbour; the farthest tenth does not count."""
    near = sorted(_to_nearest(points))
    kept = near[: max(1, len(near) * 9 // 10)]
    return PACKED * sum(kept) / len(kept) or 1.0


def _to_nearest(points: tuple[Point, ...]) -> Iterator[float]:
    """For each point the distance to its nearest neighbour; 0 for a single one."""
    order = sorted(points)
    for place, (x, y) in enumerate(order):
        nearest = inf
        for others in (order[place + 1 :], reversed(order[:place])):
            for other_x, other_y in others:
                if abs(other_x - x) >= nearest:
                    break
                nearest = min(nearest, hypot(other_x - x, other_y - y))
        yield nearest if nearest < inf else 0.0


def drawn_near(places: list[Point]) -> list[Point]:
    """Islands far off come nearer on their bearing, so that the map is not mostly sea."""
    first, *others = sorted(_groups(places), key=lambda group: (-len(group), group))
    gap = max(FAR, sqrt(len(places)) / 4)
    moved, shore = dict.fromkeys(first, (0.0, 0.0)), list(first)
    for group in others:
        distance, here, there = min((_apart(places[a], places[b]), a, b) for a in shore for b in group)
        share = min(gap - distance, 0) / distance
        (x, y), (far_x, far_y) = places[here], places[there]
        back_x, back_y = moved[here]
        for unit in group:
            moved[unit] = back_x + (far_x - x) * share, back_y + (far_y - y) * share
        shore += group
    return [(x + moved[unit][0], y + moved[unit][1]) for unit, (x, y) in enumerate(places)]


def _groups(places: list[Point]) -> list[list[int]]:
    """Units linked by steps of at most FAR."""
    boxes = defaultdict(list)
    for unit, (x, y) in enumerate(places):
        boxes[floor(x / FAR), floor(y / FAR)].append(unit)
    found, seen = [], set()
    for unit in range(len(places)):
        if unit not in seen:
            found.append(_linked(unit, places, boxes, seen))
    return found


def _linked(unit: int, places: list[Point], boxes: dict[Cell, list[int]], seen: set[int]) -> list[int]:
    """Every unit that can be reached from this one; all of them go to `seen`."""
    group, front = [], [unit]
    seen.add(unit)
    while front:
        here = front.pop()
        group.append(here)
        column, row = (floor(value / FAR) for value in places[here])
        around = [(column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        for other in [other for box in around for other in boxes.get(box, ())]:
            if other not in seen and _apart(places[here], places[other]) <= FAR:
                seen.add(other)
                front.append(other)
    return sorted(group)


def _apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _from_the_middle(places: list[Point]) -> list[int]:
    """The crowd in the middle is pushed outwards, never the rim into it."""
    x = sum(place[0] for place in places) / len(places)
    y = sum(place[1] for place in places) / len(places)
    return sorted(range(len(places)), key=lambda unit: (_apart(places[unit], (x, y)), places[unit], unit))


def _nearest_free(place: Point, taken: dict[Cell, int]) -> Cell:
    """Ring by ring, until no farther ring can hold a nearer cell."""
    row = round(place[1] / ROW)
    home = round(place[0] - row / 2), row
    best, nearest, radius = home, inf, 0
    while (radius - 1) * ROW <= nearest:
        for cell in _ring(home, radius):
            distance = _apart(centre(cell), place)
            if cell not in taken and (distance, cell) < (nearest, best):
                best, nearest = cell, distance
        radius += 1
    return best


def _ring(cell: Cell, radius: int) -> Iterator[Cell]:
    if radius == 0:
        yield cell
    q, r = cell[0] + STEPS[4][0] * radius, cell[1] + STEPS[4][1] * radius
    for step_q, step_r in STEPS:
        for _step in range(radius):
            yield q, r
            q, r = q + step_q, r + step_r


def _trade(places: list[Point], cells: list[Cell], taken: dict[Cell, int]) -> None:
    """Swap with a neighbour, or move to a free cell beside, wherever both together come nearer to their places."""

    def cost(unit: int, cell: Cell) -> float:
        x, y = centre(cell)
        return (x - places[unit][0]) ** 2 + (y - places[unit][1]) ** 2

    for _round in range(ROUNDS):
        changed = False
        for unit in range(len(places)):
            here = cells[unit]
            for there in _ring(here, 1):
                other = taken.get(there)
                gain = cost(unit, here) - cost(unit, there)
                gain += 0 if other is None else cost(other, there) - cost(other, here)
                if gain > 1e-9:
                    _swap(unit, other, here, there, cells, taken)
                    here, changed = there, True
        if not changed:
            return


def _swap(unit: int, other: int | None, here: Cell, there: Cell, cells: list[Cell], taken: dict[Cell, int]) -> None:
    cells[unit], taken[there] = there, unit
    if other is None:
        del taken[here]
    else:
        cells[other], taken[here] = here, other
