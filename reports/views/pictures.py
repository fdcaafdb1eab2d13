from reports.board import Board
from reports.indicator.laggards import households_of
from reports.indicator.question import IndicatorQuestion
from reports.mosaic.drawing import draw
from reports.mosaic.standing import Entry
from reports.pickers import Choice
from reports.question import Question
from reports.trend import chart
from reports.trend.points import Step
from visits.models import Indicator


def pictures(request, question: Question, board: Board) -> dict:
    """The trend of one of the columns of a board, and the map of its units; of a long table only the way to both."""
    focus = _focus(request.GET.get("focus"), board)
    if focus is None:
        return {}
    step = Step.WEEK if request.GET.get("trend") == Step.WEEK else Step.MONTH
    page = IndicatorQuestion.of(question, focus, step=step)
    return {
        "focus": focus,
        "focuses": [Choice(i.short_name, _address(question, i, step), i == focus) for i in board.columns],
        "focus_url": page.address(),
        "trend": chart.build(page, None),
        "steps": [Choice(label, _address(question, focus, cut), cut == step) for cut, label in Step.choices],
        "units_url": page.but(by=board.way).address() if board.window else "",
        "mosaic": None if board.window else draw(_entries(board, focus, question), focus, question),
    }


def _focus(code: str | None, board: Board) -> Indicator | None:
    """The column asked for, else the first one with a figure and a target, else one with either of them."""
    named = [i for i in board.columns if i.code == code]
    told = [i for i in board.columns if board.total.values[i.code] is not None]
    given = [i for i in board.columns if i.code in board.total.progress]
    return next(iter([*named, *(i for i in told if i in given), *told, *given, *board.columns]), None)


def _address(question: Question, indicator: Indicator, step: str) -> str:
    by_week = "" if step == Step.MONTH else f"&trend={step}"
    return f"{question.address()}&focus={indicator.code}{by_week}#pictures"


def _entries(board: Board, focus: Indicator, question: Question) -> list[Entry]:
    lines = [line for line in board.whole if line.area]
    progress = {line.area.pk: line.progress.get(focus.code) for line in lines}
    day = min(question.period.end, question.today)
    sizes = {} if any(progress.values()) or focus.kind == Indicator.Kind.RATIO else households_of(progress, day)
    down = question.plain().way_down()
    return [
        Entry(
            line.area,
            line.name,
            line.values[focus.code],
            progress[line.area.pk],
            sizes.get(line.area.pk),
            down % line.area.pk,
        )
        for line in lines
    ]
