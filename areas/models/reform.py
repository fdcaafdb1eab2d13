from django.db import models
from django.utils.translation import gettext_lazy as _


class Reform(models.Model):
    """One rearrangement of units by one decision."""

    name = models.CharField(_("tên"), max_length=200, unique=True)
    decision = models.CharField(_("nghị quyết, quyết định"), max_length=120, blank=True)
    effective_on = models.DateField(_("có hiệu lực từ ngày"))

    class Meta:
        verbose_name = _("đợt sắp xếp")
        verbose_name_plural = _("đợt sắp xếp")
        ordering = ["effective_on", "name"]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """An old unit went into a new one, whole or in part."""

    class Extent(models.TextChoices):
        WHOLE = "whole", _("toàn bộ")
        PART = "part", _("một phần")

    reform = models.ForeignKey(Reform, models.PROTECT, related_name="successions", verbose_name=_("đợt sắp xếp"))
    old = models.ForeignKey("areas.Area", models.PROTECT, related_name="successors", verbose_name=_("đơn vị cũ"))
    new = models.ForeignKey("areas.Area", models.PROTECT, related_name="predecessors", verbose_name=_("đơn vị mới"))
    extent = models.CharField(_("phạm vi"), max_length=5, choices=Extent, default=Extent.WHOLE)

    class Meta:
        verbose_name = _("kế thừa")
        verbose_name_plural = _("kế thừa")
        constraints = [
            # a unit may give a part today and the rest years later
            models.UniqueConstraint(fields=["reform", "old", "new"], name="succession_once_in_a_reform"),
            models.UniqueConstraint(
                fields=["old"], condition=models.Q(extent="whole"), name="succession_whole_to_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
