"""Boundaries from a file: GeoJSON or TopoJSON, opened with suspicion. Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

Ring = list[tuple[float, float]]
"""Longitude and latitude of each corner; the last one is the first again."""

LARGEST = 200 * 1024 * 1024  # bytes
WEST, EAST, SOUTH, NORTH = 100.0, 119.0, 5.0, 25.0  # around Viet Nam with its islands, generously


class BadBoundaries(ValueError):
    """The file cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Outline:
    """`number`: which feature of the file, from 1; `properties` as they stand there."""

    number: int
    properties: dict
    polygons: list[list[Ring]]


def read_file(data: bytes) -> list[Outline]:
    """Every feature with an area; raises BadBoundaries."""
    if len(data) > LARGEST:
        raise BadBoundaries(_("Tệp lớn hơn 200 MB. Xuất lại với ít đỉnh hơn, hoặc nạp từng tỉnh."))
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadBoundaries(
            _("Tệp không phải là JSON (%(error)s). Cần GeoJSON hoặc TopoJSON, xuất từ QGIS chẳng hạn.")
            % {"error": str(error)[:80]}
        ) from error
    features = _features(found)
    outlines = [_outline(number, *feature) for number, feature in enumerate(features, start=1)]
    if not any(outline.polygons for outline in outlines):
        raise BadBoundaries(_("Tệp không có vùng nào (Polygon, MultiPolygon). Xem lại lớp dữ liệu đã xuất."))
    return [outline for outline in outlines if outline.polygons]


def _features(found) -> Iterator[tuple[dict, dict | None]]:
    """(properties, geometry in GeoJSON's way) of each feature."""
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "FeatureCollection" and isinstance(found.get("features"), list):
        for feature in found["features"]:
            if not isinstance(feature, dict):
                raise BadBoundaries(_("Danh sách features có phần tử không phải là Feature."))
            yield feature.get("properties") or {}, feature.get("geometry")
    elif kind == "Topology" and isinstance(found.get("objects"), dict):
        yield from _of_topology(found)
    else:
        raise BadBoundaries(
            _("Không phải GeoJSON FeatureCollection hay TopoJSON Topology (type: %(kind)s).")
            % {"kind": str(kind)[:40]}
        )


def _of_topology(found: dict) -> Iterator[tuple[dict, dict | None]]:
    arcs = _arcs(found)
    for thing in found["objects"].values():
        for geometry in thing.get("geometries", [thing]):
            yield geometry.get("properties") or {}, _unpacked(geometry, arcs)


def _arcs(found: dict) -> list[Ring]:
    """Arcs as coordinates: with a transform they are whole numbers, each the step from the one before."""
    transform = found.get("transform")
    try:
        if not transform:
            return [[(float(x), float(y)) for x, y, *_z in arc] for arc in found["arcs"]]
        (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
        arcs = []
        for arc in found["arcs"]:
            x = y = 0
            points = []
            for step_x, step_y, *_z in arc:
                x, y = x + step_x, y + step_y
                points.append((x * scale_x + left, y * scale_y + bottom))
            arcs.append(points)
        return arcs
    except (KeyError, TypeError, ValueError) as error:
        raise BadBoundaries(_("TopoJSON hỏng: phần arcs hoặc transform không đọc được.")) from error


def _unpacked(geometry: dict, arcs: list[Ring]) -> dict | None:
    def ring(indexes: list[int]) -> Ring:
        points: Ring = []
        for index in indexes:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    kind = geometry.get("type")
    try:
        if kind == "Polygon":
            return {"type": kind, "coordinates": [ring(indexes) for indexes in geometry["arcs"]]}
        if kind == "MultiPolygon":
            return {"type": kind, "coordinates": [[ring(part) for part in indexes] for indexes in geometry["arcs"]]}
    except (IndexError, KeyError, TypeError) as error:
        raise BadBoundaries(_("TopoJSON hỏng: một vùng trỏ tới cung không có trong tệp.")) from error
    return None


def _outline(number: int, properties: dict, geometry: dict | None) -> Outline:
    """Points, lines and empty geometries have no polygons."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    raw = {"Polygon": lambda: [geometry["coordinates"]], "MultiPolygon": lambda: geometry["coordinates"]}
    try:
        polygons = [[_ring(number, ring) for ring in polygon] for polygon in raw.get(kind, list)()]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        if isinstance(error, BadBoundaries):
            raise
        raise BadBoundaries(_("Vùng thứ %(number)s: tọa độ không đọc được.") % {"number": number}) from error
    return Outline(number, properties, [polygon for polygon in polygons if polygon])


def _ring(number: int, points) -> Ring:
    ring = [(float(x), float(y)) for x, y, *_z in points]
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise BadBoundaries(_("Vùng thứ %(number)s: một đường bao không khép kín.") % {"number": number})
    for x, y in ring:
        if not (WEST <= x <= EAST and SOUTH <= y <= NORTH):
            raise BadBoundaries(_outside(number, x, y))
    return ring


def _outside(number: int, x: float, y: float) -> str:
    words = {"number": number, "x": f"{x:g}", "y": f"{y:g}"}
    if SOUTH <= x <= NORTH and WEST <= y <= EAST:
        return _("Vùng thứ %(number)s: tọa độ (%(x)s, %(y)s) viết vĩ độ trước; GeoJSON viết kinh độ trước.") % words
    if max(abs(x), abs(y)) > 1000:
        return (
            _(
                "Vùng thứ %(number)s: tọa độ (%(x)s, %(y)s) tính bằng mét (VN-2000?). "
                "Xuất lại theo WGS 84 (EPSG:4326), kinh độ và vĩ độ."
            )
            % words
        )
    return _("Vùng thứ %(number)s: tọa độ (%(x)s, %(y)s) nằm ngoài Việt Nam.") % words
