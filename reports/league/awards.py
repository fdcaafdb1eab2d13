"""Proposals for awards: the first places of each table, as the list that goes with a submission (tờ trình)."""

from dataclasses import dataclass
from io import BytesIO
from math import ceil

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from areas.exports import safe_cell
from reports.figures import figure
from reports.league.campaigns import days_of
from reports.league.contest import Contest, League
from reports.league.line import Line
from reports.league.listing import hundred

SHARE, FEWEST, MOST = 0.1, 1, 20  # a tenth of the table, unless the office says otherwise
COLLECTIVES = (League.COMMUNES, League.TEAMS)
WIDTHS = (6, 36, 34, 10, 8, 10, 60, 26, 22)  # characters
LABELS = {
    League.COMMUNES: gettext_lazy("Số xã, phường"),
    League.TEAMS: gettext_lazy("Số tổ"),
    League.MEMBERS: gettext_lazy("Số cá nhân"),
}
BOLD, THIN = Font(bold=True), Side(style="thin", color="999999")
WRAPPED = Alignment(wrap_text=True, vertical="top")


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


def merits(line: Line, contest: Contest) -> str:
    """What was reached, in a sentence for the list."""
    told = []
    for rule, cell in zip(contest.rules, line.cells, strict=False):
        if cell and cell.amount:
            words = {"name": rule.indicator.short_name, "amount": figure(cell.amount), "unit": rule.indicator.unit}
            words |= {"rate": hundred(rule, cell.rate), "mean": hundred(rule, cell.mean)}
            told.append(_("%(name)s: %(amount)s %(unit)s, %(rate)s (chung: %(mean)s)") % words)
    return "; ".join(told)


def as_xlsx(proposals: list[Proposal], contest: Contest) -> bytes:
    """One sheet for collectives, one for persons."""
    book = Workbook()
    book.remove(book.active)
    for title, leagues in ((_("Tập thể"), COLLECTIVES), (_("Cá nhân"), (League.MEMBERS,))):
        found = [proposal for proposal in proposals if proposal.league in leagues]
        if found:
            _fill(book.create_sheet(title), title, found, contest)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(page, title: str, proposals: list[Proposal], contest: Contest) -> None:
    for words in _titles(title, contest):
        page.append([safe_cell(words)])
    page["A1"].font = Font(bold=True, size=14)
    for proposal in proposals:
        page.append([])
        page.append([str(proposal.league.label)])
        page.cell(page.max_row, 1).font = BOLD
        page.append(_header(proposal.league))
        _frame(page, page.max_row, bold=True)
        for number, line in enumerate(proposal.lines, start=1):
            page.append([safe_cell(value) for value in _row(number, line, contest)])
            _frame(page, page.max_row)
    page.append([])
    page.append(["", _("NGƯỜI LẬP DANH SÁCH"), "", "", "", "", _("THỦ TRƯỞNG ĐƠN VỊ")])
    for number, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _titles(title: str, contest: Contest) -> list[str]:
    campaign = contest.campaign
    if campaign.frozen_at:
        stands = _("Theo bảng đã chốt ngày %(day)s.") % {"day": f"{timezone.localdate(campaign.frozen_at):%d/%m/%Y}"}
    else:
        stands = _("TẠM TÍNH đến hết ngày %(day)s: bảng chưa chốt, thứ hạng còn đổi.") % {
            "day": f"{contest.until:%d/%m/%Y}"
        }
    return [
        _("DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG – %(title)s") % {"title": title.upper()},
        _("%(name)s, %(area)s, %(days)s") % {"name": campaign, "area": campaign.area, "days": days_of(campaign)},
        stands,
        _("Điểm 100 là mức chung. Bằng điểm thì cùng hạng. Điểm là căn cứ, không thay cho nhận xét của tổ chức."),
    ]


def _header(league: League) -> list[str]:
    name = _("Họ và tên") if league == League.MEMBERS else _("Tập thể")
    told = [_("Số hộ"), _("Hạng"), _("Điểm"), _("Thành tích trong đợt"), _("Hình thức đề nghị"), _("Ghi chú")]
    return [_("STT"), name, _("Thuộc"), *told]


def _row(number: int, line: Line, contest: Contest) -> list:
    return [number, line.name, line.note, line.size, line.place, line.score, merits(line, contest), "", ""]


def _frame(page, row: int, *, bold: bool = False) -> None:
    for cell in page[row]:
        cell.border, cell.alignment = Border(THIN, THIN, THIN, THIN), WRAPPED
        cell.font = BOLD if bold else Font()
