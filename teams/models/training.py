from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from areas.models import Area
from teams.models.member import Member


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, user, roles=None):
        return self.filter(area__in=Area.objects.visible_to(user, roles).values("pk"))


class Training(models.Model):
    """A training (tập huấn) of members of teams: who of the area was there. A larger one is entered by commune."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="trainings", verbose_name=_("địa bàn"))
    day = models.DateField(_("ngày"))
    title = models.CharField(_("nội dung"), max_length=200)
    host = models.CharField(_("đơn vị tổ chức"), max_length=160, blank=True)
    attendees = models.ManyToManyField(Member, related_name="trainings", blank=True, verbose_name=_("người dự"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("người ghi")
    )
    created_at = models.DateTimeField(_("lúc ghi"), auto_now_add=True)
    history = HistoricalRecords(m2m_fields=[attendees])

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("buổi tập huấn")
        verbose_name_plural = _("buổi tập huấn")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["area", "-day"], name="training_by_area")]

    def __str__(self) -> str:
        return self.title
