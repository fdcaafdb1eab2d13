from django.db import models
from django.utils.translation import gettext_lazy as _


class Shape(models.Model):
    """The boundary of a unit as an office loaded it (manage.py load_boundaries), simplified for maps on a page.

    Shapes belong to the unit, so a map of another day finds those of the units of that day.
    """

    area = models.OneToOneField(
        "areas.Area", models.CASCADE, primary_key=True, related_name="shape", verbose_name=_("đơn vị")
    )
    # polygons; of each the outline, then its holes; of each longitude and latitude in turn, in 1/10,000 of a degree
    polygons = models.JSONField(_("ranh giới"))
    source = models.CharField(_("nguồn"), max_length=200)
    loaded_at = models.DateTimeField(_("lúc nạp"), auto_now=True)

    class Meta:
        verbose_name = _("ranh giới")
        verbose_name_plural = _("ranh giới")

    def __str__(self) -> str:
        return str(self.area)
