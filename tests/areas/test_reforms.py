from datetime import date, timedelta

import pytest

from areas.models import Level, Placement, Reform, Succession
from areas.reforms import carry_hamlets
from tests.cast import make_area

DAY = date(2026, 4, 30)
BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def merger(country):
    """Xã Tân Hòa goes whole into xã Tân Phú on DAY."""
    country.new = make_area(Level.COMMUNE, "Xã", "Tân Phú", country.province, valid_from=DAY)
    country.commune.valid_until = BEFORE
    country.commune.save()
    country.merger = Reform.objects.create(name="Nhập xã 2026", effective_on=DAY)
    Succession.objects.create(reform=country.merger, old=country.commune, new=country.new)
    return country


def places(hamlet):
    return list(Placement.objects.filter(area=hamlet).values_list("parent__name", "valid_from", "valid_until"))


def test_hamlets_of_a_merged_commune_move_and_keep_their_past(merger):
    earlier = places(merger.hamlet)[:-1]
    assert carry_hamlets(merger.merger) == 2
    assert places(merger.hamlet) == [
        *earlier,
        ("Tân Hòa", date(2025, 7, 1), BEFORE),
        ("Tân Phú", DAY, date(9999, 12, 31)),
    ]


def test_carrying_twice_moves_nobody_the_second_time(merger):
    carry_hamlets(merger.merger)
    once = places(merger.hamlet)
    assert carry_hamlets(merger.merger) == 0
    assert places(merger.hamlet) == once


def test_a_hamlet_placed_by_hand_stays_there_and_leaves_its_old_place(merger):
    Placement.objects.create(area=merger.hamlet, parent=merger.foreign_commune, valid_from=DAY)
    assert carry_hamlets(merger.merger) == 1
    assert places(merger.hamlet)[-2:] == [
        ("Tân Hòa", date(2025, 7, 1), BEFORE),
        ("Vĩnh Gia", DAY, date(9999, 12, 31)),
    ]


def test_a_placement_that_ended_with_its_commune_is_carried_on(merger):
    Placement.objects.filter(area=merger.hamlet, parent=merger.commune).update(valid_until=BEFORE)
    assert carry_hamlets(merger.merger) == 2
    assert places(merger.hamlet)[-1] == ("Tân Phú", DAY, date(9999, 12, 31))


def test_hamlets_of_a_split_commune_wait_for_a_person(merger):
    Succession.objects.update(extent=Succession.Extent.PART)
    assert carry_hamlets(merger.merger) == 0
    assert places(merger.hamlet)[-1][0] == "Tân Hòa"


def test_an_ended_hamlet_and_those_of_other_communes_do_not_move(merger):
    merger.hamlet.valid_until = BEFORE
    merger.hamlet.save()
    assert carry_hamlets(merger.merger) == 1
    assert places(merger.foreign_hamlet) == [("Vĩnh Gia", date(1900, 1, 1), date(9999, 12, 31))]
