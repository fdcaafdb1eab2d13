"""Other questions one step away from the present one: the links and hidden fields of the pickers."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from areas.models import Area, Level
from reports.activity import SILENT_AFTER
from reports.board import Board
from reports.comparison.question import compare_url
from reports.forms import BY_TEAM, OF_GOALS, Show, State
from reports.indicator.question import indicator_url
from reports.kin import called
from reports.lens import RECORDED, TODAY, Lens
from reports.models import Campaign, Target
from reports.narrowing import GAP, REACH
from reports.periods import Usual, days, moved, title, usual, usual_month, within
from reports.question import Question, own_areas
from reports.rollup import Period

CAMPAIGNS_SHOWN = 6


@dataclass
class Choice:
    """`current` is true for the present one, for a header the direction in which it sorts."""

    label: str
    url: str
    current: bool | str = False
    note: str = ""


def periods(question: Question) -> list[Choice]:
    """The usual periods; one is current also when it was reached day by day."""
    return [
        Choice(
            label,
            question.but(named=name, period=usual(name, question.today)).address(),
            usual(name, question.today) == question.period,
        )
        for name, label in Usual.choices
    ]


def own(question: Question, user: User) -> list[Choice]:
    """The areas of somebody with posts in several; nothing for the others."""
    areas = own_areas(user)
    return [
        Choice(called(area, question.today), question.plain(area=area).address(), area == question.area)
        for area in areas
        if len(areas) > 1
    ]


def neighbours(question: Question) -> tuple[Choice, Choice | None]:
    """The period before and the one after, unless that has not begun."""
    before, after = (moved(question.period, step) for step in (-1, 1))
    earlier = Choice(title(before), question.but(period=before).address())
    later = Choice(title(after), question.but(period=after).address())
    return earlier, later if after.start <= question.today else None


def maps(question: Question) -> list[Choice]:
    return [_map(question, Lens.parse(key)) for key in (RECORDED, TODAY)]


def map_name(lens: Lens) -> str:
    names = {RECORDED: _("Như đã ghi nhận"), TODAY: _("Bản đồ hôm nay")}
    return names.get(lens.key) or _("Bản đồ ngày %(day)s") % {"day": f"{lens.day:%d/%m/%Y}"}


def map_sentence(lens: Lens) -> str:
    """Which map is shown, for a reader who never heard of maps."""
    if lens.key == RECORDED:
        return _("Mỗi số liệu đứng ở đơn vị có hiệu lực vào ngày ghi nhận, kể cả đơn vị nay đã sáp nhập.")
    if lens.key == TODAY:
        return _("Mọi số liệu, kể cả ghi trước các đợt sắp xếp, đứng ở đơn vị của hôm nay.")
    return _("Mọi số liệu đứng ở đơn vị có hiệu lực ngày %(day)s.") % {"day": f"{lens.day:%d/%m/%Y}"}


def ways(question: Question, found: list[str], way: str) -> list[Choice]:
    labels = {
        "province": _("Theo tỉnh"),
        "district": _("Theo huyện"),
        "commune": _("Theo xã"),
        "hamlet": _("Theo ấp"),
        BY_TEAM: _("Theo tổ"),
    }
    names = [name for name in found if not (question.show and name == BY_TEAM)]
    return [Choice(labels[name], question.but(by=name, sort="").address(), name == way) for name in names]


def tables(question: Question, way: str) -> list[Choice]:
    """What the table tells of each unit: its figures, or its teams. Lines that are teams have only the first."""
    if way == BY_TEAM:
        return []
    figures = Choice(_("Chỉ tiêu"), question.but(show="", sort="").address(), not question.show)
    teams = question.but(show=Show.TEAMS.value, sort="", state="")
    return [figures, Choice(str(Show.TEAMS.label), teams.address(), question.show == Show.TEAMS)]


def headers(question: Question, way: str) -> list[Choice]:
    """One for each column, its name first and its day last; a figure sorts from the largest down at first."""
    if question.show == Show.TEAMS and way != BY_TEAM:
        figures = [_header(question, REACH + name, *words) for name, words in reach_headers().items()]
    else:
        figures = [_header(question, i.code, i.short_name, i.unit) for i in question.columns]
    first = _("Tổ") if way == BY_TEAM else _("Đơn vị")
    return [_header(question, "name", first), *figures, _header(question, "last", _("Lần ghi gần nhất"))]


def states(board: Board) -> list[tuple[str, str]]:
    """What the lines can be narrowed to: without goals only by what was recorded."""
    return [(state.value, state.label) for state in State if board.has_goals or state not in OF_GOALS]


def orders(question: Question, board: Board) -> list[tuple[str, str]]:
    """Ways to order the lines by what they lack, for the columns that have goals."""
    named = [(f"-{GAP}{i.code}", _("Thiếu nhiều nhất: %(name)s") % {"name": i.short_name}) for i in board.columns]
    lacking = [(key, label) for key, label in named if key.removeprefix(f"-{GAP}") in board.given]
    first = _("Chậm nhất trước") if question.state in (State.BEHIND, State.LATE) else _("Tên đơn vị")
    return [("", first), *lacking, ("last", _("Lâu nhất chưa ghi nhận"))]


def campaigns(question: Question, user: User) -> list[Choice]:
    """The latest campaigns in sight, as periods."""
    found = Campaign.objects.visible_to(user).order_by("-start", "-pk")[:CAMPAIGNS_SHOWN]
    spans = [(campaign, Period(campaign.start, campaign.end)) for campaign in found]
    return [
        Choice(campaign.name, question.but(period=span).address(), span == question.period, days(span))
        for campaign, span in spans
        if within(span)
    ]


def crumbs(question: Question, user: User) -> list[tuple[str, str | None]]:
    """The way down to the area; a unit that the user may not open is only named."""
    area = question.area
    day = question.lens.map_day(area, question.period.end)
    day = day if area.in_force(day) else max(area.valid_from, min(day, area.valid_until))
    above = list(Area.objects.above(area, day).exclude(pk=area.pk))
    seen = set(Area.objects.visible_to(user).filter(pk__in=[unit.pk for unit in above]).values_list("pk", flat=True))
    path = [
        (called(unit, question.today), question.plain(area=unit).address() if unit.pk in seen else None)
        for unit in above
    ]
    return [*path, (called(area, question.today), None)]


def last_record(question: Question, day: date | None) -> Choice:
    """For a period without figures: the month in which something was recorded last."""
    if day is None:
        until = min(question.period.end, question.today)
        note = _("Đến hết ngày %(day)s, ở địa bàn này chưa có lần ghi nào.") % {"day": f"{until:%d/%m/%Y}"}
        this_month = question.but(named=Usual.THIS_MONTH, period=usual(Usual.THIS_MONTH, question.today))
        return Choice(_("Xem tháng này"), this_month.address() if until < question.today else "", note=note)
    month = usual_month(day)
    words = _("Lần ghi gần nhất ở địa bàn này: %(day)s.") % {"day": f"{day:%d/%m/%Y}"}
    return Choice(
        _("Xem %(month)s") % {"month": title(month).lower()}, question.but(period=month).address(), note=words
    )


def households_url(question: Question) -> str:
    """The list of households of a commune or hamlet that exists today; "" for the others."""
    area, today = question.area, question.today
    if area.level < Level.COMMUNE or not area.in_force(today):
        return ""
    above = Area.objects.above(area, today).filter(level__gte=Level.COMMUNE)
    places = {"commune" if unit.level == Level.COMMUNE else "hamlet": unit.pk for unit in above}
    return f"{reverse('visits:household_list')}?{urlencode(places)}"


def coverage_url(question: Question) -> str:
    """How far the teams reach in this area at the end of the period, or today while it runs."""
    day = min(question.period.end, question.today)
    return reverse("teams:coverage", query={"area": question.area.pk, "on": day.isoformat()})


def other_goals(question: Question, board: Board) -> list[Choice]:
    """The indicators with a target of the area for the whole period that are neither in front nor in the table."""
    period, shown = question.period, {tile.indicator for tile in board.tiles} | set(board.columns)
    given = Target.objects.current().filter(area=question.area, start__lte=period.start, end__gte=period.end)
    codes = set(given.exclude(indicator__in=shown).values_list("indicator__code", flat=True))
    return [Choice(i.short_name, indicator_url(question, i)) for i in question.catalogue if i.code in codes]


def further(question: Question) -> list[Choice]:
    """Other pages about the same area; `note` is an icon."""
    pages = [Choice(_("So sánh hai kỳ"), compare_url(question), note="report")]
    targets = reverse("reports:target_grid", query={"area": question.area.pk})
    pages.append(Choice(_("Mức giao cho các đơn vị"), targets, note="target"))
    pages.append(Choice(_("Độ phủ của tổ"), coverage_url(question), note="team"))
    if households := households_url(question):
        pages.append(Choice(_("Các hộ của địa bàn"), households, note="house"))
    return pages


def hidden(question: Question, *without: str) -> list[tuple[str, str]]:
    """The parameters that a form carries along, but for those it asks for itself."""
    return [(name, value) for name, value in question.parameters() if name not in without]


def _map(question: Question, lens: Lens) -> Choice:
    url = question.plain(lens=lens).address()
    return Choice(map_name(lens), url, question.lens.key == lens.key, map_sentence(lens))


def reach_headers() -> dict[str, tuple[str, str]]:
    """Figure of teams -> its label and its unit."""
    return {
        "covered": (_("Ấp, khu vực có tổ"), _("nơi")),
        "active": (_("Tổ có hoạt động"), _("tổ")),
        "silent": (_("Tổ im lặng quá %(days)s ngày") % {"days": SILENT_AFTER.days}, _("tổ")),
        "recording": (_("Thành viên ghi nhận"), _("người")),
        "trained": (_("Thành viên đã tập huấn"), _("người")),
    }


def _header(question: Question, key: str, label: str, unit: str = "") -> Choice:
    """Names sort upwards at first, figures from the largest down; asked again, the other way round."""
    present = question.sort or "name"
    order = [key, f"-{key}"] if key == "name" else [f"-{key}", key]
    following = order[1] if present == order[0] else order[0]
    directions = {key: "ascending", f"-{key}": "descending"}
    url = question.but(sort="" if following == "name" else following).address()
    return Choice(label, url, directions.get(present, ""), unit)
