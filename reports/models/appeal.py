from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from areas.models import Ancestry, Area


class AppealQuerySet(models.QuerySet):
    def visible_to(self, user, roles=None):
        """Whoever wrote it, and who sees the area the figure is about."""
        seen = self.filter(area__in=Area.objects.visible_to(user, roles).values("pk"))
        return seen if roles is not None else seen | self.filter(made_by=user)

    def for_answer_by(self, user):
        """Those that this user may answer: for a unit above the one the figure is about, never for itself."""
        above = Ancestry.objects.on(timezone.localdate()).filter(descendant=OuterRef("area"))
        above = above.exclude(ancestor=OuterRef("area"))
        above = above.filter(ancestor__in=user.areas_where(Permission.SET_TARGETS).values("pk"))
        return self.filter(Exists(above)).exclude(made_by=user)

    def open(self):
        return self.filter(answered_at__isnull=True)


class Appeal(models.Model):
    """A unit contests a figure (kiến nghị về số liệu) and gets an answer. `query` opens the figure it is about."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("Giữ nguyên số liệu")
        CORRECTED = "corrected", _("Đã sửa ở nguồn")

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    indicator = models.ForeignKey("visits.Indicator", models.PROTECT, related_name="+", verbose_name=_("chỉ tiêu"))
    campaign = models.ForeignKey(
        "reports.Campaign",
        models.CASCADE,
        related_name="appeals",
        null=True,
        blank=True,
        verbose_name=_("đợt thi đua"),
    )
    member = models.ForeignKey(  # whose row of a league it is about; empty when it is about a figure of the area
        "teams.Member", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("thành viên")
    )
    query = models.CharField(max_length=400)
    shown = models.CharField(_("số liệu khi kiến nghị"), max_length=40)
    text = models.TextField(_("nội dung kiến nghị"), max_length=1000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi")
    )
    made_at = models.DateTimeField(_("lúc gửi"), auto_now_add=True)
    answer = models.TextField(_("trả lời"), max_length=1000, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=9, choices=Outcome, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("người trả lời"),
    )
    answered_at = models.DateTimeField(_("lúc trả lời"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("kiến nghị")
        verbose_name_plural = _("kiến nghị")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(campaign__isnull=False), name="appeal_of_a_member_in_a_campaign"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="") | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="appeal_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.indicator_id}"

    def get_absolute_url(self) -> str:
        return reverse("reports:appeal_detail", args=[self.pk])
