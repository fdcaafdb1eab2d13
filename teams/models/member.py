import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.phones import masked_phone, validate_phone
from areas.dates import FOREVER, Dated, DatedQuerySet, days_in_order
from areas.models import Area
from areas.names import fold, given_name_first


class MemberQuerySet(models.QuerySet):
    def visible_to(self, user, roles=None):
        """Persons who serve, or served, in a team of the user's area."""
        areas = Area.objects.visible_to(user, roles).values("pk")
        return self.filter(pk__in=Membership.objects.filter(team__area__in=areas).values("member"))


class Member(models.Model):
    """A person who serves in teams. No identity-card number, ethnicity, religion or party membership is kept
    (Luật 91/2025/QH15: sensitive personal data)."""

    class Gender(models.TextChoices):
        MALE = "m", _("Nam")
        FEMALE = "f", _("Nữ")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    gender = models.CharField(_("giới tính"), max_length=1, choices=Gender, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=15, blank=True, validators=[validate_phone])
    position = models.CharField(_("chức vụ, đơn vị công tác"), max_length=160, blank=True)
    user = models.OneToOneField(
        "accounts.User",
        models.SET_NULL,
        related_name="member",
        null=True,
        blank=True,
        verbose_name=_("tài khoản"),
    )
    search_key = models.CharField(max_length=160, editable=False)
    sort_key = models.CharField(max_length=480, editable=False)
    history = HistoricalRecords(excluded_fields=["search_key", "sort_key"])

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("thành viên")
        verbose_name_plural = _("thành viên")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key"], name="member_by_sort_key")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args, **kwargs):
        self.derive_keys()
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Fill the columns that follow from the name; bulk writers call it themselves."""
        self.search_key = fold(self.full_name)
        self.sort_key = given_name_first(self.full_name)

    @property
    def masked_phone(self) -> str:
        return masked_phone(self.phone)


class MembershipQuerySet(DatedQuerySet):
    def visible_to(self, user, roles=None):
        return self.filter(team__area__in=Area.objects.visible_to(user, roles).values("pk"))

    def in_teams(self):
        """Services in teams, without those in steering committees."""
        return self.exclude(team__kind="steering")  # Team.Kind.STEERING, whose module imports this one

    def persons_on(self, day: date) -> int:
        """How many different persons serve in teams on `day`; one in two teams counts once."""
        return self.in_teams().on(day).values("member").distinct().count()


class Membership(Dated):
    """A person's service in a team, with its role and days. Leaving ends it; nothing is deleted."""

    class Role(models.TextChoices):
        LEADER = "leader", _("Tổ trưởng")
        DEPUTY = "deputy", _("Tổ phó")
        SECRETARY = "secretary", _("Thư ký")
        MEMBER = "member", _("Thành viên")

    team = models.ForeignKey(  # the index membership_by_team begins with it
        "teams.Team", models.PROTECT, related_name="memberships", db_index=False, verbose_name=_("tổ")
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships", verbose_name=_("thành viên"))
    role = models.CharField(_("nhiệm vụ trong tổ"), max_length=10, choices=Role, default=Role.MEMBER)
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("tham gia tổ")
        verbose_name_plural = _("tham gia tổ")
        ordering = ["valid_from", "pk"]
        constraints = [
            days_in_order("membership_days_in_order"),
            models.UniqueConstraint(
                fields=["team", "member"],
                condition=Q(valid_until=FOREVER),
                name="membership_once_at_a_time",
                violation_error_message=_("Người này đang là thành viên của tổ."),
            ),
        ]
        indexes = [models.Index(fields=["team", "valid_until"], name="membership_by_team")]

    def __str__(self) -> str:
        return f"{self.member} – {self.team}"

    def get_role_display(self) -> str:
        """In the words of the team, which the caller has read along."""
        return str(self.team.roles.get(self.role, self.role))


COMMITTEE_ROLES = {
    Membership.Role.LEADER.value: _("Trưởng ban"),
    Membership.Role.DEPUTY.value: _("Phó Trưởng ban"),
    Membership.Role.SECRETARY.value: _("Thư ký"),
    Membership.Role.MEMBER.value: _("Ủy viên"),
}
