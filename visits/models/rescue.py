from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Post
from accounts.roles import Permission


class RescueImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those for members who have, or had, a post where the user may edit visits."""
        areas = user.areas_where(Permission.EDIT_VISITS).values("pk")
        return self.filter(member__in=Post.objects.filter(area__in=areas).values("user"))


class RescueImport(models.Model):
    """A rescue file of a phone that an office brought in: for whom, by whom, and the receipt of each item in it.

    The file itself is not kept. Receipts hold ids, statuses and reasons; what was sent stands where it was filed.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("thành viên")
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người nhập")
    )
    imported_at = models.DateTimeField(_("lúc nhập"), auto_now_add=True)
    made_at = models.DateTimeField(_("lúc lập tệp"), null=True)  # by the clock of the phone
    digest = models.CharField(max_length=64, editable=False)
    receipts = models.JSONField(_("phiếu nhận"))

    objects = RescueImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhập tệp cứu hộ")
        verbose_name_plural = _("lần nhập tệp cứu hộ")
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.member_id} {self.imported_at:%d/%m/%Y}"
