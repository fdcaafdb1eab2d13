from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from imports.kinds import KINDS
from imports.models import Import
from imports.rows import Action

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
State = Import.State


class ImportTable(Table):
    """Imports, the newest first."""

    file_name = Column(_("Tệp"), order_by=("file_name", "pk"), attrs={"td": {"class": "cell-main import-file"}})
    kind = Column(_("Danh sách"), order_by=("kind", "-created_at", "pk"))
    area = Column(_("Địa bàn"), order_by=("area__sort_key", "-created_at", "pk"))
    by = Column(_("Người nhập"), order_by=("by__full_name", "-created_at", "pk"))
    created_at = Column(_("Lúc gửi tệp"), order_by=("created_at", "pk"))
    rows = Column(_("Đã nhập"), accessor="counts", orderable=False, attrs=NUMBER)
    state = Column(_("Trạng thái"), order_by=("state", "-created_at", "pk"))
    caption = None
    count_label = _("lần nhập")
    empty_text = _("Chọn một danh sách ở trên để nhập tệp đầu tiên.")

    class Meta:
        model = Import
        fields = ["file_name", "kind", "area", "by", "created_at", "rows", "state"]
        order_by = "-created_at"

    def render_file_name(self, record):
        return format_html('<a href="{}">{}</a>', reverse("imports:import_detail", args=[record.pk]), record)

    def render_kind(self, record):
        return KINDS[record.kind].title if record.kind in KINDS else record.kind

    def render_created_at(self, value):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")

    def render_rows(self, record):
        if record.state not in (State.SAVED, State.UNDOING, State.UNDONE):
            return "—"
        return sum(record.counts.get(action, 0) for action in (Action.NEW, Action.CHANGED))

    def render_state(self, record):
        return _("Dừng giữa chừng") if record.broke_off else record.get_state_display()
