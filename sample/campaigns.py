"""Two emulation campaigns, one of Hậu Giang at the end of 2022, frozen, and one of Cần Thơ that runs on the day of
loading, with two appeals. Invented, on the figures that the other parts of the sample wrote."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from areas.models import Area
from areas.official import REFORM_DAY
from reports.figures import figure
from reports.league import appeals, freezing
from reports.league.campaigns import write_rules
from reports.league.contest import Contest, League
from reports.league.tables import count
from reports.models import Appeal, Campaign, CampaignIndicator
from sample.accounts import COMMUNE, PROVINCE
from sample.hamlets import old_unit
from visits.models import Indicator

OLD_PROVINCE = "93"
FIRST_DAY, LAST_DAY = date(2022, 10, 1), date(2022, 12, 31)
FROZEN_AT = datetime(2023, 1, 5, 9, 0, tzinfo=timezone.get_default_timezone())
AROUND = timedelta(days=45)  # the running one began and ends so many days from the last visit
OF_2022 = {"vi_dien_tu": 2, "dvc_nguoi_dung": 3, "app_tinh": 2}
OF_TODAY = {"ho_tiep_can": 2, "ho_ky_nang": 3, "vi_dien_tu": 2}


def create(users: dict[str, User], through: date) -> None:
    """Write them; `users` by name, `through` is the last day with visits."""
    officer = users["canbotinh"]
    old = _campaign(_("Nước rút chuyển đổi số cuối năm 2022"), old_unit(OLD_PROVINCE), FIRST_DAY, LAST_DAY, OF_2022)
    freezing.freeze(old, by=officer, at=FROZEN_AT)
    province = Area.objects.get(code=PROVINCE, valid_from=REFORM_DAY)
    days = (through - AROUND, through + AROUND)
    running = _campaign(_("90 ngày đến từng hộ, thành thạo kỹ năng số"), province, *days, OF_TODAY, officer)
    contest = Contest.of(running)
    commune = Area.objects.get(code=COMMUNE, valid_from=REFORM_DAY)
    text = _("Buổi hướng dẫn ở nhà văn hóa ấp có 14 hộ, phiếu giấy chưa được nhập. Đề nghị bổ sung.")
    _appeal(contest, League.COMMUNES, commune, text, users["canboxa"])
    text = _("Hộ ông Sáu đã được tính cho tổ bên, đề nghị xem lại.")
    contested = _appeal(contest, League.TEAMS, users["totruong"].posts.get().area, text, users["totruong"])
    text = _("Đã xem lại lượt thăm: hộ đó ghi lần đầu ở đợt trước nên đợt này không tính nữa. Số giữ nguyên.")
    appeals.answer(contested, outcome=Appeal.Outcome.KEPT, text=text, by=users["canboxa"])


def _campaign(name: str, area: Area, start: date, end: date, weights: dict[str, int], by=None) -> Campaign:
    campaign = Campaign(name=name, area=area, start=start, end=end, created_by=by, note=_("Thể lệ minh họa."))
    indicators = {indicator.code: indicator for indicator in Indicator.objects.filter(code__in=weights)}
    rules = [CampaignIndicator(indicator=indicators[code], weight=weight) for code, weight in weights.items()]
    return write_rules(campaign, [], rules, changed=False)


def _appeal(contest: Contest, league: League, area: Area, text: str, by: User) -> Appeal:
    """Contest the first figure of the line that stands at the area."""
    line = next(line for line in count(contest, league).lines if line.area == area)
    rule, cell = contest.rules[0], line.cells[0]
    asked = {"area": area.pk, "indicator": rule.indicator.code}
    asked |= {"from": contest.period.start, "to": contest.period.end, "map": contest.day}
    return Appeal.objects.create(
        area=area,
        indicator=rule.indicator,
        campaign=contest.campaign,
        query=urlencode(asked | ({"team": line.team.pk} if line.team else {})),
        shown=figure(cell.amount),
        text=text,
        made_by=by,
    )
