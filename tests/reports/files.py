"""Files of the board: what the tests put into it and how they ask for it."""

from urllib.parse import urlencode

from django.urls import reverse

from areas.models import AreaStatistic
from tests.cast import at, make_visit
from visits.models import Household

ADDRESS = reverse("reports:dashboard_export")
YEAR = {"from": "2026-01-01", "to": "2026-12-31"}
CODES = ["dvc_ho_so", "ty_le_ho_app", "vneid_muc_2"]


def make_facts(country, household, indicators) -> None:
    """Two hamlets in 2026: one with figures, one with a visit that brought none."""
    AreaStatistic.objects.create(area=country.commune, year=2025, households=8, source="thử")
    neighbour = Household.objects.create(area=country.other_hamlet, head_name="Ngô Văn Bên")
    make_visit(household, when=at(2026, 3, 5), results={indicators["dvc_ho_so"]: 1234, indicators["app_ho"]: 1})
    make_visit(neighbour, when=at(2026, 4, 6))


def export(client, user, kind="xlsx", **parameters):
    client.force_login(user)
    asked = {"i": CODES, "_export": kind, **YEAR, **parameters}
    return client.get(f"{ADDRESS}?{urlencode(asked, doseq=True)}")
