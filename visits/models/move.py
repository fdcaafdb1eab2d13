from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HouseholdMove(models.Model):
    """A household went to another hamlet. `day` is its first day there; earlier visits stay where they were."""

    household = models.ForeignKey("visits.Household", models.CASCADE, related_name="moves", verbose_name=_("hộ"))
    origin = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("từ ấp, khu vực"))
    target = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("đến ấp, khu vực"))
    day = models.DateField(_("từ ngày"))
    reason = models.CharField(_("lý do"), max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người ghi")
    )
    decided_at = models.DateTimeField(_("lúc ghi"), auto_now_add=True)

    class Meta:
        verbose_name = _("lần chuyển ấp")
        verbose_name_plural = _("lần chuyển ấp")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.household_id} {self.day:%d/%m/%Y}"
