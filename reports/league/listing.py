"""A league table on a page, and the same rows as a file."""

from collections import Counter

import tablib
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column
from django_tables2 import Table as BaseTable

from areas.exports import safe_cell
from areas.numbers import with_decimals
from reports.figures import MISSING, figure
from reports.league.contest import Contest, League
from reports.league.line import Cell, Line
from reports.league.tables import Table
from reports.models import CampaignIndicator, Target
from teams.sheets.naming import TEAM
from visits.models import Indicator

MAIN = {"td": {"class": "cell-main"}}
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
SCORE = {"td": {"class": "num cell-bar league-score"}, "th": {"class": "num"}}
COMMON = 100  # the score of whoever stands at the common rate
A_HUNDRED = {
    Target.Statistic.HOUSEHOLDS: _("/100 hộ"),
    Target.Statistic.RESIDENTS: _("/100 dân"),
    Target.Statistic.ADULTS: _("/100 người lớn"),
    Target.Statistic.BUSINESSES: _("/100 cơ sở"),
}
NAMES = {League.COMMUNES: _("Xã, phường"), League.TEAMS: _("Tổ"), League.MEMBERS: _("Thành viên")}
COUNTED = {League.COMMUNES: _("đơn vị"), League.TEAMS: _("tổ"), League.MEMBERS: _("người")}


def hundred(rule: CampaignIndicator, rate: float | None) -> str:
    """ "12,3 /100 hộ"; of a ratio in per cent."""
    if rate is None:
        return MISSING
    words = "%" if rule.indicator.kind == Indicator.Kind.RATIO else str(A_HUNDRED[rule.per])
    return f"{with_decimals(100 * rate, _decimals(rate))} {words}"


def _decimals(rate: float) -> int:
    return 0 if rate == 0 else 1 if rate >= 0.01 else 2


def score(value: float | None) -> str:
    return MISSING if value is None else with_decimals(value, 1)


def short(name: str) -> str:
    """ "Tổ ấp 6": in a table of teams the words that stand in every name only hide the others."""
    return name.replace(TEAM, _t("Tổ"), 1)


def line_url(contest: Contest, line: Line) -> str:
    return reverse("reports:campaign_line", args=[contest.campaign.pk, line.league, line.key])


class LeagueTable(BaseTable):
    """Lines of reports.league.tables in sight of the reader."""

    place = Column(_("Hạng"), order_by=("place", "sort_key"), attrs={"td": {"class": "league-place"}})
    name = Column(_("Đơn vị"), order_by=("sort_key", "place"), attrs=MAIN)
    size = Column(_("Số hộ"), order_by=("size", "place"), attrs=NUMBER)
    score = Column(_("Điểm"), order_by=("score", "sort_key"), attrs=SCORE)
    caption = None

    class Meta:
        empty_text = _("Không có dòng nào hợp với điều kiện lọc.")
        attrs = {"class": "league league-lines"}
        sequence = ("place", "name", "size", "...", "score")

    def __init__(self, lines: list[Line], *, contest: Contest, table: Table, **kwargs):
        columns = [(f"i{n}", IndicatorColumn(rule, n)) for n, rule in enumerate(contest.rules)]
        super().__init__(lines, order_by="place", extra_columns=columns, **kwargs)
        self.contest = contest
        self.shared = {place for place, n in Counter(line.place for line in table.lines).items() if n > 1}
        self.top = max((line.score for line in table.lines), default=0)
        self.columns["name"].column.verbose_name = NAMES[table.league]
        self.count_label = COUNTED[table.league]

    def render_place(self, value, record):
        return render_to_string(
            "reports/_place.html", {"line": record, "tied": value in self.shared, "steps": abs(record.climbed or 0)}
        )

    def render_name(self, record):
        url = line_url(self.contest, record)
        words = '<a href="{}">{}</a> <span class="muted small">{}</span>'
        return format_html(words, url, short(record.name), short(record.note))

    def render_score(self, value):
        """With a bar beside that of the first, and a mark at the common rate."""
        target = round(min(100 * COMMON / self.top, 100))
        bar = {"percent": round(100 * value / self.top), "target": target, "state": "info"}
        return format_html("<b>{}</b>{}", score(value), render_to_string("partials/_bar.html", bar))


class IndicatorColumn(Column):
    """The amount of one indicator, and its rate, by which the column is ordered."""

    def __init__(self, rule: CampaignIndicator, number: int):
        label = f"{rule.indicator.short_name} ({rule.indicator.unit})"
        super().__init__(label, accessor=f"cells__{number}", order_by=f"cells__{number}__in_order", attrs=NUMBER)
        self.rule = rule

    def render(self, value: Cell):
        rate = hundred(self.rule, value.rate)
        return format_html('{} <span class="muted small">{}</span>', figure(value.amount), rate)


def dataset(lines: list[Line], contest: Contest, league: League) -> tablib.Dataset:
    """Numbers as numbers, rates in full; what is missing stays empty."""
    heads = [_t("Hạng"), _t("Hạng tuần trước"), str(NAMES[league]), _t("Thuộc"), _t("Số hộ"), _t("Điểm")]
    for rule in contest.rules:
        name = rule.indicator.short_name
        heads += [f"{name} ({rule.indicator.unit})", f"{name} ({_per(rule)})", _t("%(name)s, điểm") % {"name": name}]
    found = tablib.Dataset(headers=heads, title=str(League(league).label))
    for line in lines:
        row = [line.place, line.before, line.name, line.note, line.size, line.score]
        for cell in line.cells:
            row += [cell.amount, _rounded(cell.rate, 100), _rounded(cell.index, 1)]
        found.append([safe_cell("" if value is None else value) for value in row])
    return found


def _per(rule: CampaignIndicator) -> str:
    return "%" if rule.indicator.kind == Indicator.Kind.RATIO else str(A_HUNDRED[rule.per])


def _rounded(value: float | None, factor: int) -> float | None:
    return None if value is None else round(factor * value, 1 if factor * value >= 1 else 2)
