import django_tables2 as tables
from django.db.models import F
from django.template.defaultfilters import date as format_date
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_tables2 import RequestConfig

from accounts.phones import masked_phone
from visits.models import Household, Indicator, Visit
from visits.texts import validity

MAIN = {"td": {"class": "cell-main"}}
MISSING = "—"
ROWS = 25
HOUSEHOLD_PAGE = ("visits:household_detail", {"pk": tables.A("pk")})
INDICATOR_PAGE = ("visits:indicator_detail", {"pk": tables.A("pk")})


def show_page(request, table: tables.Table) -> None:
    """Order the table as the address says and cut it to one page; a page that is not there becomes the nearest."""
    RequestConfig(request, paginate=False).configure(table)
    table.paginate(per_page=ROWS)
    table.page = table.paginator.get_page(request.GET.get("page"))


class HouseholdTable(tables.Table):
    head_name = tables.Column(
        linkify=HOUSEHOLD_PAGE, order_by=("sort_key", "pk"), attrs=MAIN, verbose_name=_("Chủ hộ")
    )
    address = tables.Column(orderable=False, verbose_name=_("Địa chỉ"))
    area = tables.Column(order_by=("area__sort_key", "area", "sort_key", "pk"), verbose_name=_("Ấp, khu vực"))
    phone = tables.Column(orderable=False, verbose_name=_("Số điện thoại"))
    kind = tables.Column(orderable=False, verbose_name=_("Loại hộ"))
    last_visited_at = tables.Column(verbose_name=_("Thăm gần nhất"), empty_values=())

    class Meta:
        model = Household
        fields = ["head_name", "address", "area", "phone", "kind", "last_visited_at"]
        order_by = "head_name"
        default = MISSING

    def render_phone(self, value):
        """Masked for everybody: whoever may read the number finds it on the household's own page."""
        return masked_phone(value)

    def render_area(self, record):
        where = record.former_label or record.commune_label
        return format_html('{} <span class="muted small">{}</span>', record.area, where) if where else record.area

    def render_last_visited_at(self, record):
        if not record.last_visited_at:
            return _("Chưa thăm")
        day = format_date(localtime(record.last_visited_at), "SHORT_DATE_FORMAT")
        outcome = Visit.Outcome(record.last_outcome).label
        return format_html('{} <span class="muted small">{}</span>', day, outcome)

    def order_last_visited_at(self, rows, is_descending):
        """A household that nobody visited comes first when the oldest visit is asked for, last otherwise."""
        last = F("last_visited_at")
        order = last.desc(nulls_last=True) if is_descending else last.asc(nulls_first=True)
        return rows.order_by(order, "sort_key", "pk"), True


class IndicatorTable(tables.Table):
    name = tables.Column(linkify=INDICATOR_PAGE, order_by=("name", "pk"), attrs=MAIN, verbose_name=_("Chỉ tiêu"))
    code = tables.Column(verbose_name=_("Mã"))
    unit = tables.Column(orderable=False, verbose_name=_("Đơn vị tính"))
    kind = tables.Column(verbose_name=_("Cộng thế nào"))
    source = tables.Column(verbose_name=_("Nguồn"))
    valid_until = tables.Column(orderable=False, verbose_name=_("Hiệu lực"))

    class Meta:
        model = Indicator
        fields = ["name", "code", "unit", "kind", "source", "valid_until"]
        default = MISSING

    def render_valid_until(self, record):
        return validity(record)
