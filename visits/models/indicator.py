from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from areas.dates import Dated, DatedQuerySet, days_in_order
from areas.models import Area


class IndicatorQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """The catalogue is the same for everybody who holds a post somewhere; no post, nothing."""
        return self.filter(Exists(Area.objects.visible_to(user)))

    def asked_at_visits(self):
        """Indicators that a member fills in at a household."""
        kinds = [Indicator.Kind.FLOW, Indicator.Kind.HOUSEHOLD, Indicator.Kind.PERSON]
        return self.filter(kind__in=kinds, source=Indicator.Source.TEAMS, derived="")

    def told_by_teams(self):
        """Indicators that a team may report of a session or of a month; the rest follows from visits, or comes from
        another agency."""
        return self.counted().filter(source=Indicator.Source.TEAMS, derived="")

    def counted(self):
        """Indicators with facts of their own; a ratio has none, it is made of two others."""
        return self.exclude(kind=Indicator.Kind.RATIO)


class Indicator(Dated):
    """What is counted. The kind declares which sums exist; the engine refuses the others."""

    class Kind(models.TextChoices):
        FLOW = "flow", _("Phát sinh trong kỳ")
        HOUSEHOLD = "household", _("Hộ đạt lần đầu")
        PERSON = "person", _("Người đạt mới")
        STOCK = "stock", _("Lũy kế đến cuối kỳ")
        RATIO = "ratio", _("Tỷ lệ")

    class Source(models.TextChoices):
        TEAMS = "teams", _("Tổ ghi nhận")
        AGENCY = "agency", _("Ngành khác cung cấp")

    class Derived(models.TextChoices):
        VISITS = "visits", _("Mỗi lượt thăm là 1")
        HOUSEHOLDS_MET = "households_met", _("Hộ có lượt thăm gặp được người")
        PEOPLE = "people", _("Số người được hướng dẫn của lượt thăm")

    class Statistic(models.TextChoices):
        HOUSEHOLDS = "households", _("Số hộ")
        RESIDENTS = "residents", _("Nhân khẩu")
        ADULTS = "adults", _("Người trưởng thành")
        BUSINESSES = "businesses", _("Cơ sở kinh doanh")

    code = models.CharField(
        _("mã"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Mã gồm chữ thường không dấu, số và gạch dưới."))],
    )
    name = models.CharField(_("tên chỉ tiêu"), max_length=160)
    short_name = models.CharField(_("tên ngắn"), max_length=40)
    explanation = models.TextField(_("giải thích"))
    unit = models.CharField(_("đơn vị tính"), max_length=30)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    source = models.CharField(_("nguồn"), max_length=8, choices=Source, default=Source.TEAMS)
    derived = models.CharField(_("tính từ lượt thăm"), max_length=16, choices=Derived, blank=True)
    numerator = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("tử số")
    )
    denominator = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("mẫu số là chỉ tiêu")
    )
    denominator_statistic = models.CharField(
        _("mẫu số là số liệu địa bàn"), max_length=12, choices=Statistic, blank=True
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    headline = models.BooleanField(_("hiện ở đầu bảng điều hành"), default=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["position", "code"]
        constraints = [
            days_in_order("indicator_days_in_order"),
            models.CheckConstraint(
                condition=Q(kind="ratio", numerator__isnull=False, derived="")
                | (~Q(kind="ratio") & Q(numerator__isnull=True, denominator__isnull=True, denominator_statistic="")),
                name="indicator_ratio_has_parts",
                violation_error_message=_("Tỷ lệ cần tử số và mẫu số; loại khác không có tử số, mẫu số."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        if self.kind == self.Kind.RATIO and bool(self.denominator_id) == bool(self.denominator_statistic):
            raise ValidationError(_("Tỷ lệ cần đúng một mẫu số: một chỉ tiêu hoặc một số liệu địa bàn."))
