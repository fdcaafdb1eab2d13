"""A map of units: a hexagon each, placed by the official points, or the real boundaries where an office loaded them.

Every map of the country shows Hoàng Sa and Trường Sa: as units of their own, or as marks that follow their holder.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import sqrt

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from areas import hexes
from areas.boundaries.drawing import Outline, holds, middle_of, outlines, sources, with_islands_nearer
from areas.hexes import Point
from areas.models import Area, Level
from areas.points import ARCHIPELAGOS, Archipelago, Place, archipelagos, places_of
from reports.mosaic.standing import Entry, Sort, Standing, standings
from reports.mosaic.tile import Tile
from reports.question import Question
from reports.targets.pace import Pace
from visits.models import Indicator

SIZE = 48  # of a hexagon, from edge to edge
REAL_WIDTH = 640  # of a map of boundaries
ROUND = 1 / sqrt(3)  # from the middle of a hexagon to its corner, when it is 1 wide
CORNERS = ((0, -ROUND), (0.5, -ROUND / 2), (0.5, ROUND / 2), (0, ROUND), (-0.5, ROUND / 2), (-0.5, -ROUND / 2))
NAMED_UP_TO, LETTERED_UP_TO = 40, 400  # tiles
MOST_TILES = 4000  # the country by the communes of today; by its 10,035 former ones nothing could be told apart


@dataclass
class Mosaic:
    """`ended`: how many units of the table are no longer on the map's day; `missing`: those without a place."""

    box: str
    width: int
    day: date
    tiles: list[Tile]
    legend: list[Sort]
    missing: list[str]
    ended: int
    is_real: bool
    sources: list[str]

    @property
    def letters(self) -> str:
        """What is written into a tile; in a boundary only the sign of its state."""
        if len(self.tiles) > LETTERED_UP_TO:
            return ""
        if self.is_real:
            return "signs"
        return "names" if len(self.tiles) <= NAMED_UP_TO else "initials"

    @property
    def markup(self) -> SafeString:
        """The tiles as they are drawn."""
        return mark_safe("\n".join(tile.markup(self.letters) for tile in self.tiles))


@dataclass
class Sheet:
    """Paths and middles by unit (primary key) or archipelago (name)."""

    drawn: dict[int | str, tuple[str, Point]]
    width: float
    height: float


def draw(entries: list[Entry], indicator: Indicator, question: Question) -> Mosaic | None:
    """The map of these units; None when most of them have no place, as hamlets have none, or they are too many."""
    day = question.lens.map_day(question.area, min(question.period.end, question.today))
    standing = [entry for entry in entries if entry.area.in_force(day)]
    places = places_of([entry.area for entry in standing])
    if not 2 <= len(places) <= MOST_TILES or 2 * len(places) < len(standing):
        return None
    marks = _marks(question.area, standing, day)
    real = _real(places, marks, question.area)
    sheet = real or _hexagons(places, marks)
    told, legend = standings(standing, indicator, question)
    return Mosaic(
        box=f"0 0 {sheet.width:.0f} {sheet.height:.0f}",
        width=round(sheet.width),
        day=day,
        tiles=sorted([*_units(sheet, told), *_islands(sheet, marks, told)], key=_is_drawn_last),
        legend=legend,
        missing=[entry.name for entry in standing if entry.area.pk not in places],
        ended=len(entries) - len(standing),
        is_real=real is not None,
        sources=sources(places) if real else [],
    )


def _marks(area: Area, standing: list[Entry], day: date) -> list[Archipelago]:
    """On a map of the country: the archipelagos that are no unit of it themselves."""
    if area.level != Level.COUNTRY:
        return []
    own = {entry.area.name for entry in standing if entry.area.name in ARCHIPELAGOS and _is_zone(entry.area)}
    return [islands for islands in archipelagos(day) if islands.name not in own]


def _is_zone(area: Area) -> bool:
    return area.kind in ("Đặc khu", "Huyện")


def _hexagons(places: dict[int, Place], marks: list[Archipelago]) -> Sheet:
    points = _projected(places, marks)
    drawn, width, height = _laid_out(tuple(points.values()))
    return Sheet(dict(zip(points, drawn, strict=True)), width, height)


@lru_cache(maxsize=16)
def _laid_out(points: tuple[Point, ...]) -> tuple[list[tuple[str, Point]], float, float]:
    """The hexagon of each point with its middle; width and height of them all."""
    cells = [hexes.centre(cell) for cell in hexes.layout(points)]
    left, top = min(x for x, _y in cells) - 0.6, min(y for _x, y in cells) - 0.65
    middles = [((x - left) * SIZE, (y - top) * SIZE) for x, y in cells]
    right, bottom = max(x for x, _y in cells) + 0.6, max(y for _x, y in cells) + 0.65
    return [(_hexagon(middle), middle) for middle in middles], (right - left) * SIZE, (bottom - top) * SIZE


def _projected(places: dict[int, Place], marks: list[Archipelago]) -> dict[int | str, Point]:
    every = places | {islands.name: islands.place for islands in marks}
    middle = _middle(places)
    return {key: hexes.project(*place, middle) for key, place in every.items()}


def _middle(places: dict[int, Place]) -> float:
    return sum(lat for lat, _lon in places.values()) / len(places)


def _hexagon(middle: Point) -> str:
    x, y = middle
    corners = [f"{x + 0.97 * SIZE * dx:.1f} {y + 0.97 * SIZE * dy:.1f}" for dx, dy in CORNERS]
    return f"M{'L'.join(corners)}Z"


def _real(places: dict[int, Place], marks: list[Archipelago], area: Area) -> Sheet | None:
    """The loaded boundaries, when every unit has one."""
    middle = _middle(places)
    found = outlines(list(places), middle)
    if len(found) < len(places):
        return None
    seen = [islands for islands in marks if not any(holds(found[u], islands.place, middle) for u in found)]
    if area.level != Level.COUNTRY:
        found = with_islands_nearer(found)
    corners = [corner for outline in found.values() for polygon in outline for ring in polygon for corner in ring]
    islands = {mark.name: hexes.project(*mark.place, middle) for mark in seen}
    x, y = zip(*corners, *islands.values(), strict=True)
    scale = REAL_WIDTH / (max(x) - min(x) or 1)
    left, top = min(x) - SIZE / scale / 2, min(y) - SIZE / scale / 2
    drawn = {unit: _outlined(outline, left, top, scale) for unit, outline in found.items()}
    for name, (x_mark, y_mark) in islands.items():
        at = ((x_mark - left) * scale, (y_mark - top) * scale)
        drawn[name] = _hexagon(at), at
    return Sheet(drawn, REAL_WIDTH + SIZE, (max(y) - min(y)) * scale + SIZE)


def _outlined(outline: Outline, left: float, top: float, scale: float) -> tuple[str, Point]:
    rings = [ring for polygon in outline for ring in polygon]
    path = "".join(
        f"M{'L'.join(f'{(x - left) * scale:.1f} {(y - top) * scale:.1f}' for x, y in ring[:-1])}Z" for ring in rings
    )
    x, y = middle_of(outline)
    return path, ((x - left) * scale, (y - top) * scale)


def _is_drawn_last(tile: Tile) -> bool:
    """So that nobody's line lies over the strong lines of those that lag."""
    return tile.state in (Pace.BEHIND, Pace.LATE)


def _units(sheet: Sheet, told: dict[int, Standing]) -> list[Tile]:
    return [_tile(sheet, key, told[key].name, told[key]) for key in sheet.drawn if key in told]


def _islands(sheet: Sheet, marks: list[Archipelago], told: dict[int, Standing]) -> list[Tile]:
    """Each in the colour of the unit that holds it, and leading there."""
    tiles = []
    for islands in marks:
        if islands.name in sheet.drawn:
            holder = next((told[unit] for unit in told if unit in islands.holders), None)
            name = _("Quần đảo %(name)s") % {"name": islands.name}
            standing = holder or Standing(name, "", "", "")
            title = f"{name} ({standing.name})" if holder else name
            tiles.append(_tile(sheet, islands.name, islands.name, standing, title))
    return tiles


def _tile(sheet: Sheet, key: int | str, name: str, standing: Standing, called: str = "") -> Tile:
    path, (x, y) = sheet.drawn[key]
    return Tile(
        path=path,
        x=round(x, 1),
        y=round(y, 1),
        label=name,
        state=standing.state,
        title=": ".join(filter(None, [called or standing.name, standing.text])),
        url=standing.url,
    )
