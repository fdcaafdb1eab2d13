"""Proposals for awards: the first places of each table, as the list that goes with a submission (tờ trình)."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.exports import as_xlsx as workbook
from reports.figures import figure
from reports.league.contest import Contest, League
from reports.league.file import titles_of
from reports.league.line import Line
from reports.league.listing import hundred
from reports.sheet import Drawing, Sheet

SHARE, FEWEST, MOST = 0.1, 1, 20  # a tenth of the table, unless the office says otherwise
NAME, SCORE, MERITS = 1, 5, 6  # positions of the columns
WIDTHS = (6, 30, 26, 8, 7, 8, 62, 18, 16)  # characters
SHEETS = {
    League.COMMUNES: gettext_lazy("Tập thể (xã, phường)"),
    League.TEAMS: gettext_lazy("Tập thể (tổ)"),
    League.MEMBERS: gettext_lazy("Cá nhân"),
}
LABELS = {
    League.COMMUNES: gettext_lazy("Số xã, phường"),
    League.TEAMS: gettext_lazy("Số tổ"),
    League.MEMBERS: gettext_lazy("Số cá nhân"),
}


@dataclass
class Proposal:
    """The lines of one league up to place `asked`; more than that many when places are shared."""

    league: League
    asked: int
    lines: list[Line]

    @property
    def shared(self) -> bool:
        """Whether more stand in it than were asked for, because the last place is shared."""
        return len(self.lines) > self.asked


class AwardForm(forms.Form):
    """How many of each table; a tenth when nothing is said."""

    def __init__(self, data, *, sizes: dict[League, int]):
        super().__init__(data)
        self.usual = {league: min(max(ceil(SHARE * size), FEWEST), MOST) for league, size in sizes.items()}
        for league in sizes:
            box = forms.NumberInput(attrs={"placeholder": str(self.usual[league]), "inputmode": "numeric"})
            self.fields[league.value] = forms.IntegerField(
                label=LABELS[league], required=False, min_value=0, max_value=1000, widget=box
            )
        self.is_valid()

    def number(self, league: League) -> int:
        asked = self.cleaned_data.get(league.value)
        return self.usual[league] if asked is None else asked


def merits(line: Line, contest: Contest) -> list[str]:
    """What was reached, in words for the list, one line for an indicator."""
    told = []
    for rule, cell in zip(contest.rules, line.cells, strict=False):
        if cell and cell.amount:
            words = {"name": rule.indicator.short_name, "amount": figure(cell.amount), "unit": rule.indicator.unit}
            words |= {"rate": hundred(rule, cell.rate), "mean": hundred(rule, cell.mean)}
            told.append(_("%(name)s: %(amount)s %(unit)s, %(rate)s (chung: %(mean)s)") % words)
    return told


def as_xlsx(proposals: list[Proposal], contest: Contest, counted_at: datetime) -> bytes:
    """A sheet for each table, to be signed, and one of charts."""
    first, *further = [_sheet(proposal, contest, counted_at) for proposal in proposals]
    first.further = further
    return workbook(first)


def _sheet(proposal: Proposal, contest: Contest, counted_at: datetime) -> Sheet:
    league = proposal.league
    heading = (
        _("ĐỀ NGHỊ KHEN THƯỞNG CÁ NHÂN") if league == League.MEMBERS else _("ĐỀ NGHỊ KHEN THƯỞNG TẬP THỂ (%(league)s)")
    )
    title = _("%(sheet)s: điểm (100 là mức chung)") % {"sheet": SHEETS[league]}
    said, area, *rest = titles_of(contest, heading, league, counted_at)
    return Sheet(
        [
            said.upper(),
            f"{contest.campaign}, {area}",
            *rest,
            _("Điểm là căn cứ, không thay cho nhận xét của tổ chức."),
        ],
        _header(league),
        [_row(number, line, contest) for number, line in enumerate(proposal.lines, start=1)],
        name=str(SHEETS[league]),
        heading=_("ĐỀ NGHỊ KHEN THƯỞNG"),
        named=NAME,
        drawn=[Drawing((SCORE,), title)] if len(proposal.lines) > 1 else [],
        widths=WIDTHS,
        signers=((NAME, _("NGƯỜI LẬP DANH SÁCH")), (MERITS, _("THỦ TRƯỞNG ĐƠN VỊ"))),
    )


def _header(league: League) -> list[str]:
    name = _("Họ và tên") if league == League.MEMBERS else _("Tập thể")
    told = [_("Số hộ"), _("Hạng"), _("Điểm"), _("Thành tích trong đợt"), _("Hình thức đề nghị"), _("Ghi chú")]
    return [_("STT"), name, _("Thuộc"), *told]


def _row(number: int, line: Line, contest: Contest) -> list:
    return [number, line.name, line.note, line.size, line.place, line.score, "\n".join(merits(line, contest)), "", ""]
