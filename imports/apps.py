from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Nhập từ Excel")

    def ready(self):
        """Each room declares the lists it takes in <app>/sheets/, as the admin site finds its admin.py."""
        autodiscover_modules("sheets")
