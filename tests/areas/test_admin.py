import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from areas.models import Area, AreaStatistic


@pytest.fixture
def keeper(client, country):
    client.force_login(User.objects.create_superuser("keeper"))
    return client


@pytest.mark.parametrize("model", ["area", "reform", "areastatistic"])
def test_lists_open(keeper, model):
    assert keeper.get(reverse(f"admin:areas_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("text", ["tan hoa", "Tân Hòa", "31345", ""])
def test_units_are_searched_in_any_spelling(keeper, text, country):
    response = keeper.get(reverse("admin:areas_area_changelist"), {"q": text})
    assert country.old_commune in response.context["cl"].queryset


def test_a_point_can_be_filled_in_and_nothing_else(keeper, country):
    address = reverse("admin:areas_area_change", args=[country.commune.pk])
    formsets = keeper.get(address).context["inline_admin_formsets"]
    management = {f"{f.formset.prefix}-{key}_FORMS": "0" for f in formsets for key in ("TOTAL", "INITIAL")}
    keeper.post(address, {"lat": "9.9", "lon": "105.6", "name": "Khác", "valid_until": "2020-01-01"} | management)
    unit = Area.objects.get(pk=country.commune.pk)
    assert (unit.lat, unit.lon, unit.name, unit.valid_until) == (9.9, 105.6, "Tân Hòa", country.commune.valid_until)


@pytest.mark.parametrize("address", ["admin:areas_area_add", "admin:areas_reform_add"])
def test_units_and_reforms_are_not_made_here(keeper, address):
    assert keeper.get(reverse(address)).status_code == 403


def test_a_unit_is_never_deleted(keeper, country):
    assert keeper.post(reverse("admin:areas_area_delete", args=[country.commune.pk])).status_code == 403


def test_statistics_are_kept_here_too(keeper, country):
    fields = {"area": country.commune.pk, "year": "2024", "households": "5", "source": "Niên giám"}
    keeper.post(reverse("admin:areas_areastatistic_add"), fields)
    assert AreaStatistic.objects.get().households == 5


def test_ancestry_has_no_page():
    assert {model.__name__ for model in admin.site._registry if model._meta.app_label == "areas"} == {
        "Area",
        "Reform",
        "AreaStatistic",
    }
