from datetime import date

import pytest
from django.urls import reverse

from areas import ancestry, search
from areas.models import Level, Reform, Succession
from areas.reforms import carry_hamlets
from tests.cast import make_area

OLD, NEW = {"valid_until": date(2025, 6, 30)}, {"valid_from": date(2025, 7, 1)}
TODAY = date(2025, 12, 1)


@pytest.fixture
def places(country):
    """Vị Thủy of old and new, and two communes Long Phú that became wards of other names."""
    w = country
    w.vi_thuy = make_area(Level.DISTRICT, "Huyện", "Vị Thủy", w.old_province, "936", **OLD)
    w.new_vi_thuy = make_area(Level.COMMUNE, "Xã", "Vị Thủy", w.province, "31459", **NEW)
    w.old_vi_thuy = make_area(Level.COMMUNE, "Xã", "Vị Thủy", w.vi_thuy, "31460", **OLD)
    w.old_vi_thuy_dong = make_area(Level.COMMUNE, "Xã", "Vị Thủy Đông", w.vi_thuy, "31461", **OLD)
    w.long_my = make_area(Level.DISTRICT, "Thị xã", "Long Mỹ", w.old_province, "937", **OLD)
    w.old_long_phu = make_area(Level.COMMUNE, "Xã", "Long Phú", w.long_my, "31478", **OLD)
    w.new_long_phu = make_area(Level.COMMUNE, "Phường", "Long Phú 1", w.province, "31473", **NEW)
    w.an_giang_long_phu = make_area(Level.COMMUNE, "Phường", "Long Phú", w.foreign_province, "30376")
    for old, new in (
        (w.old_vi_thuy, w.new_vi_thuy),
        (w.old_vi_thuy_dong, w.new_vi_thuy),
        (w.old_long_phu, w.new_long_phu),
    ):
        Succession.objects.create(reform=w.reform, old=old, new=new)
    ancestry.rebuild()
    return w


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def found(text, user):
    """[(unit, where, [unit of today])] in the order of the page."""
    answer = search.find(text, user, TODAY)
    return [(str(r.unit), r.place, [str(heir.unit) for heir, _place in r.heirs]) for r in answer.results]


VI_THUY = [
    ("Xã Vị Thủy", "Thành phố Cần Thơ", []),
    ("Huyện Vị Thủy", "Tỉnh Hậu Giang", []),
    ("Xã Vị Thủy", "Huyện Vị Thủy, Tỉnh Hậu Giang", ["Xã Vị Thủy"]),
    ("Xã Vị Thủy Đông", "Huyện Vị Thủy, Tỉnh Hậu Giang", ["Xã Vị Thủy"]),
]


@pytest.mark.parametrize("text", ["vi thuy", "Vị Thuỷ", "Vị Thủy", "VỊ THỦY", "  vị   thủy "])
def test_every_spelling_finds_the_unit_of_today_first(places, cast, text):
    assert found(text, cast.commune_officer) == VI_THUY


@pytest.mark.parametrize("text", ["xã vị thủy", "Xa Vi Thuy", "x. Vị Thuỷ"])
def test_a_typed_kind_comes_first_and_hides_nothing(places, cast, text):
    assert [VI_THUY[0], VI_THUY[2]] == found(text, cast.commune_officer)[:2]
    assert len(found(text, cast.commune_officer)) == 4


def test_an_old_name_answers_with_the_unit_of_today_and_the_former_district(places, cast):
    assert found("Long Phú", cast.commune_officer) == [
        ("Phường Long Phú", "Tỉnh An Giang", []),
        ("Xã Long Phú", "Thị xã Long Mỹ, Tỉnh Hậu Giang", ["Phường Long Phú 1"]),
        ("Phường Long Phú 1", "Thành phố Cần Thơ", []),
    ]


def test_the_unit_of_today_is_found_through_several_reforms(places, cast):
    day = date(2025, 10, 1)
    ward = make_area(Level.COMMUNE, "Phường", "Long Bình", places.province, valid_from=day)
    places.new_long_phu.valid_until = date(2025, 9, 30)
    places.new_long_phu.save()
    later = Reform.objects.create(name="Sắp xếp tháng 10", effective_on=day)
    Succession.objects.create(reform=later, old=places.new_long_phu, new=ward, extent="part")
    ancestry.rebuild()

    results = {str(r.unit): r for r in search.find("Long Phú", cast.commune_officer, TODAY).results}
    assert [(str(h.unit), h.whole) for h, _place in results["Xã Long Phú"].heirs] == [("Phường Long Bình", False)]


def test_what_follows_a_comma_names_a_unit_above(places, cast):
    assert [unit for unit, *_ in found("long phu, an giang", cast.commune_officer)] == ["Phường Long Phú"]
    assert [unit for unit, *_ in found("Long Phú, TX Long Mỹ", cast.commune_officer)] == [
        "Xã Long Phú",
        "Phường Long Phú 1",  # what it became
    ]
    assert len(found("Long Phú,", cast.commune_officer)) == 3


def test_a_code_finds_every_unit_that_bore_it(places, cast):
    assert [unit for unit, *_ in found("31342", cast.commune_officer)] == ["Xã Tân Hòa", "Thị trấn Một Ngàn"]


def test_a_number_is_a_word_of_its_own(country, cast):
    for name in ("10", "21", "3 tháng 1"):
        make_area(Level.COMMUNE, "Phường", name, country.foreign_province)
    ancestry.rebuild()
    assert [unit for unit, *_ in found("phường 1", cast.commune_officer)] == ["Ấp 1", "Phường 3 tháng 1"]


def test_hamlets_show_their_commune_and_the_former_one(country, cast):
    (result,) = search.find("ấp 2", cast.commune_officer, TODAY).results
    assert (str(result.unit), result.place) == ("Ấp 2", "Xã Tân Hòa, Thành phố Cần Thơ")
    assert [str(unit) for unit in result.former] == ["Thị trấn Một Ngàn"]


def test_two_hamlets_of_one_name_are_told_apart_by_the_former_commune(country, cast):
    make_area(Level.HAMLET, "Ấp", "1", country.old_town)
    carry_hamlets(country.reform)
    ancestry.rebuild()
    results = search.find("ap 1", cast.commune_officer, TODAY).results
    assert [(r.place, [str(unit) for unit in r.former]) for r in results] == [
        ("Xã Tân Hòa, Thành phố Cần Thơ", []),  # the commune of today took the name
        ("Xã Tân Hòa, Thành phố Cần Thơ", ["Thị trấn Một Ngàn"]),
    ]


@pytest.mark.parametrize("text", ["Vĩnh Lạc", "vinh lac", "lac", "vĩnh lạc, vĩnh gia"])
def test_hamlets_of_others_are_not_found(country, cast, text):
    assert found(text, cast.commune_officer) == []
    assert found(text, cast.outsider) == []
    assert found(text, cast.foreign_officer) != []


@pytest.mark.parametrize("text", ["", " ", "%", "_", "\\", "'", "\x07\x1b", ",", ",,,", "()", "\u0301"])
def test_signs_alone_find_nothing(country, cast, text):
    assert found(text, cast.administrator) == []


@pytest.mark.parametrize("text", ["Tân%", "T_n Hòa", "Tân\x07Hòa", "Tân' OR 1=1", "tân hòa" * 10])
def test_signs_within_a_name_are_no_wildcards(officer, country, text):
    response = officer.get(reverse("areas:area_search"), {"q": text})
    assert response.status_code == 200
    expected = {"Tân%": ["Xã Tân Hòa", "Xã Tân Hòa"], "Tân\x07Hòa": ["Xã Tân Hòa", "Xã Tân Hòa"]}
    assert [str(r.unit) for r in response.context["answer"].results] == expected.get(text, [])


@pytest.mark.parametrize("text", ["a" * 101, "\x00", "x\x00y"])
def test_what_cannot_be_a_name_gets_a_sentence(officer, country, text):
    response = officer.get(reverse("areas:area_search"), {"q": text})
    assert response.status_code == 422
    assert response.context["form"].errors["q"]


def test_the_page_before_a_search_and_after_an_empty_one(officer, country):
    assert officer.get(reverse("areas:area_search")).status_code == 200
    response = officer.get(reverse("areas:area_search"), {"q": ""})
    assert (response.status_code, response.context["form"].errors) == (200, {})
    assert "Không tìm thấy" not in response.content.decode()


def test_the_page_shows_old_and_new_in_one_line(officer, places):
    body = " ".join(officer.get(reverse("areas:area_search"), {"q": "long phu"}).content.decode().split())
    assert "Xã Long Phú (cũ)</a>" in body
    assert "Thị xã Long Mỹ, Tỉnh Hậu Giang · đến hết 30/06/2025" in body
    assert f'→ nay là <a href="{places.new_long_phu.get_absolute_url()}">Phường Long Phú 1</a>' in body
    assert "Có 3 đơn vị." in body


def test_nothing_found_tells_what_to_try(officer, country):
    body = officer.get(reverse("areas:area_search"), {"q": "zzz"}).content.decode()
    assert "Không tìm thấy đơn vị nào" in body and "Gõ ít chữ hơn" in body


def test_many_results_are_cut_with_a_count_and_a_hint(officer, country):
    for number in range(search.LIMIT + 5):
        make_area(Level.COMMUNE, "Xã", f"Bình {number}", country.foreign_province)
    ancestry.rebuild()
    response = officer.get(reverse("areas:area_search"), {"q": "bình"})
    assert len(response.context["answer"].results) == search.LIMIT
    assert f"Có {search.LIMIT + 5} đơn vị, dưới đây là {search.LIMIT} đơn vị gần nhất." in response.content.decode()


@pytest.mark.parametrize("more", [1, 5])
def test_a_search_asks_the_database_as_often_however_many_it_finds(officer, places, more, django_assert_num_queries):
    for number in range(more):
        old = make_area(Level.COMMUNE, "Xã", f"Long Phú {number}A", places.long_my, **OLD)
        Succession.objects.create(reform=places.reform, old=old, new=places.new_long_phu)
        make_area(Level.HAMLET, "Ấp", f"Long Phú {number}", places.commune, **NEW)
    ancestry.rebuild()
    with django_assert_num_queries(7):
        officer.get(reverse("areas:area_search"), {"q": "long phu"})
