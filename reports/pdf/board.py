"""The dashboard of an area as a document."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from reports.attention import concerns
from reports.board import Board, Tile
from reports.display import dress, fill, tops
from reports.kin import called
from reports.lines import Cell, Line
from reports.pdf.document import pdf
from reports.periods import days, title
from reports.pickers import map_name, map_sentence
from reports.question import Question

NAMES_AT_MOST = 300
WIDE = 6  # columns of figures that a page still holds upright


def document_of(board: Board, question: Question, user: User) -> bytes:
    """PDF, with all units of the board and not only those of a page."""
    lines = board.lines
    fill(lines, board.columns, question, tops(lines, board.columns))
    fill([*board.others, board.total], board.columns, question, {})
    dress([*lines, board.total], question)
    name, period = called(question.area, question.today), title(question.period)
    return pdf(
        "board.typ",
        {
            "title": f"{name} – {period}",
            "above": _("Số liệu của Tổ công nghệ số cộng đồng"),
            "area": name,
            "period": period if period == days(question.period) else f"{period} ({days(question.period)})",
            "map": f"{map_name(question.lens)}. {map_sentence(question.lens)}",
            "wide": len(board.columns) > WIDE,
            "foot": _("Xuất lúc %(moment)s") % {"moment": f"{timezone.localtime():%H:%M %d/%m/%Y}"},
            "words": _words(board),
            "headline": [_headline(tile) for tile in board.tiles],
            "concerns": [_concern(found) for found in concerns(board, question, user)],
            "columns": [{"label": i.short_name, "unit": i.unit} for i in board.columns],
            "lines": [*(_row(line) for line in [*lines, *board.others]), _row(board.total, bold=True)],
            "silent": _names(board.silent),
            "notes": list(_notes(board)),
        },
    )


def _words(board: Board) -> dict:
    """What stands on every such document."""
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
        "silent": _("Chưa có số liệu trong kỳ (%(count)s)") % {"count": len(board.silent)},
    }


def _names(lines: list[Line]) -> str:
    names = ", ".join(line.name for line in lines[:NAMES_AT_MOST])
    more = len(lines) - NAMES_AT_MOST
    if more > 0:
        return _("%(names)s và %(n)s đơn vị khác; danh sách đầy đủ có trong tệp Excel.") % {"names": names, "n": more}
    return names


def _headline(tile: Tile) -> dict:
    gauge = tile.gauge
    return {
        "name": tile.indicator.short_name,
        "number": tile.number,
        "unit": tile.indicator.unit,
        "change": tile.change.text if tile.change else "",
        "goal": gauge.goal if gauge else "",
        "due": gauge.due_number if gauge else "",
        "state": gauge.state if gauge else "",
        "word": gauge.word if gauge else "",
    }


def _concern(found) -> dict:
    word = {"late": _("Gấp"), "behind": _("Cần làm")}.get(found.state, _("Nên biết"))
    return {"state": found.state, "word": word, "text": found.text, "reason": found.reason}


def _row(line: Line, bold: bool = False) -> dict:
    return {
        "name": line.name,
        "note": " · ".join(line.notes),
        "cells": [_cell(cell) for cell in line.cells],
        "day": f"{line.day:%d/%m/%Y}" if line.day else "",
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
    if board.has_goals:
        yield _("Thanh dưới con số: phần đã đạt của mức giao; vạch đứng: mức phải đạt đến hôm nay, hoặc đến hết kỳ.")
    for line in board.others:
        if line.explanation:
            yield f"{line.name}: {line.explanation}"
