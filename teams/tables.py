"""The lists of teams and of members, 25 rows a page."""

from django.db.models import F
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from accounts.phones import masked_phone
from areas.places import told_former
from teams.models import Member, Team

LINE = mark_safe("<br>")
MAIN = {"td": {"class": "cell-main"}}
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


def phone_link(phone: str):
    return format_html('<a href="tel:{}">{}</a>', phone, phone)


class TeamTable(Table):
    """Rows come from Team.objects.with_members(), with_places() and Rules.join()."""

    name = Column(linkify=True, order_by=("sort_key", "pk"), attrs=MAIN)
    commune = Column(_("Xã, phường"), accessor="commune_label", order_by=("commune_sort", "sort_key", "pk"))
    leader = Column(_("Tổ trưởng"), accessor="leader_name", orderable=False)
    member_count = Column(_("Thành viên"), order_by=("member_count", "sort_key", "pk"), attrs=NUMBER)
    gaps = Column(_("Cần bổ sung"), orderable=False, empty_values=())
    since = Column(_("Hoạt động từ"), accessor="starts", order_by=("valid_from", "sort_key", "pk"))
    caption = None

    class Meta:
        model = Team
        fields = ["name", "commune", "leader", "member_count", "gaps", "since"]
        order_by = "commune"
        empty_text = _("Không có tổ nào hợp với điều kiện lọc.")

    def __init__(self, *args, rules, committees=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = rules
        self.count_label = _("ban chỉ đạo") if committees else _("tổ")
        if committees:
            self.columns["leader"].column.verbose_name = _("Trưởng ban")
            self.empty_text = _("Không có ban chỉ đạo nào hợp với điều kiện lọc.")

    def render_commune(self, value, record):
        if not (former := told_former(record)):
            return value
        words = _t("%(unit)s (cũ)") % {"unit": former}
        return format_html('{}<br><span class="muted small">{}</span>', value, words)

    def render_gaps(self, record):
        sentences = ((sentence,) for sentence in self.rules.gaps(record))
        return format_html_join(LINE, "{}", sentences) or "—"

    def render_since(self, value, record):
        ended = record.ends and _t("giải thể %(day)s") % {"day": f"{record.ends:%d/%m/%Y}"}
        return f"{value:%d/%m/%Y}" + (f" – {ended}" if ended else "")


class MemberTable(Table):
    full_name = Column(order_by=("sort_key", "pk"), attrs=MAIN)
    services = Column(_("Tổ, nhiệm vụ"), orderable=False, empty_values=())
    commune = Column(_("Xã, phường"), orderable=False, empty_values=())
    birth_year = Column(localize=False, attrs=NUMBER)
    phone = Column(orderable=False)
    caption, count_label = None, _("người")

    class Meta:
        model = Member
        fields = ["full_name", "services", "commune", "birth_year", "phone"]
        order_by = "full_name"
        empty_text = _("Không có thành viên nào hợp với điều kiện lọc.")

    def __init__(self, *args, phones_shown=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.phones_shown = phones_shown

    def order_birth_year(self, queryset, is_descending):
        """Those without a year stand last either way, on every database."""
        year = F("birth_year")
        first = year.desc(nulls_last=True) if is_descending else year.asc(nulls_last=True)
        return queryset.order_by(first, "sort_key", "pk"), True

    def render_services(self, record):
        rows = (
            (service.team.get_absolute_url(), service.team.name, self.role_in_words(service))
            for service in record.services
        )
        return format_html_join(LINE, '<a href="{}">{}</a> · {}', rows)

    def role_in_words(self, service):
        role = service.get_role_display()
        left = service.ends and _t("thôi từ %(day)s") % {"day": f"{service.ends:%d/%m/%Y}"}
        return f"{role}, {left}" if left else role

    def render_commune(self, record):
        labels = dict.fromkeys(service.commune_label for service in record.services)
        return format_html_join(LINE, "{}", ((label,) for label in labels))

    def render_phone(self, value, record):
        return phone_link(value) if self.phones_shown and record.phone_open else masked_phone(value)
