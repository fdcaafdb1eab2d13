from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from areas.dates import FOREVER, Dated, DatedQuerySet, days_in_order
from areas.models import Area
from teams.models.team import Team

USUAL_FEWEST = 3  # persons, where no rule stands (Bình Dương 2024); provinces ask for two to five
MOST = 100  # persons; beyond it a rule is a slip of the finger


class CompositionRuleQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Rules of the units that the user's areas stand under, or hold: a commune reads what its province asks."""
        return self.filter(area__in=Area.objects.around(user).values("pk"))


class CompositionRule(Dated):
    """What a province asks of the composition of its teams. The rules are local, so they warn and never block."""

    KINDS = [choice for choice in Team.Kind.choices if choice[0] != Team.Kind.STEERING]

    area = models.ForeignKey(
        "areas.Area", models.PROTECT, related_name="composition_rules", verbose_name=_("địa bàn áp dụng")
    )
    kind = models.CharField(
        _("loại tổ"), max_length=12, choices=[("", _("Mọi loại tổ")), *KINDS], blank=True, default=""
    )
    fewest = models.PositiveSmallIntegerField(
        _("ít nhất (người)"), default=USUAL_FEWEST, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    most = models.PositiveSmallIntegerField(
        _("nhiều nhất (người)"), null=True, blank=True, validators=[MaxValueValidator(MOST)]
    )
    leader_position = models.CharField(_("tổ trưởng nên là"), max_length=300, blank=True)
    deputy_position = models.CharField(_("tổ phó nên là"), max_length=300, blank=True)
    source = models.CharField(_("căn cứ"), max_length=200, blank=True)
    history = HistoricalRecords()

    objects = CompositionRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy định về thành phần tổ")
        verbose_name_plural = _("quy định về thành phần tổ")
        ordering = ["area__level", "area__sort_key", "kind", "-valid_from"]
        constraints = [
            days_in_order("composition_rule_days_in_order"),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(fewest__lte=F("most")),
                name="composition_rule_fewest_below_most",
                violation_error_message=_("Số nhiều nhất phải không nhỏ hơn số ít nhất."),
            ),
            models.UniqueConstraint(
                fields=["area", "kind"],
                condition=Q(valid_until=FOREVER),
                name="composition_rule_one_at_a_time",
                violation_error_message=_("Địa bàn này đã có quy định đang áp dụng cho loại tổ đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_kind_display()}"
