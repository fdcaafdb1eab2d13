from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from areas.models import Area


class ContributionQuerySet(models.QuerySet):
    def visible_to(self, user, roles=None):
        return self.filter(area__in=Area.objects.visible_to(user, roles).values("pk"))


class Contribution(models.Model):
    """What one fact adds to the count of one indicator: `quantity` of the `claimed`, and why not all of it.

    Derived from visits and activities by visits.ledger, never written by hand. A stock contributes the
    difference to the team's value before, so that the sum of all contributions until a day is its value.
    """

    class Reason(models.TextChoices):
        COUNTED = "", _("được tính")
        REPEAT = "repeat", _("hộ đã đạt trước đó")
        OVER_SIZE = "over_size", _("vượt số nhân khẩu của hộ")
        REVIEW = "review", _("đang chờ xem lại")

    area = models.ForeignKey(  # the index contribution_by_area begins with it
        "areas.Area", models.PROTECT, related_name="+", db_index=False
    )
    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="+", null=True)
    indicator = models.ForeignKey("visits.Indicator", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    quantity = models.BigIntegerField()
    claimed = models.BigIntegerField()
    reason = models.CharField(max_length=9, choices=Reason, blank=True)
    visit = models.ForeignKey("visits.Visit", models.CASCADE, related_name="contributions", null=True, db_index=False)
    activity = models.ForeignKey(
        "visits.Activity", models.CASCADE, related_name="contributions", null=True, db_index=False
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("đóng góp")
        verbose_name_plural = _("đóng góp")
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=True) ^ Q(activity__isnull=True), name="contribution_of_one_fact"
            ),
            models.UniqueConstraint(
                fields=["visit", "indicator"],
                condition=Q(visit__isnull=False),
                name="contribution_once_a_visit",
            ),
            models.UniqueConstraint(
                fields=["activity", "indicator"],
                condition=Q(activity__isnull=False),
                name="contribution_once_an_activity",
            ),
        ]
        # The first two hold what reports sum and list, so that PostgreSQL need not look up millions of rows for it.
        # They cost a batch of visits less than the narrower ones did that stood by area twice. The visit leads a
        # league to the persons, of whom visit_by_area knows.
        indexes = [
            models.Index(
                fields=["area", "indicator", "day", "id"],
                include=["team", "quantity", "claimed", "reason", "visit"],
                name="contribution_by_area",
            ),
            models.Index(
                fields=["indicator", "day", "id"],
                include=["area", "team", "quantity", "reason"],
                name="contribution_of_days",
            ),
            models.Index(fields=["indicator", "reason", "day"], condition=~Q(reason=""), name="contribution_left_out"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.quantity}"


class Total(models.Model):
    """A sum of contributions and their number, of a unit and an indicator over some stretch of time."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    indicator = models.ForeignKey("visits.Indicator", models.PROTECT, related_name="+", db_index=False)
    quantity = models.BigIntegerField(default=0)
    facts = models.IntegerField(default=0)

    class Meta:
        abstract = True


class MonthlyTotal(Total):
    """The sum of contributions of a reporting month, for the area of the fact and each of its ancestors on that day.

    `quantity` and `facts` (number of contributions) take in everything below; `own_quantity` and
    `own_facts` only facts recorded at the area itself, which is what another map folds together.
    `month` is the first day of the calendar month that names the reporting month. `counted_at`: when a fact last
    changed the sum.
    """

    month = models.DateField()
    own_quantity = models.BigIntegerField(default=0)
    own_facts = models.IntegerField(default=0)
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("tổng tháng")
        verbose_name_plural = _("tổng tháng")
        constraints = [
            models.UniqueConstraint(fields=["area", "indicator", "month"], name="monthly_total_once"),
        ]
        indexes = [models.Index(fields=["indicator", "month", "area"], name="monthly_total_by_month")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.indicator_id} {self.month:%m/%Y}: {self.quantity}"


class DailyTotal(Total):
    """As MonthlyTotal, of one day, for communes and the units above them: what broken months are read from.

    The days of a hamlet are few enough to be read from its contributions.
    """

    day = models.DateField()
    own_quantity = models.BigIntegerField(default=0)
    own_facts = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("tổng ngày")
        verbose_name_plural = _("tổng ngày")
        constraints = [
            models.UniqueConstraint(fields=["area", "indicator", "day"], name="daily_total_once"),
        ]
        indexes = [
            models.Index(fields=["indicator", "day", "area"], name="daily_total_by_day"),
            models.Index(fields=["area", "-day"], name="daily_total_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.indicator_id} {self.day:%d/%m/%Y}: {self.quantity}"


class MovedTotal(Total):
    """What the map of a unit's last day (after all known changes, while it stands) adds to its MonthlyTotal.

    A fact counts where its place is held on that map and was not on the day of the fact; it is taken back where it is
    the other way round. So on that map the unit holds both sums together, whatever a reform moved, and where nothing
    moved there is no row.
    """

    month = models.DateField()
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("tổng chuyển của tháng")
        verbose_name_plural = _("tổng chuyển của tháng")
        constraints = [
            models.UniqueConstraint(fields=["area", "indicator", "month"], name="moved_total_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.indicator_id} {self.month:%m/%Y}: {self.quantity:+}"


class MovedDay(Total):
    """What the map of a unit's last day adds to its DailyTotal, as MovedTotal does to its MonthlyTotal."""

    day = models.DateField()

    class Meta:
        verbose_name = _("tổng chuyển của ngày")
        verbose_name_plural = _("tổng chuyển của ngày")
        constraints = [
            models.UniqueConstraint(fields=["area", "indicator", "day"], name="moved_day_once"),
        ]
        indexes = [models.Index(fields=["area", "-day"], name="moved_day_by_area")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.indicator_id} {self.day:%d/%m/%Y}: {self.quantity:+}"
