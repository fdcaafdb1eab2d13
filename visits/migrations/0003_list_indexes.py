from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_result_history")]

    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["sort_key", "id"], name="household_by_name"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["-visited_at", "-id"], name="visit_by_time"),
        ),
    ]
