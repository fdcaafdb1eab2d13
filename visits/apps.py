from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from areas.signals import ancestry_changed


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = _("Lượt thăm")

    def ready(self) -> None:
        from visits import moved  # noqa: PLC0415 - models are ready only now

        ancestry_changed.connect(moved.follow, dispatch_uid="moved totals")
