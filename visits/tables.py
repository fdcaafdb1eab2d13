"""The lists of households and of indicators."""

import django_tables2 as tables
from django.db.models import F
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.phones import masked_phone
from visits.models import Household, Indicator, Visit
from visits.texts import day_text, validity

MAIN = {"td": {"class": "cell-main"}}
MISSING = "—"
CATALOGUE_ROWS = 60  # the catalogue is read as a whole
HOUSEHOLD_PAGE = ("visits:household_detail", {"pk": tables.A("pk")})
INDICATOR_PAGE = ("visits:indicator_detail", {"pk": tables.A("pk")})


def with_note(text, *notes):
    """A cell with what matters less beneath it, muted."""
    note = " · ".join(str(note) for note in notes if note)
    return format_html('{} <span class="muted small">{}</span>', text, note) if note else text


class HouseholdTable(tables.Table):
    head_name = tables.Column(_("Chủ hộ"), linkify=HOUSEHOLD_PAGE, order_by=("sort_key", "pk"), attrs=MAIN)
    area = tables.Column(_("Ấp, khu vực"), order_by=("area__sort_key", "area", "sort_key", "pk"))
    phone = tables.Column(_("Số điện thoại"), orderable=False)
    last_visited_at = tables.Column(_("Thăm gần nhất"), empty_values=())

    class Meta:
        model = Household
        fields = ["head_name", "area", "phone", "last_visited_at"]
        order_by = "head_name"
        default = MISSING

    def __init__(self, *args, by_last_visit=True, **kwargs):
        """`by_last_visit`: whether the list is short enough to ask every household for its last visit."""
        super().__init__(*args, **kwargs)
        self.columns["last_visited_at"].column.orderable = by_last_visit

    def render_area(self, record):
        business = record.get_kind_display() if record.kind == Household.Kind.BUSINESS else ""
        return with_note(record.area, business, record.address, record.former_label or record.commune_label)

    def render_phone(self, value):
        """Masked for everybody: whoever may read the number finds it on the household's own page."""
        return masked_phone(value)

    def render_last_visited_at(self, record):
        if not record.last_visited_at:
            return _("Chưa thăm")
        return with_note(day_text(localdate(record.last_visited_at)), Visit.Outcome(record.last_outcome).label)

    def order_last_visited_at(self, rows, is_descending):
        """A household that nobody visited comes first when the oldest visit is asked for, last otherwise."""
        last = F("last_visited_at")
        order = last.desc(nulls_last=True) if is_descending else last.asc(nulls_first=True)
        return rows.with_last_visit().order_by(order, "sort_key", "pk"), True


class IndicatorTable(tables.Table):
    name = tables.Column(_("Chỉ tiêu"), linkify=INDICATOR_PAGE, orderable=False, attrs=MAIN)
    code = tables.Column(_("Mã"))
    kind = tables.Column(_("Loại"))
    source = tables.Column(_("Nguồn"))
    valid_until = tables.Column(_("Hiệu lực"))

    class Meta:
        model = Indicator
        fields = ["name", "code", "kind", "source", "valid_until"]
        per_page = CATALOGUE_ROWS
        default = MISSING

    def render_kind(self, record):
        return with_note(record.get_kind_display(), record.unit)

    def render_valid_until(self, record):
        return validity(record)
