from django.apps import AppConfig
from django.db.models import Field, ForeignObject
from django.utils.translation import gettext_lazy as _

from areas.among import Among


class AreasConfig(AppConfig):
    name = "areas"
    verbose_name = _("Địa bàn")

    def ready(self) -> None:
        Field.register_lookup(Among)
        ForeignObject.register_lookup(Among)
