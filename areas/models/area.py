from datetime import date

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.dates import BEGINNING, Dated, DatedQuerySet, days_in_order
from areas.models.placement import Ancestry, Placement
from areas.names import fold, sort_key, split_kind


class Level(models.IntegerChoices):
    COUNTRY = 0, _("Cả nước")
    PROVINCE = 1, _("Cấp tỉnh")
    DISTRICT = 2, _("Cấp huyện")
    COMMUNE = 3, _("Cấp xã")
    HAMLET = 4, _("Ấp, khu vực")


class AreaQuerySet(DatedQuerySet):
    def visible_to(self, user, roles=None):
        """Units on today's map inside the areas where the user holds a post today (User.todays_posts).

        The only place that knows posts: every other visible_to() is built on this one. `roles` narrows to
        posts of those roles, for "may this user write here?". No post, nothing.
        """
        posts = getattr(user, "todays_posts", ())  # nobody signed in: none
        return self.inside([post.area_id for post in posts if roles is None or post.role in roles])

    def inside(self, areas):
        """Units on today's map inside any of these (keys, or a query of them)."""
        held = Ancestry.objects.on(timezone.localdate()).filter(ancestor__in=areas)
        return self.filter(pk__in=held.values("descendant"))

    def browsable_by(self, user):
        """Units whose name the user may read: down to communes they are public; hamlets only in scope."""
        return self.filter(Q(level__lte=Level.COMMUNE) | Q(pk__in=Area.objects.visible_to(user).values("pk")))

    def around(self, user):
        """The user's units and those that hold them: what one is told "read only" about, and not "no such page"."""
        mine = Ancestry.objects.on(timezone.localdate()).filter(descendant__in=Area.objects.visible_to(user))
        return self.filter(Q(pk__in=Area.objects.visible_to(user)) | Q(pk__in=mine.values("ancestor")))

    def under(self, ancestor: "Area", day: date):
        """Units that belong to `ancestor` on the map of `day`, itself included."""
        held = Ancestry.objects.on(day).filter(ancestor=ancestor)
        return self.filter(pk__in=held.values("descendant"))

    def above(self, descendant: "Area", day: date):
        """The chain of units that hold `descendant` on the map of `day`, from the country down, itself included."""
        held = Ancestry.objects.on(day).filter(descendant=descendant)
        return self.filter(pk__in=held.values("ancestor")).order_by("level")

    def children_of(self, parent: "Area", day: date):
        """Units placed directly under `parent` and in force on `day`."""
        placed = Placement.objects.on(day).filter(parent=parent)
        return self.on(day).filter(pk__in=placed.values("area"))

    def that_stood_still(self, first: date, last: date):
        """As Area.stood_still()."""
        return self.filter(Q(level=Level.COUNTRY) | Q(held_since__lte=first, valid_until__gte=last))

    def with_parent_name(self, day: date | None = None):
        """Annotate parent_kind and parent_name: where the unit stood on `day`, or stands last when no day is given."""
        placed = Placement.objects.filter(area=OuterRef("pk")).order_by("-valid_from")
        placed = placed.on(day) if day else placed
        return self.annotate(
            parent_kind=Subquery(placed.values("parent__kind")[:1]),
            parent_name=Subquery(placed.values("parent__name")[:1]),
        )

    def named_like(self, text: str):
        """Units whose name holds the typed words, whatever the tones and marks, with or without the kind."""
        whole, name = fold(text), split_kind(text)[1]
        return self.filter(Q(search_key__contains=whole) | Q(search_key__contains=name)) if whole else self.none()


class Area(Dated):
    """An administrative unit for as long as it keeps its kind and name.

    A code identifies a unit only together with its validity: most codes of 2025 were used before, many of
    them for a unit of another name (Tổng cục Thống kê, danh mục trước và sau 01/07/2025).
    """

    level = models.PositiveSmallIntegerField(_("cấp"), choices=Level)
    kind = models.CharField(_("loại"), max_length=40)
    code = models.CharField(_("mã"), max_length=12, blank=True)
    name = models.CharField(_("tên"), max_length=120)
    search_key = models.CharField(max_length=160, editable=False)
    sort_key = models.CharField(max_length=480, editable=False)
    held_since = models.DateField(default=BEGINNING, editable=False)
    """Since when it holds without a change what it holds on its last day; derived with the ancestry."""
    loose = models.BooleanField(default=True, editable=False)
    """Whether on some day of the calendar no province in force holds it or, as far as it is that small, no commune or
    no hamlet; derived with the ancestry, until then any may be."""
    lat = models.FloatField(_("vĩ độ"), null=True, blank=True)
    lon = models.FloatField(_("kinh độ"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = _("đơn vị hành chính")
        ordering = ["level", "sort_key", "valid_from"]
        constraints = [
            days_in_order("area_days_in_order"),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                condition=~Q(code=""),
                name="area_code_unique_from",
                violation_error_message=_("Mã này đã dùng cho một đơn vị khác cùng ngày bắt đầu."),
            ),
            models.UniqueConstraint(
                fields=["code", "valid_until"],
                condition=~Q(code=""),
                name="area_code_unique_until",
                violation_error_message=_("Mã này đã dùng cho một đơn vị khác cùng ngày kết thúc."),
            ),
        ]
        indexes = [
            models.Index(fields=["level", "sort_key"], name="area_by_level"),
            models.Index(fields=["search_key"], name="area_by_search_key"),
            models.Index(fields=["level"], condition=Q(loose=True), name="area_loose"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".strip()

    def get_absolute_url(self) -> str:
        return reverse("areas:area_detail", args=[self.pk])

    @property
    def ended(self) -> bool:
        """No longer on today's map."""
        return self.valid_until < timezone.localdate()

    def stood_still(self, first: date, last: date) -> bool:
        """Whether it held on all of these days what it holds on its last day; the country always holds everything."""
        return self.level == Level.COUNTRY or (self.held_since <= first and last <= self.valid_until)

    def save(self, *args, **kwargs):
        self.derive_keys()
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Fill the columns that follow from the name; bulk writers call it themselves."""
        self.search_key = fold(self.name)
        self.sort_key = sort_key(self.name)
