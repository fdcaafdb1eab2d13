import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("areas", "0002_succession_once_in_a_reform")]

    operations = [
        migrations.CreateModel(
            name="Shape",
            fields=[
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="shape",
                        serialize=False,
                        to="areas.area",
                        verbose_name="đơn vị",
                    ),
                ),
                ("polygons", models.JSONField(verbose_name="ranh giới")),
                ("source", models.CharField(max_length=200, verbose_name="nguồn")),
                ("loaded_at", models.DateTimeField(auto_now=True, verbose_name="lúc nạp")),
            ],
            options={"verbose_name": "ranh giới", "verbose_name_plural": "ranh giới"},
        ),
    ]
