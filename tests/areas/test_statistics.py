import csv

import pytest
from django.urls import reverse

from areas.models import AreaStatistic

FIGURES = {"year": "2024", "households": "120", "residents": "480", "adults": "", "businesses": "0", "source": "Xã"}


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def statistic(country):
    return AreaStatistic.objects.create(area=country.commune, year=2023, households=100, source="Niên giám 2023")


def create(client, area, **fields):
    return client.post(reverse("areas:statistic_create", args=[area.pk]), FIGURES | fields)


def test_figures_of_a_year_are_added_and_a_missing_one_stays_empty(officer, country):
    response = create(officer, country.commune)
    assert response.status_code == 302
    row = AreaStatistic.objects.get(area=country.commune)
    assert (row.year, row.households, row.residents, row.adults, row.businesses) == (2024, 120, 480, None, 0)
    body = officer.get(response["Location"]).content.decode()
    assert "Đã lưu số liệu năm 2024." in body


def test_figures_of_an_old_commune_can_be_added_too(officer, country):
    """The denominators of 2022–2024 belong to the units of then."""
    assert create(officer, country.old_town).status_code == 302


def test_figures_are_corrected(officer, statistic):
    address = reverse("areas:statistic_edit", args=[statistic.pk])
    assert officer.get(address).context["form"].initial["households"] == 100
    assert officer.post(address, FIGURES | {"year": "2023"}).status_code == 302
    statistic.refresh_from_db()
    assert (statistic.year, statistic.households, statistic.source) == (2023, 120, "Xã")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"year": "1999"}, "year"),
        ({"year": "3000"}, "year"),
        ({"year": "2023"}, "year"),
        ({"year": "x"}, "year"),
        ({"households": "-1"}, "households"),
        ({"households": "481"}, "households"),
        ({"adults": "481"}, "adults"),
        ({"residents": "99999999999"}, "residents"),
        ({"source": ""}, "source"),
        ({"households": "", "residents": "", "businesses": ""}, "__all__"),
    ],
)
def test_figures_that_cannot_be_come_back_with_a_sentence(officer, country, statistic, fields, wrong):
    response = create(officer, country.commune, **fields)
    assert response.status_code == 422
    assert wrong in response.context["form"].errors
    assert AreaStatistic.objects.count() == 1


def test_the_year_of_another_row_cannot_be_taken(officer, country, statistic):
    create(officer, country.commune)
    response = officer.post(reverse("areas:statistic_edit", args=[statistic.pk]), FIGURES)
    assert response.status_code == 422
    assert response.context["form"].errors["year"] == ["Đã có số liệu năm 2024. Sửa dòng đã có."]


def test_the_page_of_a_unit_lists_its_years_latest_first(officer, country, statistic):
    create(officer, country.commune)
    listed = officer.get(country.commune.get_absolute_url()).context["statistics"]
    assert [row.year for row in listed] == [2024, 2023]


def exported(client, area):
    answer = client.get(reverse("areas:statistic_export", args=[area.pk]), {"_export": "csv"})
    return list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))


def test_figures_of_a_unit_and_of_those_below_are_exported(officer, country, statistic):
    AreaStatistic.objects.create(area=country.hamlet, year=2024, households=40, residents=150, source="Công an xã")
    AreaStatistic.objects.create(area=country.foreign_hamlet, year=2024, households=9, source="Công an xã")
    commune, hamlet = exported(officer, country.commune)
    assert (commune["Đơn vị"], commune["Mã"], commune["Xã, phường"], commune["Số hộ"]) == (
        "Xã Tân Hòa",
        "31342",
        "",
        "100",
    )
    assert (hamlet["Đơn vị"], hamlet["Xã, phường"], hamlet["Năm"]) == ("Ấp 1", "Xã Tân Hòa", "2024")
    assert exported(officer, country.foreign_commune) == []


def test_the_page_of_a_unit_offers_its_figures_as_a_file(officer, country):
    body = officer.get(reverse("areas:area_detail", args=[country.commune.pk])).content.decode()
    assert f"{reverse('areas:statistic_export', args=[country.commune.pk])}?_export=xlsx" in body
