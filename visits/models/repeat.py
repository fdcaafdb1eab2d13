from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptRepeat(models.Model):
    """Somebody looked at the visits that several members made at one household on one day, and lets them all stand.

    `visits` is how many there were; one more makes the day a question again.
    """

    household = models.ForeignKey(
        "visits.Household", models.CASCADE, related_name="kept_repeats", verbose_name=_("hộ"), db_index=False
    )
    day = models.DateField(_("ngày"))
    visits = models.PositiveSmallIntegerField(_("số lượt thăm"))
    reason = models.CharField(_("lý do"), max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người quyết định")
    )
    decided_at = models.DateTimeField(_("lúc quyết định"), auto_now=True)

    class Meta:
        verbose_name = _("lượt thăm trùng ngày được giữ")
        verbose_name_plural = _("lượt thăm trùng ngày được giữ")
        ordering = ["-decided_at"]
        constraints = [models.UniqueConstraint(fields=["household", "day"], name="kept_repeat_once")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.day:%d/%m/%Y}"
