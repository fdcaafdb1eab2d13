import datetime

from django.db import migrations, models
from django.db.models import F, Max, Q

ONE_DAY = datetime.timedelta(days=1)


def date_units(apps, schema_editor):
    """What areas.ancestry would have told each unit until now."""
    Area, Ancestry = apps.get_model("areas", "Area"), apps.get_model("areas", "Ancestry")
    left = Max("valid_until", filter=Q(valid_until__lt=F("ancestor__valid_until")))
    held = Ancestry.objects.exclude(ancestor=F("descendant"))
    rows = held.order_by().values_list("ancestor").annotate(came=Max("valid_from"), left=left)
    since = {unit: max(came, left + ONE_DAY if left else came) for unit, came, left in rows}
    units = list(Area.objects.filter(pk__in=Ancestry.objects.values("ancestor")).only("held_since"))
    for unit in units:
        unit.held_since = since.get(unit.pk, unit.held_since)
    Area.objects.bulk_update(units, ["held_since"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("areas", "0003_shape")]

    operations = [
        migrations.AddField(
            model_name="area",
            name="held_since",
            field=models.DateField(default=datetime.date(1900, 1, 1), editable=False),
        ),
        migrations.RunPython(date_units, migrations.RunPython.noop),
    ]
