from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas import ancestry
from areas.models import Level, Reform, Succession
from areas.reforms import carry_hamlets
from imports.kinds import Question
from imports.placenames import keys_of, read_place
from imports.places import Places
from tests.cast import NEW, OLD, REFORM_DAY, make_area

TODAY = date(2026, 11, 22)


@pytest.fixture
def province(country):
    """Cần Thơ with a second commune, homonyms and a split commune before the reform."""
    w = country
    w.long_mi = make_area(Level.DISTRICT, "Thị xã", "Long Mỹ", w.old_province, "937", **OLD)
    w.phung_hiep = make_area(Level.DISTRICT, "Huyện", "Phụng Hiệp", w.old_province, "934", **OLD)
    w.phu_a = make_area(Level.COMMUNE, "Xã", "Long Phú", w.long_mi, "31480", **OLD)
    w.phu_b = make_area(Level.COMMUNE, "Xã", "Long Phú", w.phung_hiep, "31440", **OLD)
    w.split = make_area(Level.COMMUNE, "Phường", "Thốt Nốt", w.phung_hiep, "31207", **OLD)
    w.ward = make_area(Level.COMMUNE, "Phường", "Long Phú 1", w.province, "31480", **NEW)
    w.hiep = make_area(Level.COMMUNE, "Xã", "Hiệp Hưng", w.province, "31408", **NEW)
    w.one_old = make_area(Level.HAMLET, "Ấp", "1", w.old_town)
    w.khu = make_area(Level.HAMLET, "Khu vực", "1", w.phu_a)
    reform = Reform.objects.create(name="Sắp xếp thêm", effective_on=REFORM_DAY)
    for old, new, extent in (
        (w.phu_a, w.ward, "whole"),
        (w.phu_b, w.hiep, "whole"),
        (w.split, w.ward, "part"),
        (w.split, w.hiep, "part"),
    ):
        Succession.objects.create(reform=reform, old=old, new=new, extent=extent)
    carry_hamlets(reform)
    carry_hamlets(w.reform)
    ancestry.rebuild()
    return w


def places(area=None, day=TODAY, **more):
    return Places(Question(as_of=day, area=area, **more))


def answer(found):
    return str(found.area) if found.area else found.code


@pytest.mark.parametrize(
    ("text", "keys", "above", "former"),
    [
        ("Ấp II, X. Hòa An", ("ap 2",), ("x. hòa an",), ""),
        ("KV3 (trước đây xã Tân Hòa)", ("kv 3", "khu vuc 3"), (), "xã tân hòa"),
        ("Ấp số 03 xã Tân Hòa huyện Châu Thành A", ("ap 3",), ("xã tân hòa", "huyện châu thành a"), ""),
        ("Ấp Thị trấn", ("ap thi tran",), (), ""),
        ("Xa Dung", ("xa dung",), (), ""),
        ("Ấp 1-Xã Tân Hòa", ("ap 1",), ("xã tân hòa",), ""),
    ],
)
def test_a_place_is_taken_apart(text, keys, above, former):
    spoken = read_place(text)
    assert (spoken.keys, spoken.above, spoken.former) == (keys, above, former)


def test_a_numeral_is_a_number_with_and_without_its_kind():
    assert keys_of("Ấp", "II") == keys_of("Ấp", "2") == {"ap 2", "2"}


@pytest.mark.parametrize(
    "text", ["Xã Tân Hòa", "xã Tân Hoà", "X. Tân Hòa", "tan hoa", "TT Một Ngàn", "thị trấn Một Ngàn cũ", "31342"]
)
def test_a_commune_is_found_however_it_is_written(province, text):
    assert places(province.commune).commune(text).area.pk == province.commune.pk


def test_a_code_and_a_name_mean_the_unit_in_force_on_the_day_of_the_list(province):
    before = places(province.province, date(2024, 5, 1))
    assert [before.commune(text).area.pk for text in ("31342", "Thị trấn Một Ngàn", "Xã Tân Hòa")] == [
        province.old_town.pk,
        province.old_town.pk,
        province.old_commune.pk,
    ]


def test_a_homonym_is_offered_with_its_district_and_never_picked(province):
    found = places(province.province).commune("xã Long Phú")
    assert (found.area, found.code) == (None, "place_ambiguous")
    assert found.choices == [
        [str(province.phu_a.pk), "Xã Long Phú, Thị xã Long Mỹ, Tỉnh Hậu Giang (nay là Phường Long Phú 1)"],
        [str(province.phu_b.pk), "Xã Long Phú, Huyện Phụng Hiệp, Tỉnh Hậu Giang (nay là Xã Hiệp Hưng)"],
    ]


@pytest.mark.parametrize("text", ["xã Long Phú, TX Long Mỹ", "xã Long Phú (thị xã Long Mỹ)", "X. Long Phú - Long Mỹ"])
def test_the_district_settles_a_homonym(province, text):
    assert places(province.province).commune(text).area.pk == province.ward.pk


def test_an_office_that_holds_one_of_the_homonyms_is_not_asked(province):
    assert places(province.ward).commune("xã Long Phú").area.pk == province.ward.pk


def test_a_split_commune_offers_the_units_that_took_a_part(province):
    found = places(province.province).commune("P. Thốt Nốt")
    assert found.code == "place_split"
    assert {key for key, _label in found.choices} == {str(province.ward.pk), str(province.hiep.pk)}
    assert "nhận một phần Phường Thốt Nốt, Huyện Phụng Hiệp" in found.choices[0][1]


def test_a_decision_settles_a_homonym_and_a_split_commune(province):
    asked = places(province.province)
    keys = [asked.commune(text).key for text in ("xã Long Phú", "P. Thốt Nốt")]
    chosen = dict(zip(keys, [str(province.phu_b.pk), str(province.ward.pk)], strict=True))
    settled = places(province.province, decisions=chosen)
    assert [answer(settled.commune(t)) for t in ("xã Long Phú", "P. Thốt Nốt")] == [
        "Xã Hiệp Hưng",
        "Phường Long Phú 1",
    ]


def test_the_commune_of_today_beside_it_settles_a_former_one(province):
    asked = places(province.province)
    today = asked.commune("Xã Hiệp Hưng")
    found = [asked.commune(text, former=True, into=today) for text in ("xã Long Phú", "Thốt Nốt")]
    assert [(answer(f), [p.pk for p in f.named]) for f in found] == [
        ("Xã Hiệp Hưng", [province.phu_b.pk]),
        ("Xã Hiệp Hưng", [province.split.pk]),
    ]


def test_a_commune_outside_the_import_is_named_and_waits(province):
    found = places(province.commune).commune("xã Vĩnh Gia")
    assert (found.code, found.where) == ("place_not_yours", "Xã Vĩnh Gia, Tỉnh An Giang")
    assert found.issue().detail["choices"][-1][0] == "skip"


def test_a_commune_of_the_area_where_the_user_may_not_write_waits(province, cast):
    mine = cast.commune_officer.areas_where("edit_teams")
    asked = places(province.province, areas=mine)
    assert [answer(asked.commune(text)) for text in ("Tân Hòa", "Hiệp Hưng")] == ["Xã Tân Hòa", "place_not_yours"]


def test_an_unknown_name_offers_what_is_like_it(province):
    found = places(province.province).commune("xã Hiệp Hưn")
    assert found.code == "place_unknown"
    assert str(province.hiep.pk) in dict(found.choices)


@pytest.mark.parametrize("text", ["Ấp 2", "ấp II", "ap 02", "Ấp số 2, xã Tân Hòa", "2", "ấp 2 (TT Một Ngàn cũ)"])
def test_a_hamlet_is_found_however_it_is_written(province, text):
    assert places(province.commune).hamlet(text).area.pk == province.other_hamlet.pk


def test_two_hamlets_of_one_name_are_told_apart_by_the_former_commune(province):
    asked = places(province.commune)
    found = asked.hamlet("Ấp 1")
    assert (found.code, {label for _key, label in found.choices}) == (
        "place_ambiguous",
        {"Ấp 1 – Xã Tân Hòa", "Ấp 1 – Xã Tân Hòa (trước đây Thị trấn Một Ngàn)"},
    )
    assert asked.hamlet("Ấp 1 (trước đây Thị trấn Một Ngàn)").area.pk == province.one_old.pk
    assert asked.hamlet("Ấp 1", asked.commune("xã Tân Hòa", former=True)).area.pk == province.hamlet.pk


def test_a_hamlet_of_another_kind_is_offered_and_not_taken(province):
    found = places(province.ward).hamlet("Ấp 1")
    assert (found.code, found.choices[0][0]) == ("place_unknown", str(province.khu.pk))


def test_the_problem_of_a_commune_is_the_problem_of_its_hamlets(province):
    asked = places(province.commune)
    found = asked.hamlet("Ấp Vĩnh Lạc", asked.commune("xã Vĩnh Gia"))
    assert (found.code, found.key) == ("place_not_yours", "place:xa vinh gia")


def test_decisions_of_hamlets_take_a_unit_a_new_one_or_nothing(province):
    key = places(province.commune).hamlet("Ấp Xẻo Trâm").key
    answers = [places(province.commune, decisions={key: c}) for c in (str(province.hamlet.pk), "new", "skip", "99")]
    found = [asked.hamlet("Ấp Xẻo Trâm") for asked in answers]
    assert [(f.area and f.area.pk, f.choice, f.code) for f in found] == [
        (province.hamlet.pk, "", ""),
        (None, "new", ""),
        (None, "skip", ""),
        (None, "", "place_unknown"),
    ]


def test_a_decision_reaches_no_hamlet_outside_the_import(province):
    key = places(province.commune).hamlet("Ấp Xẻo Trâm").key
    asked = places(province.commune, decisions={key: str(province.foreign_hamlet.pk)})
    assert asked.hamlet("Ấp Xẻo Trâm").area is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("92", "Thành phố Cần Thơ"),
        ("TP Cần Thơ", "Thành phố Cần Thơ"),
        ("Ấp 2, Xã Tân Hòa", "Ấp 2"),
        ("Việt Nam",) * 2,
    ],
)
def test_a_unit_of_any_level_is_found(province, text, unit):
    assert answer(places(None).unit(text)) == unit


@pytest.mark.parametrize("n", [1, 5])
def test_the_database_is_asked_as_often_for_one_name_as_for_five(province, cast, n):
    asked = places(province.province, areas=cast.province_officer.areas_where("edit_teams"))
    with CaptureQueriesContext(connection) as queries:
        for number in range(n):
            asked.hamlet(f"Ấp {number}", asked.commune("xã Long Phú, TX Long Mỹ"))
            asked.commune(f"xã Lạ {number}")
    assert len(queries) == 7
