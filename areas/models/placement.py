from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.dates import Dated, DatedQuerySet, days_in_order


class Placement(Dated):
    """Where a unit stands in the hierarchy, and when. This is the truth; Ancestry follows from it."""

    area = models.ForeignKey("areas.Area", models.CASCADE, related_name="placements", verbose_name=_("đơn vị"))
    parent = models.ForeignKey("areas.Area", models.PROTECT, related_name="child_placements", verbose_name=_("thuộc"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("vị trí")
        verbose_name_plural = _("vị trí")
        ordering = ["valid_from"]
        constraints = [
            days_in_order("placement_days_in_order"),
            models.UniqueConstraint(fields=["area", "valid_from"], name="placement_one_from_a_day"),
            models.CheckConstraint(condition=~models.Q(area=models.F("parent")), name="placement_not_under_itself"),
        ]
        indexes = [models.Index(fields=["parent", "valid_from"], name="placement_by_parent")]

    def __str__(self) -> str:
        return f"{self.area} ⊂ {self.parent}"


class Ancestry(Dated):
    """Which unit holds which, on which days; derived by areas.ancestry.rebuild, never written by hand.

    Each unit has a row to itself for all time, so that facts of a unit that ended or has not begun keep
    their place. The rules for such days stand in areas/ancestry.py.
    """

    ancestor = models.ForeignKey("areas.Area", models.CASCADE, related_name="descent")
    descendant = models.ForeignKey("areas.Area", models.CASCADE, related_name="ascent")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("quan hệ trên dưới")
        verbose_name_plural = _("quan hệ trên dưới")
        constraints = [
            days_in_order("ancestry_days_in_order"),
            models.UniqueConstraint(fields=["descendant", "ancestor", "valid_from"], name="ancestry_one_from_a_day"),
        ]
        indexes = [
            models.Index(fields=["ancestor", "valid_from", "valid_until", "descendant"], name="ancestry_down"),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} ⊃ {self.descendant_id}"
