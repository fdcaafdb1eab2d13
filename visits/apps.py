from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = _("Lượt thăm")

    def ready(self) -> None:
        import_module("visits.moved")  # it follows areas.signals; it needs the models, which are ready only now
