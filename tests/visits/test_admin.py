import pytest
from django.urls import reverse

from accounts.models import Post
from accounts.roles import Role
from accounts.staff import open_admin_site
from visits.models import HeldItem


@pytest.fixture
def administrator(client, cast):
    open_admin_site(cast.administrator)
    client.force_login(cast.administrator)
    return cast.administrator


@pytest.fixture
def held(cast, visit):
    return HeldItem.objects.create(
        visit_id=visit.pk, kind="conflict", reason="Khác", payload={}, digest="1", sent_by=cast.team_member
    )


@pytest.mark.parametrize("model", ["indicator", "household", "visit", "helditem"])
def test_rows_can_be_looked_up_and_not_written(client, administrator, household, indicators, visit, held, model):
    row = {"indicator": indicators["app_ho"], "household": household, "visit": visit, "helditem": held}[model]
    change = reverse(f"admin:visits_{model}_change", args=[row.pk])
    assert client.get(reverse(f"admin:visits_{model}_changelist")).status_code == 200
    assert client.get(change).status_code == 200
    assert client.post(change, {}).status_code == 403
    assert client.get(reverse(f"admin:visits_{model}_add")).status_code == 403


def test_no_phone_number_is_shown(client, administrator, household):
    body = client.get(reverse("admin:visits_household_change", args=[household.pk])).content.decode()
    assert household.phone not in body


def test_households_are_found_without_tones(client, administrator, household, foreign_household):
    body = client.get(reverse("admin:visits_household_changelist"), {"q": "Trần MẪU"}).content.decode()
    assert "Trần Thị Mẫu" in body
    assert "Lý Văn Lạ" not in body


def test_an_administrator_of_one_commune_sees_nothing_of_another(client, cast, country, household, foreign_visit):
    Post.objects.create(user=cast.commune_officer, role=Role.ADMINISTRATOR, area=country.commune)
    open_admin_site(cast.commune_officer)
    HeldItem.objects.create(
        visit_id=foreign_visit.pk, kind="review", reason="Lạ", payload={}, digest="1", sent_by=cast.foreign_officer
    )
    client.force_login(cast.commune_officer)
    for model in ("household", "visit", "helditem"):
        body = client.get(reverse(f"admin:visits_{model}_changelist")).content.decode()
        assert "Lý Văn Lạ" not in body
        assert "foreign_officer" not in body
