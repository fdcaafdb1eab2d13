from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Post
from accounts.roles import Permission
from visits.models.household import Household


class HeldItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For whoever may edit the visits of others where the household stands; if there is no such household, in
        the area that the item names, else in an area where the sender has, or had, a post."""
        areas = user.areas_where(Permission.EDIT_VISITS).values("pk")
        unknown = ~Exists(Household.objects.filter(pk=OuterRef("household_id")))
        senders = Post.objects.filter(area__in=areas).values("user")
        return self.filter(
            Q(household_id__in=Household.objects.filter(area__in=areas).values("pk"))
            | (unknown & Q(area__in=areas))
            | (unknown & Q(area__isnull=True, sent_by__in=senders))
        )

    def waiting(self):
        """Not decided yet."""
        return self.filter(decided_at__isnull=True)


class HeldItem(models.Model):
    """What a phone sent and the server could not file: kept whole until a person decides, never thrown away.

    `visit_id` is the id that the phone made, of a visit or of a household found on the spot. `household_id` may
    stand for no household that the server knows, so it is no foreign key.
    """

    class About(models.TextChoices):
        VISIT = "visit", _("Lượt thăm")
        HOUSEHOLD = "household", _("Hộ mới")

    class Kind(models.TextChoices):
        CONFLICT = "conflict", _("Khác với bản đã nhận")
        REVIEW = "review", _("Cần xem lại")

    class Decision(models.TextChoices):
        SENT = "sent", _("Lấy bản gửi đến")
        STORED = "stored", _("Giữ bản đã có")
        BOTH = "both", _("Giữ cả hai bản")
        FILED = "filed", _("Đã ghi vào sổ")
        DISCARDED = "discarded", _("Không dùng")

    visit_id = models.UUIDField(_("mã"), db_index=True)
    about = models.CharField(_("nội dung"), max_length=9, choices=About, default=About.VISIT)
    household_id = models.UUIDField(_("mã hộ"), null=True, db_index=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("địa bàn"), null=True)
    kind = models.CharField(_("loại"), max_length=8, choices=Kind)
    reason = models.CharField(_("lý do"), max_length=200)
    payload = models.JSONField(_("nội dung đã gửi"))
    digest = models.CharField(max_length=64)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi")
    )
    received_at = models.DateTimeField(_("lúc nhận"), auto_now_add=True)
    decision = models.CharField(_("quyết định"), max_length=9, choices=Decision, blank=True)
    decision_reason = models.CharField(_("lý do quyết định"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người quyết định"), null=True
    )
    decided_at = models.DateTimeField(_("lúc quyết định"), null=True)
    filed = models.ForeignKey(  # what became of it
        "visits.Visit", models.SET_NULL, related_name="held_items", verbose_name=_("lượt thăm"), null=True
    )

    objects = HeldItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục chờ quyết định")
        verbose_name_plural = _("mục chờ quyết định")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["sent_by"], condition=Q(decided_at__isnull=True), name="held_item_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["visit_id", "sent_by", "digest"], name="held_item_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="held_item_decision_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}"
