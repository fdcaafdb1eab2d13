"""The coverage of an area as a table; each number opens to its rows."""

from datetime import date

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from areas.models import Area, Level
from areas.numbers import with_decimals
from teams.coverage import KINDS, Row
from teams.models import Team

MISSING = "—"
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}, "tf": {"class": "num"}}
MAIN = {"td": {"class": "cell-main"}, "tf": {"class": "cell-main"}}


def ratio(value: float | None) -> str:
    """Two decimals; missing is a dash."""
    return MISSING if value is None else with_decimals(value, 2)


def to_coverage(unit: Area, day: date, **more) -> str:
    return reverse("teams:coverage", query={"area": unit.pk, "on": day.isoformat(), **more})


def to_teams(unit: Area, day: date, **more) -> str:
    return reverse("teams:team_list", query={"area": unit.pk, "on": day.isoformat(), **more})


def to_members(unit: Area, day: date) -> str:
    return reverse("teams:member_list", query={"area": unit.pk, "on": day.isoformat()})


def link(url: str, number: int):
    """The number as a person reads it, leading to its rows where there are any."""
    words = number_format(number)
    return format_html('<a href="{}">{}</a>', url, words) if number and url else words


def known(render):
    """Of a unit without hamlets and teams nothing is known yet, which is not 0."""
    return lambda self, record: render(self, record) if record.hamlets or record.teams else MISSING


class Total:
    """The footer of a column: what its cell says of the total row."""

    def __init__(self, cell: str):
        self.cell = cell

    def __call__(self, table):
        return getattr(table, f"render_{self.cell}")(record=table.total)


def column(label, cell: str, *order_by: str, attrs=NUMBER) -> Column:
    return Column(label, empty_values=(), order_by=(*order_by, "sort_key"), attrs=attrs, footer=Total(cell))


def problem(label, name: str) -> Column:
    """A number that should be 0; a phone leaves it out then."""
    attrs = NUMBER | {"td": {"class": lambda record: "num is-zero" if getattr(record, name, 0) == 0 else "num"}}
    return column(label, name, name, attrs=attrs)


class CoverageTable(Table):
    """Rows of teams.coverage.read(), with the total as footer."""

    name = column(_("Đơn vị"), "name", attrs=MAIN)
    hamlets = column(_("Ấp, khu vực có tổ"), "hamlets", "percent")
    bare = problem(_("Chưa có tổ"), "bare")
    teams = column(_("Số tổ"), "teams", "teams")
    members = column(_("Thành viên"), "members", "members")
    per_hundred = column(_("Trên 100 dân"), "per_hundred", "per_hundred")
    few = problem(_("Ít người"), "few")
    leaderless = problem(_("Chưa có tổ trưởng"), "leaderless")
    deputyless = problem(_("Thiếu tổ phó"), "deputyless")
    caption = None

    class Meta:
        empty_text = _("Không có đơn vị nào hợp với điều kiện lọc.")
        per_page = 60
        attrs = {"class": "coverage"}

    def __init__(self, rows: list[Row], *, total: Row, level: Level, day: date, **kwargs):
        hidden = ["bare"] if level == Level.HAMLET else []
        super().__init__(rows, order_by="name", exclude=hidden, **kwargs)
        self.total, self.level, self.day = total, level, day

    def to_hamlets(self, unit: Area, show: str) -> str:
        """The hamlets of the unit one by one; nothing for the country."""
        if unit.level == Level.COUNTRY:
            return ""
        return to_coverage(unit, self.day, by=Level.HAMLET.value, show=show)

    def render_name(self, record):
        if record is self.total:
            return _t("Tổng: %(area)s") % {"area": record.unit}
        is_hamlet = record.unit.level == Level.HAMLET
        url = to_teams(record.unit, self.day) if is_hamlet else to_coverage(record.unit, self.day)
        note = format_html('<br><span class="muted small">{}</span>', record.note) if record.note else ""
        return format_html('<a href="{}">{}</a>{}', url, record.unit, note)

    def render_hamlets(self, record):
        if not record.hamlets:
            return MISSING
        if record.unit.level == Level.HAMLET and record is not self.total:
            return _t("Có") if record.covered else _t("Chưa có")
        words = f"{number_format(record.covered)}/{number_format(record.hamlets)}"
        url = self.to_hamlets(record.unit, "covered")
        words = format_html('<a href="{}">{}</a>', url, words) if url else words
        return format_html("{}{}", words, _bar(record.percent))

    @known
    def render_bare(self, record):
        return link(self.to_hamlets(record.unit, "bare"), record.bare)

    @known
    def render_teams(self, record):
        kinds = [
            (to_teams(record.unit, self.day, kind=kind), number_format(record.kinds[kind]), SHORT[kind])
            for kind in KINDS
            if record.kinds.get(kind) and record.kinds[kind] != record.teams
        ]
        parts = format_html_join(" · ", '<a href="{}">{} {}</a>', kinds)
        note = format_html('<br><span class="muted small">{}</span>', parts) if kinds else ""
        return format_html("{}{}", link(to_teams(record.unit, self.day), record.teams), note)

    @known
    def render_members(self, record):
        return link(to_members(record.unit, self.day), record.members)

    @known
    def render_per_hundred(self, record):
        return ratio(record.per_hundred)

    @known
    def render_few(self, record):
        return link(to_teams(record.unit, self.day, gap="few"), record.few)

    @known
    def render_leaderless(self, record):
        return link(to_teams(record.unit, self.day, gap="leader"), record.leaderless)

    @known
    def render_deputyless(self, record):
        return link(to_teams(record.unit, self.day, gap="deputy"), record.deputyless)


SHORT = {Team.Kind.HAMLET: _("ở ấp"), Team.Kind.COMMUNE: _("cấp xã"), Team.Kind.ORGANISATION: _("đoàn thể")}


def _bar(percent: float):
    return render_to_string("partials/_bar.html", {"percent": round(percent, 1), "state": "info", "label": ""})
