"""Links of areas inside each other for the same days: what one table hides cannot be taken from the other."""

import pytest

from areas import ancestry
from areas.models import AreaStatistic, Level
from reports.models import SharedLink
from tests.cast import make_area
from tests.reports.test_links import dossiers, hamlets, make_link, rows

__all__ = ["hamlets"]  # a fixture


@pytest.fixture
def neighbour(country, hamlets, indicators):
    """Another commune, with 3 dossiers in its only hamlet, the smallest of all but one."""
    commune = make_area(Level.COMMUNE, "Xã", "Nhỏ", country.province)
    hamlet = make_area(Level.HAMLET, "Ấp", "Bên", commune)
    ancestry.rebuild()
    AreaStatistic.objects.create(area=hamlet, year=2025, households=50, source="thử")
    return hamlet


def of_province(cast, country, **more):
    return make_link(cast, country, area=country.province, by_whom=cast.province_officer, **more)


def test_a_commune_whose_row_covers_a_small_one_does_not_tell_its_total(client, cast, country, neighbour, indicators):
    dossiers(neighbour, indicators, 3)
    above, own = of_province(cast, country, by="commune"), make_link(cast, country)

    found = rows(client.get(above))

    assert (found["Xã Tân Hòa"], found["Xã Nhỏ"]) == (["không nêu"], ["không nêu"])
    assert found["Tổng: Thành phố Cần Thơ"] == ["78"]
    assert {name: figures for name, [figures] in rows(client.get(own)).items()} == {
        "Ấp 1": "40",
        "Ấp 2": "không nêu",
        "Ấp 3": "không nêu",  # else the 3 would be all that is left of 78 - 40 - 7 - 25
        "Ấp 4": "7",
        "Tổng: Xã Tân Hòa": "không nêu",  # else 78 - 75 tell it
    }


def test_a_total_that_a_commune_told_before_covers_nothing_in_the_table_above(
    client, cast, country, neighbour, indicators
):
    dossiers(neighbour, indicators, 3)
    own, above = make_link(cast, country), of_province(cast, country, by="commune")
    SharedLink.objects.filter(area=country.commune).update(
        revoked_at="2026-01-01T00:00Z", revoked_by=cast.administrator
    )
    again = make_link(cast, country)

    assert client.get(own).status_code == 404
    assert {name: figures for name, [figures] in rows(client.get(above)).items()} == {
        "Xã Tân Hòa": "75",
        "Xã Nhỏ": "không nêu",
        "Tổng: Thành phố Cần Thơ": "không nêu",  # else 78 - 75 tell the 3
    }
    assert rows(client.get(again))["Tổng: Xã Tân Hòa"] == ["75"]


def test_a_row_that_the_table_above_tells_covers_nothing(client, cast, country, neighbour, indicators):
    dossiers(neighbour, indicators, 30)
    above, own = of_province(cast, country), make_link(cast, country)

    told = {name: figures for name, figures in rows(client.get(above)).items() if figures != ["không nêu"]}

    assert {"Ấp 3", "Ấp 4"} <= set(told)
    found = rows(client.get(own))
    assert (found["Ấp 2"], found["Tổng: Xã Tân Hòa"]) == (["không nêu"], ["không nêu"])


@pytest.mark.parametrize("other", [{"from": "2025-08-01"}, {"i": "luot_tham"}, "revoked"])
def test_a_table_of_other_days_or_figures_or_one_that_ended_hides_nothing(
    client, cast, country, neighbour, indicators, other
):
    dossiers(neighbour, indicators, 3)
    if other == "revoked":
        of_province(cast, country, by="commune")
        SharedLink.objects.update(revoked_at="2026-01-01T00:00Z", revoked_by=cast.province_officer)
    else:
        codes = [other.pop("i")] if "i" in other else ["dvc_ho_so"]
        of_province(cast, country, by="commune", codes=codes, **other)

    assert rows(client.get(make_link(cast, country)))["Tổng: Xã Tân Hòa"] == ["75"]
