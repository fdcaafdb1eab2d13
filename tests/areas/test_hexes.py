"""The layout of tiles, tried with every official unit."""

import csv
from math import dist

import pytest

from areas import hexes
from areas.models import Area
from areas.official import DATA
from areas.points import ARCHIPELAGOS, places_of


def official(name, province=None):
    """Code -> place of the units in a file of areas/data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if province in (None, row.get("province_code"))]
    units = [Area(pk=row["code"], code=row["code"]) for row in rows]
    for unit, row in zip(units, rows, strict=True):
        unit.lat, unit.lon = (float(row[key]) if row[key] else None for key in ("lat", "lon"))
    return places_of(units)


def laid(places):
    points = tuple(hexes.project(lat, lon, 16) for lat, lon in places.values())
    return points, hexes.layout(points)


def between(one, other):
    """How many steps from cell to cell."""
    q, r = one[0] - other[0], one[1] - other[1]
    return max(abs(q), abs(r), abs(q + r))


def near(points, unit, count=3):
    return sorted(range(len(points)), key=lambda other: dist(points[unit], points[other]))[1 : count + 1]


@pytest.mark.parametrize(("name", "count"), [("communes_2025.csv", 3321), ("provinces_2025.csv", 34)])
def test_every_unit_has_a_cell_of_its_own_and_its_neighbours_near(name, count):
    points, cells = laid(official(name))

    assert len(set(cells)) == len(cells) == count
    pairs = [(unit, other) for unit in range(0, count, 7) for other in near(points, unit)]
    kept = [pair for pair in pairs if between(cells[pair[0]], cells[pair[1]]) <= 3]
    assert len(kept) >= 0.95 * len(pairs)


@pytest.mark.parametrize("province", ["01", "48", "79", "92"])
def test_a_province_keeps_its_directions(province):
    points, cells = laid(official("communes_2025.csv", province))

    for axis in (0, 1):
        ordered = sorted(range(len(points)), key=lambda unit: points[unit][axis])
        quarter = len(points) // 4
        first, last = (
            [hexes.centre(cells[unit])[axis] for unit in part] for part in (ordered[:quarter], ordered[-quarter:])
        )
        assert sum(first) / quarter < sum(last) / quarter - 2


@pytest.mark.parametrize(("province", "code"), [("48", "20333"), ("56", "22736")])
def test_islands_stand_off_the_coast_and_not_a_sheet_away(province, code):
    places = official("communes_2025.csv", province)
    cells = dict(zip(places, laid(places)[1], strict=True))
    island = cells.pop(code)

    assert 2 <= min(between(island, cell) for cell in cells.values()) <= 5
    assert hexes.centre(island)[0] > max(hexes.centre(cell)[0] for cell in cells.values())


def test_both_archipelagos_stand_east_of_the_country():
    places = official("provinces_2025.csv") | ARCHIPELAGOS
    cells = dict(zip(places, laid(places)[1], strict=True))
    x, y = zip(*(hexes.centre(cells.pop(name)) for name in ARCHIPELAGOS), strict=True)

    assert min(x) > max(hexes.centre(cell)[0] for cell in cells.values())
    assert y[0] < y[1]  # Hoàng Sa lies north of Trường Sa


def test_the_same_points_give_the_same_layout_whatever_was_asked_before():
    points, cells = laid(official("communes_2025.csv", "92"))
    hexes.layout.cache_clear()

    assert hexes.layout(points) == cells


@pytest.mark.parametrize("points", [(), ((1.0, 2.0),), ((1.0, 2.0),) * 9])
def test_few_points_and_points_on_each_other(points):
    cells = hexes.layout(points)
    assert len(set(cells)) == len(points)


def test_a_unit_without_a_point_stands_between_its_neighbours_by_code():
    units = [Area(pk=1, code="10", lat=10, lon=105), Area(pk=2, code="11"), Area(pk=3, code="12", lat=12, lon=106)]

    assert places_of(units) == {1: (10, 105), 2: (11, 105.5), 3: (12, 106)}
    assert places_of([Area(pk=4, code="", lat=1, lon=1), Area(pk=5, code="13")]) == {}
