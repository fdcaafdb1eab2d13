from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HouseholdCodeQuerySet(models.QuerySet):
    def valid(self):
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)


class HouseholdCode(models.Model):
    """What the QR code of a household holds: letters drawn at random, which say nothing about anybody.

    `household_id` is no foreign key: a household that is merged into another one leaves its id as an alias, and the
    paper at its door goes on opening the right household (visits.codes).
    """

    token = models.CharField(_("mã"), max_length=12, primary_key=True)
    household_id = models.UUIDField(_("mã hộ"), db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người lập")
    )
    made_at = models.DateTimeField(_("lúc lập"), auto_now_add=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người thu hồi"), null=True
    )
    revoked_at = models.DateTimeField(_("lúc thu hồi"), null=True)

    objects = HouseholdCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("mã QR của hộ")
        verbose_name_plural = _("mã QR của hộ")
        ordering = ["-made_at", "pk"]

    def __str__(self) -> str:
        return self.readable

    @property
    def readable(self) -> str:
        """K7M4-2QXF-9RTP, as printed beside the QR code."""
        return "-".join(self.token[start : start + 4] for start in range(0, len(self.token), 4))
