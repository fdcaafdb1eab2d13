"""The board as a table for a file, and its targets as a second one."""

from django.utils.translation import gettext as _

from reports.activity import SILENT_AFTER
from reports.board import Board
from reports.gauge import Gauge, gauge
from reports.kin import called
from reports.lines import Line
from reports.periods import title_and_days
from reports.pickers import map_name, map_sentence
from reports.question import Question
from reports.sheet import NAME_WIDTH, PLACE_WIDTH, Drawing, Sheet
from visits.models import Indicator

FIRST_FIGURE = 2


def sheet_of(board: Board, question: Question) -> Sheet:
    if board.shows_teams:
        return teams_of(board, question)
    header = [_("Đơn vị"), _("Thuộc"), *(f"{i.short_name} ({i.unit})" for i in board.columns), _("Lần ghi gần nhất")]
    silent = [line for line in board.every if all(line.values[i.code] is None for i in board.columns)]
    lines = [*(line for line in board.every if line not in silent), *silent, *board.others, board.total]
    rows = [
        [line.name, " · ".join(line.notes), *(line.values[i.code] for i in board.columns), line.day] for line in lines
    ]
    return Sheet(
        titles_of(question),
        header,
        rows,
        closing=len(lines) - len(board.every),
        silent=len(silent),
        drawn=[Drawing((FIRST_FIGURE + number,)) for number in range(len(board.columns))],
        further=targets_of([*board.every, board.total], board.columns, question),
    )


def teams_of(board: Board, question: Question) -> Sheet:
    """How far the teams reach and how many work, by unit; nobody adds up persons over units."""
    header = [
        _("Đơn vị"),
        _("Thuộc"),
        _("Ấp, khu vực"),
        _("Có tổ"),
        _("Số tổ"),
        _("Tổ có hoạt động"),
        _("Tổ im lặng quá %(days)s ngày") % {"days": SILENT_AFTER.days},
        _("Thành viên"),
        _("Thành viên ghi nhận"),
        _("Thành viên đã tập huấn"),
        _("Lần ghi gần nhất"),
    ]
    lines = [*board.every, *board.others, board.total]
    rows = [[line.name, " · ".join(line.notes), *_reach(line, line in board.others), line.day] for line in lines]
    drawn = [Drawing((header.index(_("Tổ có hoạt động")),))]
    return Sheet(titles_of(question), header, rows, closing=len(lines) - len(board.every), drawn=drawn)


def _reach(line: Line, is_rest: bool) -> list[int | None]:
    """Empty where nothing stands that could be counted, and for the persons of teams that are in no unit."""
    reach = line.reach
    if reach is None or not (reach.hamlets or reach.teams):
        return [None] * 8
    persons = [None] * 3 if is_rest else [reach.members, reach.recording, reach.trained]
    return [reach.hamlets, reach.covered, reach.teams, reach.active, reach.silent, *persons]


def targets_of(lines: list[Line], columns: list[Indicator], question: Question) -> list[Sheet]:
    """How each line stands against its targets, one row for each; nothing where nobody set any."""
    header = [
        _("Đơn vị"),
        _("Thuộc"),
        _("Chỉ tiêu"),
        _("Đơn vị tính"),
        _("Mức giao"),
        _("Tính đến ngày"),
        _("Phải đạt"),
        _("Đã đạt"),
        _("Còn thiếu"),
        _("So với mức giao (%)"),
        _("Tình trạng"),
    ]
    rows = [
        [
            line.name,
            " · ".join(line.notes),
            indicator.short_name,
            indicator.unit,
            *_stands(gauge(line.progress[indicator.code], indicator, question.today)),
        ]
        for line in lines
        for indicator in columns
        if indicator.code in line.progress
    ]
    sheet = Sheet(titles_of(question), header, rows, name=_("Mục tiêu"), widths=(NAME_WIDTH, PLACE_WIDTH, 22))
    return [sheet] if rows else []


def _stands(shown: Gauge) -> list:
    """The numbers of the page: what is due is rounded up, and so is what is missing."""
    progress = shown.progress
    share = None if progress.share is None else round(progress.share, 1)
    figures = [round(shown.given, 2), progress.day, round(shown.needed, 2)]
    return [*figures, progress.actual, round(shown.missing, 2), share, shown.word]


def titles_of(question: Question) -> list[str]:
    """What was asked, for the head of a file."""
    period = _("Kỳ: %(period)s") % {"period": title_and_days(question.period)}
    return [name_title(question), period, *map_title(question)]


def name_title(question: Question) -> str:
    return _("%(area)s – số liệu của Tổ công nghệ số cộng đồng") % {"area": called(question.area, question.today)}


def map_title(question: Question) -> list[str]:
    """On which map, when, and what an empty cell means."""
    lens = question.lens
    return [
        _("Bản đồ: %(name)s. %(sentence)s") % {"name": map_name(lens), "sentence": map_sentence(lens)},
        _("Xuất ngày %(day)s. Ô trống là chưa có số liệu, không phải 0. %(source)s")
        % {"day": f"{question.today:%d/%m/%Y}", "source": source()},
    ]


def source() -> str:
    """Where the figures come from, as every paper of an office says."""
    return _("Nguồn: lượt thăm và hoạt động do các Tổ công nghệ số cộng đồng ghi nhận.")
