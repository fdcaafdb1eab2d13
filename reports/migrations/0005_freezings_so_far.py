from django.db import migrations


def write_down(apps, schema_editor):
    """The freezing that each frozen campaign knows of."""
    campaigns = apps.get_model("reports", "Campaign").objects.filter(frozen_at__isnull=False)
    Freezing = apps.get_model("reports", "Freezing")
    known = campaigns.values_list("pk", "frozen_at", "frozen_by")
    Freezing.objects.bulk_create([Freezing(campaign_id=key, at=at, by_id=by) for key, at, by in known])


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_freezing")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop, elidable=True)]
