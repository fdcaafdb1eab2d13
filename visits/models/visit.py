import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.roles import Permission
from areas.models import Area
from visits.models.sight import hamlets_in_sight


def reason_field() -> models.CharField:
    """Why a fact was changed, as long as the reason of a removal; simple_history's own holds 100 characters."""
    return models.CharField(max_length=200, null=True)


class FactQuerySet(models.QuerySet):
    """For the two sources of facts, visits and activities."""

    def visible_to(self, user, roles=None):
        return self.filter(area__in=Area.objects.visible_to(user, roles).values("pk"))

    def listed_for(self, user, roles=None):
        """As visible_to(), for long lists of what stands in hamlets; asks the database for their keys at once."""
        return self.filter(area__in=hamlets_in_sight(user, roles))

    def standing(self):
        """Not taken back."""
        return self.filter(removed_at__isnull=True)


class Fact(models.Model):
    """What visits and activities share: who, where, when, and whether it was taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(  # each kind of fact has its list by area, which serves as index
        "areas.Area", models.PROTECT, related_name="+", verbose_name=_("địa bàn"), db_index=False
    )
    team = models.ForeignKey(
        "teams.Team",
        models.PROTECT,
        related_name="%(class)ss",
        null=True,
        blank=True,
        verbose_name=_("tổ"),
        db_index=False,
    )
    day = models.DateField(_("ngày"))
    people = models.PositiveIntegerField(_("số người được hướng dẫn"), default=0)
    note = models.TextField(_("ghi chú"), blank=True, max_length=2000)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("người ghi"),
        null=True,
        db_index=False,
    )
    created_at = models.DateTimeField(_("lúc nhận"), auto_now_add=True)
    removed_at = models.DateTimeField(_("lúc xóa"), null=True, blank=True)
    removal_reason = models.CharField(_("lý do xóa"), max_length=200, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    def may_be_edited_by(self, user) -> bool:
        """Its author, or whoever may edit the facts of others there."""
        return self.created_by_id == user.pk or user.may(Permission.EDIT_VISITS, self.area)


class Visit(Fact):
    """One call of a team at one household. Its area is the hamlet where the household stood on that day."""

    class Outcome(models.TextChoices):
        MET = "met", _("Gặp được")
        ABSENT = "absent", _("Vắng nhà")
        REFUSED = "refused", _("Từ chối")
        MOVED = "moved", _("Đã chuyển đi")

    class Status(models.TextChoices):
        ACCEPTED = "accepted", _("Đã xác nhận")
        REVIEW = "review", _("Cần xem lại")

    household = models.ForeignKey(
        "visits.Household", models.PROTECT, related_name="visits", verbose_name=_("hộ"), db_index=False
    )
    visited_at = models.DateTimeField(_("thời điểm thăm"))
    outcome = models.CharField(_("kết quả"), max_length=8, choices=Outcome)
    status = models.CharField(_("trạng thái"), max_length=8, choices=Status, default=Status.ACCEPTED)
    review_reason = models.CharField(_("lý do cần xem lại"), max_length=200, blank=True)
    next_on = models.DateField(_("hẹn lại ngày"), null=True, blank=True)
    # where the phone was, to some 10 m; only for whoever may correct the visit
    lat = models.FloatField(_("vĩ độ"), null=True, blank=True)
    lon = models.FloatField(_("kinh độ"), null=True, blank=True)
    accuracy = models.PositiveIntegerField(_("sai số vị trí (m)"), null=True, blank=True)
    received_digest = models.CharField(max_length=64, editable=False, blank=True)
    history = HistoricalRecords(
        excluded_fields=["lat", "lon", "accuracy", "received_digest"], history_change_reason_field=reason_field()
    )

    class Meta:
        verbose_name = _("lượt thăm")
        verbose_name_plural = _("lượt thăm")
        ordering = ["-visited_at", "-id"]
        indexes = [
            models.Index(fields=["household", "visited_at"], name="visit_by_household"),
            # with the author: what each person did in a campaign is summed without reading the visits
            models.Index(fields=["area", "-visited_at", "-id", "created_by"], name="visit_by_area"),
            models.Index(fields=["-visited_at", "-id"], name="visit_by_time"),
            models.Index(fields=["team", "-day"], name="visit_by_team"),
            # How many one person has logged is told after every batch without reading the visits. Not a partial index:
            # where PostgreSQL knows little of the table, it reads all of such a one to find the visits that stand.
            models.Index(fields=["created_by", "removed_at", "status", "day"], name="visit_by_author"),
            models.Index(
                fields=["area", "day"],
                condition=Q(status="review", removed_at__isnull=True),
                name="visit_in_review",
            ),
            models.Index(fields=["day", "area"], condition=Q(removed_at__isnull=False), name="visit_removed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(outcome="met") | Q(people=0), name="visit_people_only_when_met"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.day:%d/%m/%Y}"


class Activity(Fact):
    """A group session, or a team's tally of a month for which no household log exists."""

    class Kind(models.TextChoices):
        SESSION = "session", _("Buổi hướng dẫn")
        TALLY = "tally", _("Số liệu tổng hợp của tổ")

    kind = models.CharField(_("loại"), max_length=8, choices=Kind)
    title = models.CharField(_("nội dung"), max_length=200)
    history = HistoricalRecords(history_change_reason_field=reason_field())

    class Meta:
        verbose_name = _("hoạt động")
        verbose_name_plural = _("hoạt động")
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["area", "-day", "-id"], name="activity_by_area"),
            models.Index(fields=["team", "-day"], name="activity_by_team"),
            models.Index(fields=["created_by", "-day"], name="activity_by_author"),
            models.Index(fields=["day", "area"], name="activity_by_day"),  # which came last, of whole provinces
        ]

    def __str__(self) -> str:
        return self.title


class Result(models.Model):
    """How much of an indicator a visit or an activity reports, in the indicator's unit.

    Millions of rows: an index that another one begins with, or that nothing asks for, would cost every batch.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="results", null=True, blank=True, db_index=False)
    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="results", null=True, blank=True, db_index=False
    )
    indicator = models.ForeignKey(
        "visits.Indicator", models.PROTECT, related_name="+", verbose_name=_("chỉ tiêu"), db_index=False
    )
    quantity = models.PositiveIntegerField(_("số lượng"))
    history = HistoricalRecords(history_change_reason_field=reason_field())

    class Meta:
        verbose_name = _("kết quả")
        verbose_name_plural = _("kết quả")
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=True) ^ Q(activity__isnull=True), name="result_of_one_fact"
            ),
            models.UniqueConstraint(
                fields=["visit", "indicator"], condition=Q(visit__isnull=False), name="result_once_a_visit"
            ),
            models.UniqueConstraint(
                fields=["activity", "indicator"],
                condition=Q(activity__isnull=False),
                name="result_once_an_activity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.quantity}"
