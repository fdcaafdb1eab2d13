"""The teams, hamlets or members behind a figure as a table for a file, the commune in a column of its own."""

from django.utils.translation import gettext as _

from areas.names import search_words
from areas.places import with_former
from reports.activity import Days
from reports.activity_rows import OF_HAMLETS, OF_MEMBERS, Item, Rows
from reports.periods import days as in_days
from reports.pickers import map_name
from reports.question import Question
from reports.rollup import Period
from reports.sheet import PLACE_WIDTH, Sheet

WIDTHS = (44, PLACE_WIDTH, PLACE_WIDTH, 34, 16)  # characters


def sheet_of(items: list[Item], rows: Rows, silent: int, days: Days, question: Question) -> Sheet:
    """`silent`: after how many days a team is."""
    label = _("Tổ im lặng quá %(days)s ngày") % {"days": silent} if rows == Rows.SILENT else rows.label
    when = in_days(Period(days.start, days.end)) if days.start <= days.end else ""
    titles = [
        f"{label}: {question.area}",
        " · ".join(filter(None, [when, map_name(question.lens), _looked_for(question)])),
    ]
    if rows in OF_HAMLETS:
        header, lines = [_("Ấp, khu vực"), _("Xã, phường"), _("Các tổ")], [_hamlet(item) for item in items]
        return Sheet(titles, header, lines, widths=(PLACE_WIDTH, PLACE_WIDTH, 60))
    if rows in OF_MEMBERS:
        header = [_("Thành viên"), _("Tổ"), _("Xã, phường"), _("Ghi chú"), _("Lần ghi gần nhất")]
        lines = [[item.name, _place(item), item.commune, " · ".join(item.notes), item.day] for item in items]
        return Sheet(titles, header, lines, widths=(PLACE_WIDTH, 44, PLACE_WIDTH, 34, 16))
    header = [_("Tổ"), _("Nơi"), _("Xã, phường"), _("Ghi chú"), _("Lần ghi gần nhất"), _("Số ngày không ghi nhận")]
    return Sheet(titles, header, [_team(item) for item in items], widths=WIDTHS)


def _looked_for(question: Question) -> str:
    return _("tên có “%(text)s”") % {"text": question.text} if search_words(question.text) else ""


def _place(item: Item) -> str:
    """The former commune with it, so that the column of communes can be filtered."""
    return with_former(item.place, item.former)


def _hamlet(item: Item) -> list:
    return [with_former(item.name, item.former), item.place, ", ".join(item.notes)]


def _team(item: Item) -> list:
    return [item.name, _place(item), item.commune, " · ".join(item.notes), item.day, item.quiet]
