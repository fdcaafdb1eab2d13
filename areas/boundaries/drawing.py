"""Loaded boundaries as outlines on a sheet."""

from collections.abc import Iterable

from areas.boundaries.simplifying import UNITS
from areas.hexes import Point, drawn_near, project, width_of
from areas.models import Shape
from areas.points import Place

Outline = list[list[list[Point]]]
"""Polygons; of each its outline and its holes; x to the east, y to the south, in kilometres."""
NEAR = 2.5  # degrees


def outlines(units: list[int], middle: float) -> dict[int, Outline]:
    """Unit -> its boundary, true at the latitude `middle`; units without one are not there."""
    shapes = Shape.objects.filter(area__among=units).values_list("area", "polygons")
    return {unit: [[_projected(ring, middle) for ring in polygon] for polygon in shape] for unit, shape in shapes}


def sources(units: Iterable[int]) -> list[str]:
    """Whose boundaries these are."""
    found = Shape.objects.filter(area__in=list(units)).values_list("source", flat=True)
    return list(found.order_by("source").distinct())


def with_islands_nearer(found: dict[int, Outline]) -> dict[int, Outline]:
    """Units far off from all others come nearer on their bearing, as on the map of hexagons."""
    centres = [middle_of(outline) for outline in found.values()]
    width = width_of(tuple(centres))
    moved = drawn_near([(x / width, y / width) for x, y in centres])
    return {
        unit: _shifted(outline, moved_x * width - x, moved_y * width - y)
        for (unit, outline), (x, y), (moved_x, moved_y) in zip(found.items(), centres, moved, strict=True)
    }


def middle_of(outline: Outline) -> Point:
    """Of the part with most corners."""
    ring = max((polygon[0] for polygon in outline), key=len)
    return sum(x for x, _y in ring) / len(ring), sum(y for _x, y in ring) / len(ring)


def holds(outline: Outline, place: Place, middle: float) -> bool:
    """Whether some corner lies within a few degrees of the place."""
    x, y = project(*place, middle)
    reach = NEAR * 111.32
    corners = (corner for polygon in outline for ring in polygon for corner in ring)
    return any(abs(corner_x - x) <= reach and abs(corner_y - y) <= reach for corner_x, corner_y in corners)


def _projected(ring: list[int], middle: float) -> list[Point]:
    pairs = zip(ring[::2], ring[1::2], strict=True)
    return [project(lat / UNITS, lon / UNITS, middle) for lon, lat in pairs]


def _shifted(outline: Outline, east: float, south: float) -> Outline:
    if not (east or south):
        return outline
    return [[[(x + east, y + south) for x, y in ring] for ring in polygon] for polygon in outline]
