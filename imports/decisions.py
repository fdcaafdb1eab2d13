"""What a person can decide about lines that wait, and what came back from the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from imports.kinds import ListKind
from imports.rows import Action, Issue, Parsed, Row, Status

SKIP, ACCEPT = "skip", "accept"
PREFIX = "d:"  # of the names of the page's choices
Choice = tuple[str, str]


@dataclass
class Common:
    """One question that many lines ask: where is this hamlet?"""

    key: str
    issue: Issue
    choices: list[Choice]
    rows: list[Row] = field(default_factory=list)


def common_questions(rows: Iterable[Row]) -> list[Common]:
    """The questions that are answered once for all their lines, the most asked first."""
    found: dict[str, Common] = {}
    for row in rows:
        for issue in row.reasons:
            if row.action == Action.WAITING and is_common(issue, row):
                key = issue.detail["key"]
                found.setdefault(key, Common(key, issue, _with_skip(_offered(issue)))).rows.append(row)
    return sorted(found.values(), key=lambda common: -len(common.rows))


def is_common(issue: Issue, row: Row) -> bool:
    return bool(issue.detail.get("choices")) and issue.detail.get("key", row.key) != row.key


def choices_of(row: Row, kind: ListKind) -> list[Choice]:
    """What can be decided about this one line."""
    offered = [choice for issue in row.reasons if not is_common(issue, row) for choice in _offered(issue)]
    if row.status == Status.ERROR and not offered and is_complete(row, kind):
        offered.append((ACCEPT, _("Nhập, để trống ô sai")))
    return _with_skip(offered)


def is_complete(row: Row, kind: ListKind) -> bool:
    """Whether what the list requires is there although a cell cannot be read."""
    return all(row.values.get(one.name) not in (None, "") for one in kind.fields if one.required)


def sent(data: Mapping[str, str], parsed: Parsed, kind: ListKind) -> dict[str, str]:
    """The choices of a page that was sent, only such as were offered."""
    chosen = {name.removeprefix(PREFIX): data[name] for name in data if name.startswith(PREFIX)}
    waiting = [row for row in parsed.rows if row.action == Action.WAITING]
    offered = {common.key: common.choices for common in common_questions(waiting)}
    offered |= {row.key: choices_of(row, kind) for row in waiting if row.key in chosen}
    changed = (row for row in parsed.rows if row.action == Action.CHANGED and row.key in chosen)
    offered |= {row.key: _with_skip([]) for row in changed}
    return {key: value for key, value in chosen.items() if value in dict(offered.get(key, []))}


def skip_all(parsed: Parsed) -> dict[str, str]:
    return {row.key: SKIP for row in parsed.rows if row.action == Action.WAITING}


def _offered(issue: Issue) -> list[Choice]:
    return [(str(key), str(label)) for key, label in issue.detail.get("choices", [])]


def _with_skip(choices: list[Choice]) -> list[Choice]:
    return choices if SKIP in dict(choices) else [*choices, (SKIP, _("Bỏ qua, không nhập"))]
