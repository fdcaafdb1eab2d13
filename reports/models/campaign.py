from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from areas.models import Ancestry, Area
from reports.models.target import Target


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user, roles=None):
        """Whoever sees the area that runs it, or anything that stood in a unit that takes part during the campaign."""
        seen = Area.objects.visible_to(user, roles).values("pk")
        then = {"valid_from__lte": OuterRef("end"), "valid_until__gte": OuterRef("start")}
        held = Ancestry.objects.filter(descendant__in=seen, **then)
        chosen = Campaign.units.through.objects.filter(campaign=OuterRef("pk"))
        of_chosen = Campaign.units.through.objects.filter(campaign=OuterRef(OuterRef("pk"))).values("area")
        takes_part = Exists(held.filter(ancestor=OuterRef("area"))) & ~Exists(chosen)
        return self.filter(Q(area__in=seen) | Q(takes_part) | Q(Exists(held.filter(ancestor__in=of_chosen))))

    def in_state(self, state: str, today):
        """Those in a Campaign.State."""
        ways = {
            Campaign.State.COMING: Q(start__gt=today),
            Campaign.State.RUNNING: Q(start__lte=today, end__gte=today),
            Campaign.State.OVER: Q(end__lt=today, frozen_at__isnull=True),
            Campaign.State.FROZEN: Q(frozen_at__isnull=False),
        }
        return self.filter(ways[state])


class Campaign(models.Model):
    """An emulation campaign (đợt thi đua) of an area: who works best per household from `start` to `end`."""

    class State(models.TextChoices):
        COMING = "coming", _("Sắp bắt đầu")
        RUNNING = "running", _("Đang diễn ra")
        OVER = "over", _("Chờ chốt")
        FROZEN = "frozen", _("Đã chốt")

    name = models.CharField(_("tên đợt thi đua"), max_length=160)
    area = models.ForeignKey(Area, models.PROTECT, related_name="campaigns", verbose_name=_("địa bàn phát động"))
    units = models.ManyToManyField(Area, related_name="+", blank=True, verbose_name=_("đơn vị tham gia"))  # none: all
    start = models.DateField(_("từ ngày"))
    end = models.DateField(_("đến hết ngày"))
    note = models.TextField(_("thể lệ"), blank=True, max_length=2000)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("người lập")
    )
    created_at = models.DateTimeField(_("lúc lập"), auto_now_add=True)
    frozen_at = models.DateTimeField(_("lúc chốt"), null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("người chốt")
    )
    rules_changed_at = models.DateTimeField(null=True, editable=False)  # after the first day, which the page tells

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt thi đua")
        verbose_name_plural = _("đợt thi đua")
        ordering = ["-start", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(start__lte=F("end")), name="campaign_days_in_order")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:campaign_detail", args=[self.pk])

    def state(self, today: date) -> State:
        if self.frozen_at:
            return self.State.FROZEN
        if self.end < today:
            return self.State.OVER
        return self.State.RUNNING if self.start <= today else self.State.COMING


class CampaignIndicator(models.Model):
    """What counts in a campaign: an indicator per unit of a denominator, with its weight among the others."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="indicators", verbose_name=_("đợt thi đua"))
    indicator = models.ForeignKey("visits.Indicator", models.PROTECT, related_name="+", verbose_name=_("chỉ tiêu"))
    per = models.CharField(
        _("tính trên"), max_length=10, choices=Target.Statistic, default=Target.Statistic.HOUSEHOLDS
    )
    weight = models.PositiveSmallIntegerField(
        _("trọng số"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("chỉ tiêu thi đua")
        verbose_name_plural = _("chỉ tiêu thi đua")
        ordering = ["indicator__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "indicator"], name="campaign_indicator_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="campaign_weight_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} × {self.weight}"


class Freezing(models.Model):
    """Who froze the tables of a campaign, and when. Only the tables of the last one are kept, as Standing."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="freezings", verbose_name=_("đợt thi đua"))
    at = models.DateTimeField(_("lúc chốt"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("người chốt")
    )
    moved = models.PositiveIntegerField(_("số hạng khác lần chốt trước"), null=True)  # of the first none

    class Meta:
        verbose_name = _("lần chốt bảng")
        verbose_name_plural = _("lần chốt bảng")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.at:%Y-%m-%d}"


class Standing(models.Model):
    """A line of a league table as it was frozen; later facts do not change it. Who had no place is kept with the
    reason."""

    class League(models.TextChoices):
        TEAMS = "teams", _("Tổ")
        COMMUNES = "communes", _("Xã, phường")
        MEMBERS = "members", _("Thành viên")

    class Unranked(models.TextChoices):
        """Why somebody takes part and has no place."""

        SILENT = "silent", _("chưa có số liệu trong đợt")
        SMALL = "small", _("ít hộ quá, tỷ lệ chưa nói lên điều gì")
        NO_SIZE = "no_size", _("chưa có số hộ công bố để chia")
        SHARED = "shared", _("không phải tổ của một ấp: số hộ chung với các tổ khác")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="standings")
    league = models.CharField(_("bảng"), max_length=8, choices=League)
    place = models.PositiveIntegerField(_("hạng"), null=True)
    reason = models.CharField(_("vì sao chưa xếp hạng"), max_length=8, choices=Unranked, blank=True)
    before = models.PositiveIntegerField(_("hạng một tuần trước"), null=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", null=True)
    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="+", null=True)
    member = models.ForeignKey("teams.Member", models.PROTECT, related_name="+", null=True)
    size = models.PositiveIntegerField(_("mẫu số"))  # households as published, 0 when nobody did
    score = models.FloatField(_("điểm"), null=True)
    figures = models.JSONField(_("số liệu"))  # indicator code -> reports.league.line.Cell

    class Meta:
        verbose_name = _("thứ hạng")
        verbose_name_plural = _("thứ hạng")
        ordering = ["league", "place", "pk"]
        indexes = [models.Index(fields=["campaign", "league", "place"], name="standing_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(league="teams", team__isnull=False)
                | Q(league="communes", area__isnull=False)
                | Q(league="members", member__isnull=False),
                name="standing_of_its_league",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False, score__isnull=False, reason="")
                | (Q(place__isnull=True, score__isnull=True) & ~Q(reason="")),
                name="standing_with_place_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.league} {self.place}"
