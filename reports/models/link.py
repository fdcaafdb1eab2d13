from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Post
from accounts.roles import Permission, roles_with
from areas.models import Area


class SharedLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(area__in=Area.objects.visible_to(user).values("pk"))

    def valid(self):
        """Neither revoked nor past its last moment."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())

    def with_openings(self):
        """Annotate times_opened and last_opened, None when nobody opened it yet."""
        return self.annotate(times_opened=Sum("openings__times"), last_opened=Max("openings__last_at"))

    def with_maker_in_office(self):
        """Annotate maker_in_office: whether who made the link may still share the figures of its area."""
        posts = Post.objects.on(timezone.localdate()).filter(user=OuterRef(OuterRef(OuterRef("created_by"))))
        sharing = posts.filter(role__in=roles_with(Permission.SHARE_FIGURES)).values("area")
        shared = Area.objects.inside(sharing).filter(pk=OuterRef("area"))
        return self.annotate(maker_in_office=Q(created_by__is_active=True) & Exists(shared))


class SharedLink(models.Model):
    """Figures that a leader without an account may read until it expires. Only a digest of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("địa bàn"))
    query = models.TextField()  # of the dashboard's address, without the area; days and map fixed
    title = models.CharField(_("dành cho"), max_length=120)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người lập")
    )
    created_at = models.DateTimeField(_("lúc lập"), auto_now_add=True)
    expires_at = models.DateTimeField(_("hết hạn"))
    revoked_at = models.DateTimeField(_("lúc thu hồi"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("người thu hồi"),
    )

    objects = SharedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("liên kết xem")
        verbose_name_plural = _("liên kết xem")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_by__isnull=False), name="link_revoked_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.expires_at <= timezone.now()


class LinkOpening(models.Model):
    """How often a link was opened on a day; one row a day, however often somebody reloads the page."""

    link = models.ForeignKey(SharedLink, models.CASCADE, related_name="openings", db_index=False)
    day = models.DateField(_("ngày"))
    times = models.PositiveIntegerField(_("số lần mở"), default=1)
    last_at = models.DateTimeField(_("mở lần cuối"))

    class Meta:
        verbose_name = _("lượt mở liên kết")
        verbose_name_plural = _("lượt mở liên kết")
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="link_opening_once_a_day")]

    def __str__(self) -> str:
        return f"{self.link} {self.day:%d/%m/%Y}: {self.times}"
