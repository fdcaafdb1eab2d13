"""The official units, loaded once for this file: counts and facts that anybody can check against the decrees."""

import csv
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from areas import official
from areas.models import Ancestry, Area, Level, Placement, Succession

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def units(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        official.load()
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


def find(kind, name, day, under=None):
    units = Area.objects.on(day).filter(kind=kind, name=name)
    return (units.under(under, day) if under else units).get()


def test_as_many_units_as_the_decrees_say():
    levels = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
    assert [Area.objects.on(BEFORE).filter(level=level).count() for level in levels] == [63, 696, 10035]
    assert [Area.objects.on(AFTER).filter(level=level).count() for level in levels] == [34, 0, 3321]


def test_as_many_successions_as_communes_merged_and_split():
    between_communes = Succession.objects.filter(old__level=Level.COMMUNE)
    by_extent = dict(between_communes.values_list("extent").annotate(Count("pk")).order_by())
    assert by_extent == {"whole": 9593, "part": 973}
    assert Succession.objects.filter(old__level=Level.PROVINCE).count() == 63
    assert Succession.objects.filter(old__level=Level.DISTRICT).count() == 5


def test_every_old_commune_has_a_successor_and_every_new_one_a_predecessor():
    communes = Area.objects.filter(level=Level.COMMUNE)
    assert not communes.on(BEFORE).filter(successors=None).exists()
    assert not communes.on(AFTER).filter(predecessors=None).exists()


def test_a_unit_is_looked_for_among_those_above_it_not_among_all_of_the_country():
    """Without what the load counts, SQLite takes many seconds for the communes of the country."""
    country = Area.objects.get(level=Level.COUNTRY)
    above = Ancestry.objects.on(AFTER).filter(ancestor=country, descendant=OuterRef("pk"))
    plan = Area.objects.filter(Exists(above), level=Level.COMMUNE).explain()
    assert "ancestry_down (ancestor_id=? AND valid_from<?)" not in plan


def test_loading_again_changes_nothing(capsys):
    kept = [list(model.objects.order_by("pk").values_list()) for model in (Area, Placement, Succession, Ancestry)]
    call_command("load_areas")
    assert "không có gì thay đổi" in capsys.readouterr().out
    again = [list(model.objects.order_by("pk").values_list()) for model in (Area, Placement, Succession, Ancestry)]
    assert again == kept


def test_loading_repairs_a_name_and_keeps_an_end_set_since():
    commune = find("Xã", "Tân Hòa", AFTER, find("Thành phố", "Cần Thơ", AFTER))
    Area.objects.filter(pk=commune.pk).update(name="Tan Hoa", search_key="x", valid_until=date(2026, 4, 29))

    changed = official.load()

    assert (changed["areas"], changed["placements"], changed["successions"]) == (1, 0, 0)
    commune.refresh_from_db()
    assert (commune.name, commune.search_key, commune.valid_until) == ("Tân Hòa", "tan hoa", date(2026, 4, 29))


def test_a_unit_without_an_official_point_keeps_the_one_an_office_gave():
    unit = Area.objects.filter(level=Level.COMMUNE, lat=None).first()
    Area.objects.filter(pk=unit.pk).update(lat=9.8, lon=105.6)

    assert official.load()["areas"] == 0

    unit.refresh_from_db()
    assert (unit.lat, unit.lon) == (9.8, 105.6)


def test_hau_giang_had_75_communes_that_became_28():
    old = find("Tỉnh", "Hậu Giang", BEFORE)
    communes = Area.objects.on(BEFORE).under(old, BEFORE).filter(level=Level.COMMUNE)
    assert communes.count() == 75
    assert Area.objects.filter(predecessors__old__in=communes).distinct().count() == 28


def test_can_tho_has_103_communes_of_which_31_are_wards():
    communes = Area.objects.on(AFTER).under(find("Thành phố", "Cần Thơ", AFTER), AFTER).filter(level=Level.COMMUNE)
    assert dict(communes.values_list("kind").annotate(Count("pk")).order_by()) == {"Xã": 72, "Phường": 31}


def test_chau_thanh_a_lies_in_can_tho_today():
    district = find("Huyện", "Châu Thành A", BEFORE)
    chains = [[str(unit) for unit in Area.objects.above(district, day)] for day in (BEFORE, AFTER)]
    assert chains == [
        ["Việt Nam", "Tỉnh Hậu Giang", "Huyện Châu Thành A"],
        ["Việt Nam", "Thành phố Cần Thơ", "Huyện Châu Thành A"],
    ]


def test_the_ten_communes_of_chau_thanh_a_went_into_four():
    district = find("Huyện", "Châu Thành A", BEFORE)
    communes = Area.objects.children_of(district, BEFORE)
    heirs = Area.objects.filter(predecessors__old__in=communes).distinct()
    assert communes.count() == 10
    assert {area.name for area in heirs} == {"Tân Hòa", "Thạnh Xuân", "Trường Long Tây", "Đông Phước"}


def test_a_commune_split_between_several_lies_under_the_province():
    province = find("Thành phố", "Cần Thơ", BEFORE)
    split = Area.objects.on(BEFORE).under(province, BEFORE).filter(successors__extent="part").distinct()
    assert {area.name for area in split} == {"Bùi Hữu Nghĩa", "Long Tuyền", "Thốt Nốt"}
    for area in split:
        assert [str(unit) for unit in Area.objects.above(area, AFTER)] == ["Việt Nam", "Thành phố Cần Thơ", str(area)]


def test_an_island_district_without_communes_became_a_special_zone():
    island = find("Huyện", "Côn Đảo", BEFORE)
    assert [str(link.new) for link in island.successors.all()] == ["Đặc khu Côn Đảo"]


def test_every_unit_lies_in_viet_nam_on_all_days():
    country = Area.objects.get(code="VN")
    held = Ancestry.objects.filter(ancestor=country, valid_from=date(1900, 1, 1), valid_until=date(9999, 12, 31))
    assert held.count() == Area.objects.count() == 14150


@pytest.mark.parametrize("name", ["communes_legacy", "communes_2025"])
def test_codes_keep_their_leading_zeros(name):
    with (official.DATA / f"{name}.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    day = BEFORE if name == "communes_legacy" else AFTER
    assert set(Area.objects.on(day).filter(level=Level.COMMUNE).values_list("code", flat=True)) == codes
