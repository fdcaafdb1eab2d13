from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Device(models.Model):
    """A phone as it last told about itself: what one person on it had not sent yet when the batch was answered."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices", verbose_name=_("tài khoản"), db_index=False
    )
    device_id = models.UUIDField(_("mã máy"))
    synced_at = models.DateTimeField(_("gửi lần cuối"))
    waiting = models.PositiveIntegerField(_("còn chờ gửi"))
    oldest = models.DateTimeField(_("mục chờ lâu nhất"), null=True)
    version = models.CharField(_("phiên bản"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("máy")
        verbose_name_plural = _("máy")
        ordering = ["-synced_at"]
        constraints = [models.UniqueConstraint(fields=["user", "device_id"], name="device_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.device_id}"
