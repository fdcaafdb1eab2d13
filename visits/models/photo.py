from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from visits.models.held import HeldItem
from visits.models.visit import Visit


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of visits that the user may see, filed or, from the same sender, waiting for the user's decision."""
        visits = Visit.objects.visible_to(user).filter(pk=OuterRef("visit_id"))
        held = HeldItem.objects.visible_to(user).filter(visit_id=OuterRef("visit_id"), sent_by=OuterRef("sent_by"))
        return self.filter(Q(Exists(visits)) | Q(Exists(held)))

    def standing(self):
        """Not taken away."""
        return self.filter(removed_at__isnull=True)

    def shown(self):
        """Without the picture itself, which is read only to be sent."""
        return self.defer("content").select_related("sent_by").order_by("received_at", "pk")


class Photo(models.Model):
    """A photo of the activity at a visit, drawn anew by the server (visits/photos/picture.py).

    `visit_id` is the id that the phone gave the visit. It may still wait for a person's decision, so it is no foreign
    key. A photo that was taken away leaves its row, so that a phone that sends it again brings nothing back.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    visit_id = models.UUIDField(_("mã lượt thăm"), db_index=True)
    content = models.BinaryField(_("ảnh"))  # JPEG; empty once it was taken away
    digest = models.CharField(max_length=64, editable=False)  # of what the phone sent
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi")
    )
    received_at = models.DateTimeField(_("lúc nhận"), auto_now_add=True)
    removed_at = models.DateTimeField(_("lúc xóa"), null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người xóa"), null=True
    )
    removal_reason = models.CharField(_("lý do xóa"), max_length=200, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("ảnh hoạt động")
        verbose_name_plural = _("ảnh hoạt động")
        ordering = ["-received_at", "pk"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.received_at:%d/%m/%Y}"
