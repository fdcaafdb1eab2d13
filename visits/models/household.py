import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.phones import masked_phone, validate_phone
from accounts.roles import Permission
from areas.models import Area
from areas.names import fold, given_name_first, search_words
from visits.models.sight import hamlets_in_sight
from visits.models.visit import Visit, reason_field

FEWEST_DIGITS = 6  # of a phone number, before it is searched for


class HouseholdQuerySet(models.QuerySet):
    def visible_to(self, user, roles=None):
        return self.filter(area__in=Area.objects.visible_to(user, roles).values("pk"))

    def listed_for(self, user, roles=None):
        """As visible_to(), for long lists of what stands in hamlets; asks the database for their keys at once."""
        return self.filter(area__in=hamlets_in_sight(user, roles))

    def with_last_visit(self):
        """Annotate last_visited_at (None when nobody came yet), last_outcome and the day agreed then (next_on)."""
        latest = Visit.objects.standing().filter(household=OuterRef("pk")).order_by("-visited_at")
        return self.annotate(
            last_visited_at=Subquery(latest.values("visited_at")[:1]),
            last_outcome=Subquery(latest.values("outcome")[:1]),
            next_on=Subquery(latest.values("next_on")[:1]),
        )

    def with_phones_for(self, user):
        """Annotate phone_open: whether this user's posts let the whole number be read (see shown_phone)."""
        return self.annotate(phone_open=Exists(user.areas_where(Permission.SEE_PHONES).filter(pk=OuterRef("area"))))

    def named_like(self, text: str, user):
        """Households whose name and address hold the words typed, or whose phone holds the digits.

        Searching by number would give a masked number away bit by bit, so it needs the right to read it.
        """
        named = Q()
        for word in search_words(text):
            named &= Q(search_key__contains=word)
        digits = "".join(c for c in text if c.isdigit())
        if len(digits) < FEWEST_DIGITS:
            return self.filter(named)
        return self.filter(named | Q(phone__contains=digits, area__in=user.areas_where(Permission.SEE_PHONES)))


class Household(models.Model):
    """A household that a team goes to. Only what a visit needs is kept, never a number of an identity paper."""

    class Kind(models.TextChoices):
        FAMILY = "family", _("Hộ gia đình")
        BUSINESS = "business", _("Hộ kinh doanh")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(
        "areas.Area", models.PROTECT, related_name="households", verbose_name=_("ấp, khu vực"), db_index=False
    )
    head_name = models.CharField(_("chủ hộ"), max_length=120)
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=15, blank=True, validators=[validate_phone])
    size = models.PositiveSmallIntegerField(
        _("số nhân khẩu"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    kind = models.CharField(_("loại hộ"), max_length=8, choices=Kind, default=Kind.FAMILY)
    moved_on = models.DateField(_("chuyển đến từ ngày"), null=True, editable=False)  # the last HouseholdMove, if any
    search_key = models.CharField(max_length=360, editable=False)
    sort_key = models.CharField(max_length=480, editable=False)
    received_digest = models.CharField(max_length=64, editable=False, blank=True)  # when a phone found it
    history = HistoricalRecords(
        excluded_fields=["search_key", "sort_key", "received_digest"], history_change_reason_field=reason_field()
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("hộ")
        verbose_name_plural = _("hộ")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["area", "sort_key"], name="household_by_area"),
            models.Index(fields=["sort_key", "id"], name="household_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__gte=1, size__lte=50), name="household_size_plausible"
            ),
        ]

    def __str__(self) -> str:
        return self.head_name

    def save(self, *args, **kwargs):
        self.derive_keys()
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Fill the columns that follow from name and address; bulk writers call it themselves."""
        self.search_key = fold(f"{self.head_name} {self.address}")
        self.sort_key = given_name_first(self.head_name)

    @property
    def shown_phone(self) -> str:
        """The number as the reader of with_phones_for() may read it: whole, or 0912***678."""
        return self.phone if self.phone_open else masked_phone(self.phone)


class HouseholdAlias(models.Model):
    """The id of a household that was merged into another one: phones and printed codes may still know it."""

    id = models.UUIDField(primary_key=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="aliases", verbose_name=_("hộ còn lại"))
    head_name = models.CharField(_("chủ hộ của bản trùng"), max_length=120)
    received_digest = models.CharField(max_length=64, editable=False, blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gộp")
    )
    merged_at = models.DateTimeField(_("lúc gộp"), auto_now_add=True)
    reason = models.CharField(_("lý do gộp"), max_length=200)

    class Meta:
        verbose_name = _("hộ đã gộp")
        verbose_name_plural = _("hộ đã gộp")
        ordering = ["-merged_at", "pk"]

    def __str__(self) -> str:
        return self.head_name
