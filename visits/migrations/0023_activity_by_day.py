from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visits", "0022_moved_totals")]

    operations = [
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["day", "area"], name="activity_by_day"),
        ),
    ]
