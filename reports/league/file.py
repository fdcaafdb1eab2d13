"""A league table as a table for a file, with a chart of the scores."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.board_file import source
from reports.league.campaigns import days_of
from reports.league.contest import Contest, League
from reports.league.line import Line
from reports.league.listing import dataset
from reports.sheet import Drawing, Sheet

NAME, SCORE = 2, 5  # positions of the columns
WIDTHS = (7, 8, 30, 24, 9, 8)  # characters
FIGURES = 11


def sheet_of(lines: list[Line], contest: Contest, league: League, counted_at: datetime) -> Sheet:
    found = dataset(lines, contest, league)
    return Sheet(
        titles_of(contest, _("%(campaign)s – xếp hạng: %(league)s"), league, counted_at),
        found.headers,
        [[None if value == "" else value for value in row] for row in found],
        name=found.title,
        named=NAME,
        drawn=[Drawing((SCORE,), _("Điểm (100 là mức chung)"))],
        widths=(*WIDTHS, *(FIGURES,) * (len(found.headers) - len(WIDTHS))),
    )


def titles_of(contest: Contest, heading: str, league: League, counted_at: datetime) -> list[str]:
    """What the table is, of which days, how far it is final, and where its figures come from."""
    campaign = contest.campaign
    if campaign.frozen_at:
        times, day = campaign.freezings.count(), f"{timezone.localdate(campaign.frozen_at):%d/%m/%Y}"
        stands = _("Theo bảng đã chốt ngày %(day)s.") if times < 2 else _("Theo bảng chốt lần %(n)s, ngày %(day)s.")
        stands %= {"n": times, "day": day}
    else:
        day, moment = f"{contest.until:%d/%m/%Y}", date_format(timezone.localtime(counted_at), "DATETIME_FORMAT")
        stands = _("TẠM TÍNH đến hết ngày %(day)s, số liệu lúc %(moment)s: bảng chưa chốt, thứ hạng còn đổi.")
        stands %= {"day": day, "moment": moment}
    return [
        heading % {"campaign": campaign, "league": league.label},
        _("%(area)s, %(days)s") % {"area": campaign.area, "days": days_of(campaign)},
        stands,
        _("Số hộ là số công bố. Điểm 100 là mức chung; bằng điểm thì cùng hạng. %(source)s") % {"source": source()},
    ]
