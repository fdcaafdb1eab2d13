from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SampleLoad(models.Model):
    """The mark that the sample province is in this database: at most one row, deleted to hide the accounts."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    version = models.PositiveSmallIntegerField(_("phiên bản"))
    through = models.DateField(_("có lượt thăm đến hết ngày"))
    loaded_at = models.DateTimeField(_("lúc nạp"), auto_now_add=True)

    class Meta:
        verbose_name = _("lần nạp dữ liệu mẫu")
        verbose_name_plural = _("lần nạp dữ liệu mẫu")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="sample_load_only_one")]

    def __str__(self) -> str:
        return f"{self.version}, {self.through:%d/%m/%Y}"
