from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from areas.models import Area

LINE = mark_safe("<br>")


class UnitTable(Table):
    """Units as Listing.describe() leaves them."""

    name = Column(_("Đơn vị"), order_by=("sort_key", "kind", "pk"), attrs={"td": {"class": "cell-main"}})
    code = Column(_("Mã"), order_by=("code", "sort_key", "pk"))
    holder = Column(_("Thuộc"), orderable=False, empty_values=())
    parts = Column(_("Đơn vị trực thuộc"), orderable=False, empty_values=())
    former = Column(_("Trước đây"), orderable=False, empty_values=())
    heirs = Column(_("Nay là"), orderable=False, empty_values=())
    caption = None

    class Meta:
        model = Area
        fields = ["name", "code"]
        order_by = "name"
        empty_text = _("Không có đơn vị nào hợp với điều kiện lọc.")

    def __init__(self, *args, on: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on  # what the addresses of units end with, so that the day goes along

    def link(self, unit: Area):
        return format_html('<a href="{}{}">{}</a>', unit.get_absolute_url(), self.on, unit)

    def render_name(self, record):
        return self.link(record)

    def render_holder(self, record):
        return self.link(record.holder) if record.holder else "—"

    def render_parts(self, record):
        return record.parts or "—"

    def render_former(self, record):
        old = ((self.link_itself(unit),) for unit in record.former)
        return format_html_join(LINE, "{}", old) or "—"

    def render_heirs(self, record):
        new = ((self.link_itself(heir.unit), "" if heir.whole else _t(" (một phần)")) for heir in record.heirs)
        return format_html_join(LINE, "{}{}", new) or "—"

    def link_itself(self, unit: Area):
        """A unit of another time: its page chooses the day."""
        return format_html('<a href="{}">{}</a>', unit.get_absolute_url(), unit)
