"""Boundaries with as many corners as a page can show.

Each corner goes to the nearest point of a grid, for itself: what two neighbours share stays shared, without gaps.
"""

from itertools import groupby

from areas.boundaries.reading import Ring
from areas.models import Level

UNITS = 10_000  # of a degree, in which corners are stored
GRID = {Level.COUNTRY: 100, Level.PROVINCE: 40, Level.DISTRICT: 20, Level.COMMUNE: 10, Level.HAMLET: 2}
"""Steps of the grid in those units: 10 of them are about 100 m."""


def simplified(polygons: list[list[Ring]], level: int) -> list[list[list[int]]]:
    """As Shape.polygons keeps them; holes and islets smaller than the grid go, the largest part stays."""
    step = GRID[Level(level)]
    found = [[ring for ring in (_ring(points, step) for points in polygon) if ring] for polygon in polygons]
    kept = [polygon for polygon, original in zip(found, polygons, strict=True) if polygon and _ring(original[0], step)]
    return kept or [[_flat(_rounded(max((p[0] for p in polygons), key=len), 1))]]


def _ring(points: Ring, step: int) -> list[int]:
    corners = _straightened([corner for corner, _same in groupby(_rounded(points, step))])
    return _flat(corners) if len(corners) >= 4 else []


def _rounded(points: Ring, step: int) -> list[tuple[int, int]]:
    return [(round(x * UNITS / step) * step, round(y * UNITS / step) * step) for x, y in points]


def _straightened(corners: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without the corners in the middle of a straight line."""
    kept = corners[:1]
    for here, after in zip(corners[1:], corners[2:], strict=False):
        (x0, y0), (x1, y1), (x2, y2) = kept[-1], here, after
        if (x1 - x0) * (y2 - y1) != (x2 - x1) * (y1 - y0):
            kept.append(here)
    return kept + corners[-1:]


def _flat(corners: list[tuple[int, int]]) -> list[int]:
    return [value for corner in corners for value in corner]
