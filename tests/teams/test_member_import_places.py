"""Where the team of a list stands, when the cell of the hamlet names more than the hamlet."""

from datetime import date

import pytest

from areas.models import Area
from imports.rows import Action
from teams.models import Team
from tests.teams.lists import AN, HEADER, actions, codes


@pytest.mark.parametrize(
    "written",
    ["Ấp Mới, xã Tân Hòa", "Ấp Mới xã Tân Hòa", "Ấp Mới (TT Một Ngàn cũ)", "Ấp Mới, Xã Tân Hòa, thành phố Cần Thơ"],
)
def test_a_new_hamlet_is_called_by_its_own_name_alone(country, read, keep, written):
    keep([1, written, *AN[2:]])
    hamlet = Area.objects.get(kind="Ấp", name="Mới")
    assert (Team.objects.get().area, Team.objects.get().name) == (hamlet, "Tổ công nghệ số cộng đồng ấp Mới")
    assert actions(read([1, written, *AN[2:]])[1].rows) == [Action.UNCHANGED]


def test_a_hamlet_of_a_commune_that_nobody_knows_waits_and_is_not_founded_here(country, read, keep):
    row = [1, "Ấp 1, xã Không Có", *AN[2:]]
    (asked,) = read(row)[1].rows
    assert (asked.action, codes(asked)) == (Action.WAITING, ["place_unknown"])
    assert "new" not in dict(asked.reasons[0].detail["choices"])
    keep(row, decisions={asked.reasons[0].detail["key"]: str(country.commune.pk)})
    assert Team.objects.get().area == country.hamlet


def test_a_new_hamlet_of_a_former_commune_stood_there(country, read, keep):
    row, header = [*AN[:1], "Ấp Mới", *AN[2:], "Thị trấn Một Ngàn"], [*HEADER, "Xã cũ"]
    keep(row, header=header)
    assert Area.objects.under(country.old_town, date(2024, 1, 1)).filter(name="Mới").exists()
    assert actions(read(row, header=header)[1].rows) == [Action.UNCHANGED]


def test_new_hamlets_of_one_name_in_two_former_communes_are_two(country, keep):
    towns = ["Thị trấn Một Ngàn", "Xã Tân Hòa"]
    people = [[1, "Ấp Mới", "Lê Văn An", town] for town in towns]
    keep(*people, header=["STT", "Ấp", "Họ và tên", "Xã cũ"])
    assert (Area.objects.filter(name="Mới").count(), Team.objects.count()) == (2, 2)
