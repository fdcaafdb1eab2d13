"""Which lines of the table are shown, and in which order."""

from collections.abc import Callable
from typing import Any, TypeVar

from areas.names import fold, search_words
from reports.activity import SILENT_AFTER, Reach
from reports.forms import State
from reports.lines import Line
from reports.question import Question
from reports.targets.pace import Pace

Item = TypeVar("Item")
FAR_BEHIND = {Pace.LATE, Pace.UNKNOWN}
LAGGING = {Pace.BEHIND, *FAR_BEHIND}
GAP, REACH = "gap.", "reach."  # how the names of orders begin: by what an indicator lacks, by a figure of teams


def narrowed(lines: list[Line], question: Question) -> list[Line]:
    """Those whose name holds the words typed and which stand as asked for."""
    words = search_words(question.text)
    return [line for line in lines if is_named(line.name, words) and _stands(line, question)]


def ordered(lines: list[Line], question: Question) -> list[Line]:
    """By a column, what is missing last; without a wish by name, and of those that lag the furthest behind first."""
    by, down = question.sort.removeprefix("-"), question.sort.startswith("-")
    if not by and question.state in (State.BEHIND, State.LATE):
        return sorted(lines, key=lambda line: _worst(line, question))
    if by in ("", "name"):
        return lines[::-1] if down else lines
    return ordered_by(lines, question.sort, lambda line: _value(line, by))


def ordered_by(items: list[Item], sort: str, value: Callable[[Item], Any]) -> list[Item]:
    """By this value, from the largest down where `sort` begins with "-"; what has none last, as it came."""
    known = [item for item in items if value(item) is not None]
    known.sort(key=value, reverse=sort.startswith("-"))
    return known + [item for item in items if value(item) is None]


def is_named(name: str, words: list[str]) -> bool:
    """Whether the name holds all the words of areas.names.search_words()."""
    folded = fold(name)
    return all(word in folded for word in words)


def is_quiet(line: Line, question: Question) -> bool:
    """Whether something was recorded there, but nothing in the last days of the period, or until today."""
    return line.day is not None and min(question.period.end, question.today) - line.day > SILENT_AFTER


def _stands(line: Line, question: Question) -> bool:
    paces = {progress.pace for progress in line.standing(question.columns)}
    rules = {
        State.BEHIND: bool(paces & LAGGING),
        State.LATE: bool(paces & FAR_BEHIND),
        State.GOOD: bool(paces) and not paces & LAGGING,
        State.SILENT: line.has_no_figure(question.columns),
        State.QUIET: is_quiet(line, question),
        State.NEVER: line.day is None,
    }
    return rules.get(question.state, True)


def _worst(line: Line, question: Question) -> float:
    """The smallest share of what should be reached by now, among the columns."""
    shares = [(p.actual or 0) / p.expected for p in line.standing(question.columns) if p.expected]
    return min(shares, default=1)


def _value(line: Line, by: str):
    if by == "last":
        return line.day
    if by.startswith(GAP):
        progress = line.progress.get(by.removeprefix(GAP))
        return progress and progress.gap
    if by.startswith(REACH):
        return reach_value(line.reach, by.removeprefix(REACH))
    return line.values.get(by)


def reach_value(reach: Reach | None, name: str) -> float | None:
    """What a column of the teams' table sorts by: shares where a whole stands beside the figure."""
    wholes = {"covered": "hamlets", "active": "teams", "recording": "members", "trained": "members"}
    if reach is None or name not in {*wholes, "silent"}:
        return None
    if name == "silent":
        return reach.silent
    whole = getattr(reach, wholes[name])
    return getattr(reach, name) / whole if whole else None
