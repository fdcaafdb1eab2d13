from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import REFUSALS, Role, roles_with
from areas.dates import Dated, DatedQuerySet, days_in_order
from areas.models import Area


class User(AbstractUser):
    """Someone who signs in. What the person may see and do follows from posts alone."""

    first_name = None
    last_name = None
    full_name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    must_change_password = models.BooleanField(
        _("phải đổi mật khẩu khi đăng nhập"),
        default=False,
        help_text=_("Vì mật khẩu hiện nay do người khác cấp. Tự hết khi người dùng đặt mật khẩu riêng."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else self.username

    @cached_property
    def todays_posts(self) -> list["Post"]:
        """With their areas, the one that covers most first. Asked once for all that a page asks about its reader."""
        posts = self.posts.on(timezone.localdate()).select_related("area")
        return list(posts.order_by("area__level", "pk"))

    def areas_where(self, permission: str):
        """The units in which some post of this user grants `permission` (accounts.roles.Permission)."""
        return Area.objects.visible_to(self, roles=roles_with(permission))

    def may(self, permission: str, area: Area) -> bool:
        return self.areas_where(permission).filter(pk=area.pk).exists()

    def require(self, permission: str, area: Area) -> None:
        """Raise PermissionDenied (403) unless the user may do it there. Fetch the row in scope first, for the 404."""
        if not self.may(permission, area):
            sentence = _("Tài khoản này chỉ được xem, không được thay đổi ở địa bàn này.")
            raise PermissionDenied(REFUSALS.get(permission, sentence))

    def require_anywhere(self, permission: str) -> None:
        """Raise PermissionDenied (403) unless some post of the user grants `permission`."""
        if not self.areas_where(permission).exists():
            raise PermissionDenied(REFUSALS.get(permission, _("Tài khoản này không có quyền làm việc đó.")))


class Post(Dated):
    """A role that a user holds in an area for a period; it counts in that area and everything below."""

    user = models.ForeignKey(User, models.CASCADE, related_name="posts", verbose_name=_("tài khoản"))
    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="posts", verbose_name=_("địa bàn"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ")
        verbose_name_plural = _("nhiệm vụ")
        ordering = ["valid_from", "pk"]
        constraints = [
            days_in_order("post_days_in_order"),
            models.UniqueConstraint(
                fields=["user", "role", "area", "valid_from"],
                name="post_once",
                violation_error_message=_("Tài khoản này đã có nhiệm vụ đó ở địa bàn đó."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="post_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.area}"


class AccessRecord(models.Model):
    """Who took personal data out, opened a list of full phone numbers (Luật 91/2025/QH15: access log), or gave out
    passwords."""

    class Action(models.TextChoices):
        EXPORT = "export", _("Xuất danh sách")
        VIEW = "view", _("Xem danh sách có số điện thoại")
        ISSUE = "issue", _("Phát mật khẩu")

    user = models.ForeignKey(User, models.PROTECT, related_name="access_records", verbose_name=_("tài khoản"))
    action = models.CharField(_("việc làm"), max_length=6, choices=Action)
    subject = models.CharField(_("danh sách"), max_length=200)
    url = models.CharField(_("địa chỉ trang"), max_length=500)
    row_count = models.PositiveIntegerField(_("số dòng"))
    at = models.DateTimeField(_("lúc"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("lượt truy cập dữ liệu cá nhân")
        verbose_name_plural = _("nhật ký truy cập dữ liệu cá nhân")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} – {self.subject}"
