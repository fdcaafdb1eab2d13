import datetime
from collections import defaultdict

from django.db import migrations, models

BEGINNING, FOREVER, ONE_DAY = datetime.date(1900, 1, 1), datetime.date(9999, 12, 31), datetime.timedelta(days=1)
EVERYWHERE = {1, 3, 4}  # province, commune, hamlet
LIFE = ("pk", "level", "valid_from", "valid_until")


def mark_units(apps, schema_editor):
    """What areas.ancestry would have told each unit until now."""
    Area, Ancestry = apps.get_model("areas", "Area"), apps.get_model("areas", "Ancestry")
    lives = {unit: (level, born, died) for unit, level, born, died in Area.objects.values_list(*LIFE)}
    held = defaultdict(lambda: defaultdict(list))
    rows = Ancestry.objects.filter(ancestor__level__in=EVERYWHERE)
    for unit, holder, start, end in rows.values_list("descendant", "ancestor", "valid_from", "valid_until"):
        level, born, died = lives[holder]
        if max(start, born) <= min(end, died):
            held[unit][level].append((max(start, born), min(end, died)))
    for unit, (own, _born, _died) in lives.items():
        if all(covers(held[unit][level]) for level in EVERYWHERE if level <= own):
            Area.objects.filter(pk=unit).update(loose=False)


def covers(stretches):
    """Whether some of them hold on every day."""
    day = BEGINNING
    for start, end in sorted(stretches):
        if start > day:
            return False
        if end == FOREVER:
            return True
        day = max(day, end + ONE_DAY)
    return False


class Migration(migrations.Migration):
    dependencies = [("areas", "0004_held_since")]

    operations = [
        migrations.AddField(
            model_name="area",
            name="loose",
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.RunPython(mark_units, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="area",
            index=models.Index(condition=models.Q(("loose", True)), fields=["level"], name="area_loose"),
        ),
    ]
