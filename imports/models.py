import re
import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from imports.kinds import KINDS, ListKind

BROKEN_OFF = timedelta(seconds=60)  # without a sign of life, a step has stopped for good
KEPT = timedelta(days=90)  # how long the file and what was understood of it stay after the last change
LONG_NUMBER = re.compile(r"\d{9,}|\b0\d\d([ ._-])\d{3}\1\d{3}\1\d{3}(?!\d)")  # as on a citizen card: 012 345 678 901
LONGEST_NAME = 200  # letters of a file's name


def safe_name(name: str) -> str:
    """The name of the file without long numbers, which may be of a person; it stays when the content is gone."""
    stem, dot, ending = LONG_NUMBER.sub("…", name).rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:]


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own imports in areas one sees, and all those into areas where one may save such a list oneself."""
        found = Q(by=user.pk, area__in=Area.objects.visible_to(user).values("pk"))
        for permission in sorted({kind.permission for kind in KINDS.values()}):
            keys = [key for key, kind in KINDS.items() if kind.permission == permission]
            found |= Q(kind__in=keys, area__in=user.areas_where(permission).values("pk"))
        return self.filter(found)

    def saved_before(self, batch: "Import"):
        """The very same file, saved for the same list and area, the newest first."""
        same = {"digest": batch.digest, "kind": batch.kind, "area": batch.area_id}
        return self.filter(state=Import.State.SAVED, **same).exclude(pk=batch.pk).order_by("-saved_at")


class Import(models.Model):
    """One file that somebody dropped: read, checked, then saved as a whole, and perhaps undone."""

    class State(models.TextChoices):
        READING = "reading", _("Đang đọc tệp")
        READY = "ready", _("Chờ xác nhận")
        SAVING = "saving", _("Đang lưu")
        SAVED = "saved", _("Đã lưu")
        UNDOING = "undoing", _("Đang hoàn tác")
        UNDONE = "undone", _("Đã hoàn tác")
        FAILED = "failed", _("Không đọc được")
        DROPPED = "dropped", _("Đã bỏ")

    WORKING = frozenset({State.READING, State.SAVING, State.UNDOING})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("danh sách"), max_length=20)
    by = models.ForeignKey(  # nobody: on the command line
        "accounts.User", models.PROTECT, related_name="imports", null=True, blank=True, verbose_name=_("người nhập")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="imports", verbose_name=_("địa bàn"))
    as_of = models.DateField(_("tính đến ngày"))
    file_name = models.CharField(_("tệp"), max_length=LONGEST_NAME)
    digest = models.CharField(max_length=64)  # SHA-256 of the file as it was sent
    size = models.PositiveIntegerField(default=0)  # bytes of the file as it was sent
    state = models.CharField(_("trạng thái"), max_length=8, choices=State, default=State.READING)
    message = models.TextField(_("lời nhắn"), blank=True)  # why it could not be read or saved
    done = models.PositiveIntegerField(default=0)  # rows, of `total`, in the step that runs
    total = models.PositiveIntegerField(default=0)
    heartbeat = models.DateTimeField(default=timezone.now)  # last sign of the step that runs; last change otherwise
    run = models.PositiveIntegerField(default=1)  # number of the step that runs: one that was replaced writes nothing
    mapping = models.JSONField(default=dict, blank=True)  # imports.kinds.Question
    decisions = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)  # rows by imports.rows.Action, "ignored", "rows"
    created_at = models.DateTimeField(_("lúc gửi tệp"), default=timezone.now)
    saved_at = models.DateTimeField(_("lúc lưu"), null=True, blank=True)
    saved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("người lưu")
    )
    undone_at = models.DateTimeField(_("lúc hoàn tác"), null=True, blank=True)
    undone_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("người hoàn tác")
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhập")
        verbose_name_plural = _("lịch sử nhập")
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["area", "-created_at"], name="import_by_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["reading", "ready", "saving", "saved", "undoing", "undone", "failed", "dropped"]
                ),
                name="import_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:import_detail", args=[self.pk])

    @property
    def list_kind(self) -> ListKind:
        return KINDS[self.kind]

    @property
    def works(self) -> bool:
        """A step runs, or ran and stopped without a word."""
        return self.state in self.WORKING

    @property
    def percent(self) -> float:
        return min(100 * self.done / self.total, 100) if self.total else 0

    @property
    def broke_off(self) -> bool:
        return self.works and timezone.now() - self.heartbeat > BROKEN_OFF


class Content(models.Model):
    """The heavy and personal part of an import, apart so that lists of imports stay light, deleted when it is old."""

    owner = models.OneToOneField(Import, models.CASCADE, primary_key=True, related_name="content")
    file = models.BinaryField()  # the workbook, without the columns that must not be kept
    parsed = models.BinaryField(null=True)  # imports.packing: what was understood and checked
    undo = models.BinaryField(null=True)  # imports.undo: what saving created and changed

    def __str__(self) -> str:
        return str(self.owner_id)


class ColumnMapping(models.Model):
    """How an office heads its columns: corrected once by hand, known the next time."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    headings = models.CharField(max_length=64)  # a digest of the folded headings
    columns = models.JSONField()  # column letter -> field
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "kind", "headings"], name="mapping_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.headings[:8]}"
