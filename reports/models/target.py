from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from areas.models import Area


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(area__in=Area.objects.visible_to(user).values("pk"))

    def current(self):
        """Not replaced by a later version, nor withdrawn."""
        return self.filter(ended_at__isnull=True)


class Target(models.Model):
    """What an area has to reach in an indicator from `start` to `end`, both included.

    A version is never edited: a new figure ends the one before, so that what was in force on a day can be told.
    A percentage is a share of the denominator (`statistic`), or the value itself of an indicator that is a ratio.
    """

    class Basis(models.TextChoices):
        AMOUNT = "amount", _("Số tuyệt đối")
        PERCENT = "percent", _("Phần trăm")

    class Counting(models.TextChoices):
        PERIOD = "period", _("Trong kỳ")
        SO_FAR = "so_far", _("Lũy kế đến cuối kỳ")

    class Statistic(models.TextChoices):
        HOUSEHOLDS = "households", _("Số hộ")
        RESIDENTS = "residents", _("Nhân khẩu")
        ADULTS = "adults", _("Người trưởng thành")
        BUSINESSES = "businesses", _("Cơ sở kinh doanh")

    area = models.ForeignKey(Area, models.PROTECT, related_name="targets", verbose_name=_("địa bàn"))
    indicator = models.ForeignKey("visits.Indicator", models.PROTECT, related_name="+", verbose_name=_("chỉ tiêu"))
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến hết ngày"))
    basis = models.CharField(_("cách đặt"), max_length=7, choices=Basis)
    statistic = models.CharField(_("phần trăm của"), max_length=10, choices=Statistic, blank=True)
    value = models.DecimalField(_("mức phải đạt"), max_digits=14, decimal_places=2)
    counting = models.CharField(_("cách tính"), max_length=6, choices=Counting, default=Counting.PERIOD)
    source = models.CharField(_("văn bản giao"), max_length=200, blank=True)
    office = models.ForeignKey(  # whoever it was given by may change it, the unit that it was given to may not
        Area, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("nơi giao")
    )
    cascaded_from = models.ForeignKey(
        "self", models.SET_NULL, related_name="parts", null=True, blank=True, verbose_name=_("chia từ")
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("người đặt")
    )
    set_at = models.DateTimeField(_("lúc đặt"), auto_now_add=True)
    ended_at = models.DateTimeField(_("lúc thay"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("người thay")
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("mức phải đạt")
        verbose_name_plural = _("mức phải đạt")
        ordering = ["start", "end", "indicator__position", "pk"]
        indexes = [
            models.Index(fields=["indicator", "start", "end"], condition=Q(ended_at__isnull=True), name="target_now")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "indicator", "start", "end"],
                condition=Q(ended_at__isnull=True),
                name="target_one_in_force",
            ),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="target_days_in_order"),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_not_negative"),
            models.CheckConstraint(
                condition=Q(basis="percent") | Q(statistic=""), name="target_statistic_only_for_percent"
            ),
        ]

    def __str__(self) -> str:
        figure = number_format(self.value if self.value % 1 else int(self.value), force_grouping=True)
        sign = " %" if self.basis == self.Basis.PERCENT else ""
        days = f"{self.start:%d/%m/%Y}–{self.end:%d/%m/%Y}"
        return f"{self.area} · {self.indicator.short_name}, {days}: {figure}{sign}"
