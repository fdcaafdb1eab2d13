"""Sentences for a question that the map cannot answer as it was asked, with the ways on."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import User
from areas.models import Area, Level
from reports.freshness import last_days
from reports.kin import called, missing_day, on_the_map, standing_for
from reports.lens import RECORDED, TODAY, Lens
from reports.periods import Usual, title, usual, usual_month
from reports.question import Question


@dataclass
class Notice:
    """`answers` is False when there is nothing to show besides; links are (label, address or "" out of sight)."""

    text: str
    links: list[tuple[str, str]] = field(default_factory=list)
    ways_on: list[tuple[str, str]] = field(default_factory=list)
    answers: bool = True


def notice_for(question: Question, user: User) -> Notice | None:
    """What is to be said when the area is not in force on the map, or only for a part of the period."""
    area, lens = question.area, question.lens
    day = missing_day(area, question.period, lens)
    if day is None:
        return None
    kin = standing_for(area, day)
    seen = set(Area.objects.visible_to(user).filter(pk__in=[unit.pk for unit in kin]).values_list("pk", flat=True))
    links = [
        (called(unit, question.today), question.but(area=unit, by="").address() if unit.pk in seen else "")
        for unit in kin
        if unit.pk in seen or unit.level <= Level.COMMUNE  # names down to communes are public
    ]
    if on_the_map(area, question.period, lens):
        return Notice(_said(*_partly(question), links), links)
    return Notice(_said(*_not_there(question), links), links, _ways_on(question), answers=False)


def _said(what: str, before_links: str, links: list) -> str:
    """A colon with nothing behind it leads nowhere: of days before the first unit known there are no links."""
    return f"{what} {before_links}" if links else what


def _partly(question: Question) -> tuple[str, str]:
    area = question.area
    if area.valid_from > question.period.start:
        words = _("%(area)s có từ ngày %(day)s.") % {"area": area, "day": f"{area.valid_from:%d/%m/%Y}"}
        return words, _("Số liệu ghi trước ngày đó nằm ở:")
    words = _("%(area)s có đến hết ngày %(day)s.") % {"area": area, "day": f"{area.valid_until:%d/%m/%Y}"}
    return words, _("Số liệu ghi sau ngày đó nằm ở:")


def _not_there(question: Question) -> tuple[str, str]:
    area, lens = question.area, question.lens
    where = _("trên bản đồ ngày %(day)s") % {"day": f"{lens.day:%d/%m/%Y}"} if lens.day else _("trong kỳ này")
    if area.valid_from > (lens.day or question.period.end):
        words = _("%(area)s chỉ có từ ngày %(day)s, chưa có %(where)s.")
        words %= {"area": area, "day": f"{area.valid_from:%d/%m/%Y}", "where": where}
        return words, _("Khi ấy địa bàn này thuộc:")
    words = _("%(area)s chỉ có đến hết ngày %(day)s, không còn %(where)s.")
    words %= {"area": area, "day": f"{area.valid_until:%d/%m/%Y}", "where": where}
    return words, _("Từ đó địa bàn này thuộc:")


def _ways_on(question: Question) -> list[tuple[str, str]]:
    """Other maps and periods on which the area does exist."""
    area, today = question.area, question.today
    ways = []
    if area.in_force(today) and question.lens.key != TODAY:
        ways.append((_("Xem kỳ này trên bản đồ hôm nay"), question.but(lens=Lens.parse(TODAY))))
    recorded = question.but(lens=Lens.parse(RECORDED))
    if question.lens.day and on_the_map(area, question.period, recorded.lens):
        ways.append((_("Xem kỳ này như đã ghi nhận"), recorded))
    if area.valid_until < question.period.start:
        last = usual_month(area.valid_until)
        words = _("Xem tháng cuối của đơn vị: %(month)s") % {"month": title(last)}
        ways.append((words, recorded.but(period=last)))
        told = last_days([area.pk], lens=recorded.lens, end=area.valid_until).get(area.pk)
        if told and usual_month(told) != last:
            year = usual(Usual.YEAR, told)
            words = _("Xem năm có số liệu gần nhất: %(year)s") % {"year": title(year)}
            ways.insert(0, (words, recorded.but(period=year)))
    return [(label, way.but(by="").address()) for label, way in ways]
