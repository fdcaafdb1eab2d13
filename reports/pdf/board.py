"""The dashboard of an area as a document."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from reports.attention import concerns
from reports.board import Board, Tile
from reports.board_file import source
from reports.display import dress, fill, fill_reach, reach_facts, tops
from reports.figures import MISSING, figure
from reports.kin import called
from reports.lines import Cell, Line
from reports.pdf.document import pdf
from reports.periods import days, title, title_and_days
from reports.pickers import map_name, map_sentence, reach_headers
from reports.question import Question

NAMES_AT_MOST = 300
WIDE = 6  # columns of figures that a page still holds upright


def document_of(board: Board, question: Question, user: User) -> bytes:
    """PDF, with all units of the board and not only those of a page."""
    lines, named = board.lines, board.silent[:NAMES_AT_MOST]
    _fill(board, lines, question)
    dress([*lines, *named, board.total], question)
    name = called(question.area, question.today)
    return pdf(
        "board.typ",
        {
            "title": f"{name} – {title(question.period)}",
            "above": _("Số liệu của Tổ công nghệ số cộng đồng"),
            "area": name,
            "period": title_and_days(question.period),
            "map": f"{map_name(question.lens)}. {map_sentence(question.lens)}",
            "wide": not board.shows_teams and len(board.columns) > WIDE,
            "foot": _("Xuất lúc %(moment)s") % {"moment": date_format(timezone.localtime(), "DATETIME_FORMAT")},
            "words": _words(board),
            "headline": [_headline(tile) for tile in board.tiles],
            "concerns": [_concern(found) for found in concerns(board, question, user)],
            "teams": _reach(board, question),
            "columns": _columns(board),
            "lines": [*(_row(line) for line in [*lines, *board.others]), _row(board.total, bold=True)],
            "silent": _names(named, len(board.silent)),
            "notes": list(_notes(board)),
        },
    )


def _fill(board: Board, lines: list[Line], question: Question) -> None:
    """The cells that the table on the page has: figures of teams or of indicators."""
    if board.shows_teams:
        fill_reach([*lines, *board.others, board.total], reach_headers(), question)
    else:
        fill(lines, board.columns, question, tops(lines, board.columns))
        fill([*board.others, board.total], board.columns, question, {})


def _columns(board: Board) -> list[dict]:
    if board.shows_teams:
        return [{"label": label, "unit": unit} for label, unit in reach_headers().values()]
    return [{"label": i.short_name, "unit": i.unit} for i in board.columns]


def _reach(board: Board, question: Question) -> list[dict]:
    """How far the teams of the area reach, where anybody counted it."""
    if board.reach is None:
        return []
    return [{"label": cell.label, "text": cell.text} for cell in reach_facts(board.reach, reach_headers(), question)]


def _words(board: Board) -> dict:
    """What stands on every such document."""
    silent = (
        _("Chưa có danh sách ấp và tổ (%(count)s)") if board.shows_teams else _("Chưa có số liệu trong kỳ (%(count)s)")
    )
    return {
        "headline": _("Các chỉ tiêu chính"),
        "columns": [
            _("Chỉ tiêu"),
            _("Số liệu"),
            _("So với kỳ trước"),
            _("Mức giao"),
            _("Phải đạt"),
            _("Tình trạng"),
        ],
        "concerns": _("Cần chú ý"),
        "units": _("Các tổ") if board.way == "team" else _("Các đơn vị"),
        "unit": _("Tổ") if board.way == "team" else _("Đơn vị"),
        "day": _("Lần ghi gần nhất"),
        "teams": _("Tổ và thành viên"),
        "silent": silent % {"count": figure(len(board.silent))},
    }


def _names(lines: list[Line], whole: int) -> str:
    """Each with its commune where it is a hamlet, since there are many of one name."""
    told = (f"{line.name} ({', '.join(line.notes)})" if line.notes else line.name for line in lines)
    names, more = ", ".join(told), whole - len(lines)
    if more > 0:
        words = _("%(names)s và %(n)s đơn vị khác; danh sách đầy đủ có trong tệp Excel.")
        return words % {"names": names, "n": figure(more)}
    return names


def _headline(tile: Tile) -> dict:
    gauge = tile.gauge
    return {
        "name": tile.indicator.short_name,
        "number": tile.number,
        "unit": tile.indicator.unit,
        "reached": _("đến nay %(reached)s") % {"reached": gauge.reached} if gauge and _spans_more(tile) else "",
        "change": tile.change.text if tile.change else "",
        "goal": gauge.goal if gauge else "",
        "due": gauge.due_number if gauge else "",
        "state": gauge.state if gauge else "",
        "word": gauge.word if gauge else "",
    }


def _spans_more(tile: Tile) -> bool:
    """Whether the goal counts other days than the figure, so that its own must stand beside it."""
    return tile.gauge.reached != tile.number


def _concern(found) -> dict:
    word = {"late": _("Gấp"), "behind": _("Cần làm")}.get(found.state, _("Nên biết"))
    return {"state": found.state, "word": word, "text": found.text, "reason": found.reason}


def _row(line: Line, bold: bool = False) -> dict:
    return {
        "name": line.name,
        "note": " · ".join(line.notes),
        "cells": [_cell(cell) for cell in line.cells],
        "day": f"{line.day:%d/%m/%Y}" if line.day else MISSING,
        "bold": bold,
    }


def _cell(cell: Cell) -> dict:
    """Towards the goal where there is one, else in proportion to the largest figure of the column."""
    if cell.gauge:
        return {"text": cell.text, "percent": cell.gauge.percent, "mark": cell.gauge.mark, "state": cell.gauge.state}
    return {"text": cell.text, "percent": cell.percent, "mark": None, "state": ""}


def _notes(board: Board):
    """What a reader of the paper cannot open."""
    yield _("“—”: chưa có số liệu, không phải 0.")
    yield _("Kỳ trước: %(days)s.") % {"days": days(board.compared)} + (
        " " + _("Kỳ này chưa hết, nên chỉ so với cùng số ngày của kỳ trước.") if board.is_running else ""
    )
    if board.is_narrowed:
        words = _("Bảng chỉ gồm %(n)s trong %(all)s dòng, theo điều kiện lọc trên trang; dòng tổng là của cả địa bàn.")
        yield words % {"n": figure(len(board.every)), "all": figure(len(board.whole))}
    if board.shows_teams:
        yield _(
            "Tổ có hoạt động: có ít nhất một lượt thăm hoặc hoạt động được xác nhận trong kỳ. Một người ở hai tổ chỉ "
            "tính một lần, nên dòng tổng có thể khác tổng các dòng."
        )
    elif board.has_goals:
        yield _("Thanh dưới con số: phần đã đạt của mức giao; vạch đứng: mức phải đạt đến hôm nay, hoặc đến hết kỳ.")
    for line in board.others:
        if line.explanation:
            yield f"{line.name}: {line.explanation}"
    yield source()
