"""The map of units: hexagons or boundaries, coloured by pace or by rate; both archipelagos on that of the country."""

import pytest

from areas.boundaries.simplifying import simplified
from areas.models import Area, AreaStatistic, Shape
from reports.models import Target
from reports.mosaic.tile import Tile
from tests.reports.pages import ask
from tests.reports.test_laggards import THIS_YEAR, VIEW, set_target

PLACES = {"Cần Thơ": (10.0, 105.7), "An Giang": (10.4, 105.2)}


@pytest.fixture
def placed(country, indicators):
    for area in (country.province, country.foreign_province):
        area.lat, area.lon = PLACES[area.name]
        area.save()
    return country


def outline(area):
    lat, lon = PLACES[area.name]
    ring = [(lon, lat), (lon + 0.4, lat), (lon + 0.4, lat + 0.3), (lon, lat + 0.3), (lon, lat)]
    return Shape.objects.create(area=area, polygons=simplified([[ring]], area.level), source="Bản đồ mẫu")


def mosaic(client, cast, **asked):
    return ask(client, cast.administrator, VIEW, **(THIS_YEAR | asked)).context["mosaic"]


def test_the_country_shows_its_units_and_both_archipelagos(client, cast, placed):
    drawn = mosaic(client, cast)

    titles = [tile.title.split(":")[0] for tile in drawn.tiles]
    assert sorted(titles) == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa", "Thành phố Cần Thơ", "Tỉnh An Giang"]
    assert len({tile.path for tile in drawn.tiles}) == 4
    east = {tile.initials: tile.x for tile in drawn.tiles}
    assert min(east["HS"], east["TS"]) > max(east["CT"], east["AG"])


def test_a_tile_tells_the_pace_in_words_and_leads_to_the_unit(client, cast, placed, indicators, visit):
    set_target(placed.province, indicators["vneid_muc_2"], 3650)
    set_target(placed.foreign_province, indicators["vneid_muc_2"], 2, basis=Target.Basis.AMOUNT)

    drawn = mosaic(client, cast)

    tiles = {tile.initials: tile for tile in drawn.tiles}
    assert (tiles["CT"].state, tiles["CT"].sign) == ("late", "!")
    assert tiles["CT"].title.startswith("Thành phố Cần Thơ: đã đạt 2 trên mức giao 3.650")
    assert f"area={placed.province.pk}" in tiles["CT"].url
    assert {(sort.state, sort.count) for sort in drawn.legend} == {("late", 1), ("neutral", 1)}


def test_without_targets_the_shade_is_the_rate_and_not_the_size(client, cast, placed, world):
    AreaStatistic.objects.create(area=placed.province, year=2025, households=1000, source="Niên giám")
    AreaStatistic.objects.create(area=placed.foreign_province, year=2025, households=10, source="Niên giám")

    drawn = mosaic(client, cast, indicator="app_ho")

    shades = {tile.initials: tile.state for tile in drawn.tiles}
    assert shades["CT"] == "shade-1"
    assert shades["AG"] > "shade-1"
    assert next(tile.title for tile in drawn.tiles if tile.initials == "AG").endswith("trên 100 hộ 10")


def test_boundaries_take_the_place_of_hexagons_when_every_unit_has_one(client, cast, placed):
    outline(placed.province)
    assert not mosaic(client, cast).is_real

    outline(placed.foreign_province)

    drawn = mosaic(client, cast)
    assert (drawn.is_real, drawn.sources) == (True, ["Bản đồ mẫu"])
    assert {"HS", "TS", "CT", "AG"} == {tile.initials for tile in drawn.tiles}


def test_the_tile_of_an_ended_unit_bears_the_letters_of_its_name_alone(client, cast, placed):
    Area.objects.filter(pk=placed.old_province.pk).update(lat=9.76, lon=105.64)

    tiles = mosaic(client, cast, map="2024-05-01").tiles

    old = next(tile for tile in tiles if tile.title.startswith("Tỉnh Hậu Giang (cũ)"))
    assert (old.initials, old.name) == ("HG", ["Hậu", "Giang"])


def test_hamlets_have_no_points_and_no_map(client, cast, country, visit):
    assert ask(client, cast.commune_officer, VIEW, **THIS_YEAR).context["mosaic"] is None
    assert "mosaic-map" not in ask(client, cast.commune_officer, **THIS_YEAR).content.decode()


def test_the_board_shows_the_map_of_the_column_chosen(client, cast, placed, world):
    answer = ask(client, cast.administrator, focus="app_ho", period="year", i=["vneid_muc_2", "app_ho"])

    assert answer.context["focus"].code == "app_ho"
    assert "mosaic-map" in answer.content.decode()
    tile = next(tile for tile in answer.context["mosaic"].tiles if tile.initials == "CT")
    assert client.get(tile.url).context["question"].area == placed.province


def test_a_unit_that_ended_in_the_period_stands_only_in_the_table(client, cast, placed):
    drawn = mosaic(client, cast, **{"from": "2025-01-01", "to": "2025-12-31"})

    assert drawn.ended == 1
    assert "Tỉnh Hậu Giang" not in " ".join(tile.title for tile in drawn.tiles)


def test_a_tile_escapes_what_stands_in_it():
    tile = Tile("M0 0Z", 1.5, 2.0, "Xã A&B", "late", 'Xã "A&B"', "/?a=1&b=2")
    title, path = "<title>Xã &quot;A&amp;B&quot;</title>", '<path class="tile-late" d="M0 0Z" fill-rule="evenodd" />'
    sign = '<text class="tile-sign on-late" x="1.5" y="2.0" dy="4">!</text>'
    assert tile.markup("signs") == f'<a href="/?a=1&amp;b=2" tabindex="-1">{title}{path}{sign}</a>'
