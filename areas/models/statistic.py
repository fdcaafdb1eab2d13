from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaStatistic(models.Model):
    """The denominators of an area in a year, as an agency published them. A missing figure stays empty, never 0."""

    area = models.ForeignKey("areas.Area", models.CASCADE, related_name="statistics", verbose_name=_("đơn vị"))
    year = models.PositiveSmallIntegerField(_("năm"))
    households = models.PositiveIntegerField(_("số hộ"), null=True, blank=True)
    residents = models.PositiveIntegerField(_("nhân khẩu"), null=True, blank=True)
    adults = models.PositiveIntegerField(_("người trưởng thành"), null=True, blank=True)
    businesses = models.PositiveIntegerField(_("cơ sở kinh doanh"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=200)

    class Meta:
        verbose_name = _("số liệu địa bàn")
        verbose_name_plural = _("số liệu địa bàn")
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["area", "year"], name="statistic_one_a_year")]

    def __str__(self) -> str:
        return f"{self.area} {self.year}"
