import uuid
from datetime import date

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from areas.dates import FOREVER, Dated, DatedQuerySet, days_in_order
from areas.models import Area
from areas.names import fold, sort_key
from teams.models.member import COMMITTEE_ROLES, Membership


class TeamQuerySet(DatedQuerySet):
    def visible_to(self, user, roles=None):
        return self.filter(area__in=Area.objects.visible_to(user, roles).values("pk"))

    def without_committees(self):
        """What is counted and listed as teams: steering committees guide the work, they are none."""
        return self.exclude(kind=Team.Kind.STEERING)

    def with_members(self, day: date):
        """Annotate member_count (persons on `day`), leader_name and leader_phone (None when there is no leader)."""
        held = Membership.objects.on(day).filter(team=OuterRef("pk"))
        counted = held.order_by().values("team").annotate(n=Count("member", distinct=True))
        leaders = held.filter(role=Membership.Role.LEADER)
        return self.annotate(
            member_count=Coalesce(Subquery(counted.values("n")), Value(0)),
            leader_name=Subquery(leaders.values("member__full_name")[:1]),
            leader_phone=Subquery(leaders.values("member__phone")[:1]),
        )

    def lacking(self, role: str, day: date):
        """Teams in which nobody holds `role` on `day`."""
        return self.exclude(pk__in=Membership.objects.on(day).filter(role=role).values("team"))

    def of_member(self, user, day: date):
        """Teams in which the person behind this account serves on `day`."""
        held = Membership.objects.on(day).filter(member__user=user.pk)
        return self.filter(pk__in=held.values("team"))


class Team(Dated):
    """A community digital technology team, from its founding decision until it is dissolved.

    A steering committee of a commune is kept here too (ADR 8): whatever counts teams starts from without_committees().
    """

    class Kind(models.TextChoices):
        HAMLET = "hamlet", _("Tổ ấp, khu vực")
        COMMUNE = "commune", _("Tổ cấp xã")
        ORGANISATION = "organisation", _("Tổ của đoàn thể")
        STEERING = "steering", _("Ban chỉ đạo cấp xã")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("tên tổ"), max_length=160)
    kind = models.CharField(_("loại tổ"), max_length=12, choices=Kind, default=Kind.HAMLET)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="teams", verbose_name=_("địa bàn"))
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    decision_date = models.DateField(_("ngày quyết định"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, related_name="predecessors", null=True, blank=True, verbose_name=_("lập lại thành tổ")
    )
    search_key = models.CharField(max_length=200, editable=False)
    sort_key = models.CharField(max_length=640, editable=False)
    history = HistoricalRecords(excluded_fields=["search_key", "sort_key"])

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("tổ công nghệ số cộng đồng")
        verbose_name_plural = _("tổ công nghệ số cộng đồng")
        ordering = ["sort_key", "pk"]
        constraints = [
            days_in_order("team_days_in_order"),
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=Q(valid_until=FOREVER),
                name="team_name_once_in_area",
                violation_error_message=_("Địa bàn này đã có một tổ đang hoạt động cùng tên."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key"], name="team_by_sort_key")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.derive_keys()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("teams:team_detail", args=[self.pk])

    @property
    def is_committee(self) -> bool:
        return self.kind == self.Kind.STEERING

    @property
    def roles(self) -> dict[str, str]:
        """What each role is called here: a committee has a Trưởng ban where a team has a Tổ trưởng."""
        return COMMITTEE_ROLES if self.is_committee else dict(Membership.Role.choices)

    def derive_keys(self) -> None:
        """Fill the columns that follow from the name; bulk writers call it themselves."""
        self.search_key = fold(self.name)
        self.sort_key = sort_key(self.name)
