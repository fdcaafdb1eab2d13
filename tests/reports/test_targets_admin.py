from django.urls import reverse

from accounts.staff import open_admin_site
from tests.reports.targets import give


def test_targets_can_be_looked_up_and_not_written(client, cast, country, indicators):
    open_admin_site(cast.administrator)
    client.force_login(cast.administrator)
    target = give(country.commune, indicators["app_ho"], 300)
    change = reverse("admin:reports_target_change", args=[target.pk])

    assert "Tân Hòa" in client.get(reverse("admin:reports_target_changelist")).content.decode()
    assert client.get(change).status_code == 200
    assert client.post(change, {}).status_code == 403
    assert client.get(reverse("admin:reports_target_add")).status_code == 403
