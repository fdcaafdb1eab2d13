"""Boundaries of a file: matched by code, simplified, saved as a whole; a bad file is told what is wrong with it."""

import json

import pytest
from django.core.management import CommandError, call_command

from areas.boundaries.simplifying import simplified
from areas.models import Level, Shape

SQUARE = [[105.0, 10.0], [106.0, 10.0], [106.0, 11.0], [105.0, 11.0], [105.0, 10.0]]


def polygon(ring=SQUARE):
    return {"type": "Polygon", "coordinates": [ring]}


def feature(code, geometry=None, **properties):
    return {"type": "Feature", "properties": {"ma": code, **properties}, "geometry": geometry or polygon()}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.fixture
def load(tmp_path, capsys):
    """load(content, option…): the command's report on a file with this content."""

    def load(content, *options):
        file = tmp_path / "ranh-gioi.geojson"
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        capsys.readouterr()
        call_command("load_boundaries", str(file), *options)
        return capsys.readouterr().out

    return load


def test_nothing_is_written_without_commit(country, load):
    said = load(collection(feature("92")))

    assert said.startswith("1 ranh giới theo thuộc tính “ma”, thay 0 bản cũ.")
    assert "Mới xem trước, chưa ghi" in said
    assert not Shape.objects.exists()


def test_a_unit_of_the_day_gets_the_boundary_with_its_code_and_a_second_file_replaces_it(country, load):
    load(collection(feature("31342")), "--commit", "--source", "Sở Nông nghiệp và Môi trường")
    said = load(collection(feature("31342")), "--commit")

    shape = Shape.objects.get()
    assert (shape.area, shape.source) == (country.commune, "ranh-gioi.geojson")
    assert shape.polygons == [[[1050000, 100000, 1060000, 100000, 1060000, 110000, 1050000, 110000, 1050000, 100000]]]
    assert "thay 1 bản cũ" in said


def test_a_code_is_read_as_it_was_in_force_on_the_day(country, load):
    load(collection(feature("31342")), "--on", "2024-01-31", "--commit")

    assert Shape.objects.get().area == country.old_town


def test_what_does_not_match_is_told(country, load):
    told = json.loads(load(collection(feature("92"), feature("99999"), feature(None)), "--json"))

    assert told == {
        "code": "ma",
        "shapes": 1,
        "replaced": 0,
        "unknown": ["2: 99999", "3: —"],
        "missing": ["91 Tỉnh An Giang"],
        "warnings": [],
        "committed": False,
    }


def test_topojson_gives_the_same_as_geojson(country, load):
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [105, 10]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
        "objects": {"xa": {"geometries": [{"type": "Polygon", "arcs": [[0, -2]], "properties": {"ma": "92"}}]}},
    }

    load(topology, "--commit")

    assert Shape.objects.get().polygons == simplified([[[(x, y) for x, y in SQUARE]]], Level.PROVINCE)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "không phải là JSON"),
        ("[1]", "Không phải GeoJSON FeatureCollection"),
        (collection(feature("92", {"type": "Point", "coordinates": [105, 10]})), "Tệp không có vùng nào"),
        (collection(feature("92"), feature("92")), "Mã 92 có hai vùng"),
        (collection(feature("khong-co-ma")), "Các thuộc tính trong tệp: ma."),
        (collection(feature("92", polygon([[p[1], p[0]] for p in SQUARE]))), "viết vĩ độ trước"),
        (collection(feature("92", polygon([[580000, 1100000]] * 4))), "tính bằng mét (VN-2000?)"),
        (collection(feature("92", polygon([[2.0, 48.0]] * 4))), "nằm ngoài Việt Nam"),
        (collection(feature("92", polygon(SQUARE[:4]))), "không khép kín"),
        (collection(feature("92", polygon([["x", 1]] * 4))), "tọa độ không đọc được"),
        (collection("x"), "không phải là Feature"),
        ({"type": "Topology", "arcs": [[["x"]]], "objects": {}}, "TopoJSON hỏng"),
        (
            {"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[3]]}}},
            "trỏ tới cung không có trong tệp",
        ),
    ],
)
def test_a_bad_file_is_told_what_is_wrong_and_nothing_is_written(country, load, content, sentence):
    with pytest.raises(CommandError, match=sentence.replace("(", r"\(").replace(")", r"\)").replace("?", r"\?")):
        load(content, "--commit")
    assert not Shape.objects.exists()


def test_a_missing_file_or_property_is_told(country, load, tmp_path):
    with pytest.raises(CommandError, match="Không mở được"):
        call_command("load_boundaries", str(tmp_path / "khong-co.json"))
    with pytest.raises(CommandError, match="Không vùng nào có thuộc tính “code”"):
        load(collection(feature("92")), "--code", "code")


def test_neighbours_keep_their_common_corners_and_small_holes_go():
    left = [(105.00004, 10.00004), (105.50004, 10.00004), (105.50004, 10.7), (105.00004, 10.7), (105.00004, 10.00004)]
    right = [(105.50004, 10.00004), (105.9, 10.00004), (105.9, 10.7), (105.50004, 10.7), (105.50004, 10.00004)]
    speck = [(105.1, 10.1), (105.1001, 10.1), (105.1001, 10.1001), (105.1, 10.1)]

    ((outline,),) = simplified([[left, speck]], Level.COMMUNE)
    ((other,),) = simplified([[right]], Level.COMMUNE)

    corners = set(zip(outline[::2], outline[1::2], strict=True))
    assert corners & set(zip(other[::2], other[1::2], strict=True)) == {(1055000, 100000), (1055000, 107000)}


def test_a_unit_smaller_than_the_grid_keeps_its_outline():
    islet = [(112.3305, 16.8305), (112.3307, 16.8305), (112.3307, 16.8307), (112.3305, 16.8307), (112.3305, 16.8305)]

    assert simplified([[islet]], Level.PROVINCE) == [
        [[1123305, 168305, 1123307, 168305, 1123307, 168307, 1123305, 168307, 1123305, 168305]]
    ]


def test_a_day_that_cannot_be_read_is_told(country, load):
    with pytest.raises(CommandError, match="Không đọc được ngày"):
        load(collection(feature("92")), "--on", "mai")
