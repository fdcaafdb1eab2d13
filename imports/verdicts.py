"""What the check of a row comes to, alike for all lists: its reasons to wait, what it changes, or nothing."""

from collections.abc import Iterable
from typing import Any

from imports.found import NEW, SKIP, Found
from imports.kinds import ListKind, Question
from imports.rows import Action, Header, Issue, Parsed, Row, Severity

ACCEPT, SAME = "accept", "same"


def begin(row: Row, kind: ListKind, question: Question) -> bool:
    """Start the check of a row; False when a person leaves it out.

    Cells that could not be read wait until they may stay empty; what the list requires may not.
    """
    row.action, row.reasons, row.changes, row.target = Action.WAITING, [], {}, None
    chosen = question.decisions.get(row.key)
    if chosen == SKIP:
        row.action = Action.SKIPPED
        return False
    errors = [issue for issue in row.issues if issue.severity == Severity.ERROR]
    missing = [one for one in kind.fields if one.required and row.values.get(one.name) in (None, "")]
    if chosen != ACCEPT or missing:
        row.reasons += errors
    if missing and not errors:
        labels = ", ".join(str(one.label) for one in missing)
        row.reasons.append(Issue("value_missing", Severity.ERROR, detail={"fields": labels}))
    return True


def placed(row: Row, found: Found, cell: str | None = None, *, new: str = "") -> bool:
    """Whether a place is settled; else the row waits with its question, or is left out with all of that place."""
    if found.area or found.choice == NEW:
        return True
    if found.choice == SKIP:
        row.action = Action.SKIPPED
    else:
        row.reasons.append(found.issue(cell, found.text, new=new))
    return False


def wait(row: Row, code: str, cell: str | None = None, /, *, choices: Iterable = (), key: str = "", **detail) -> None:
    """Add a reason. `choices` are offered under `key`, the row's own when none is given."""
    offered = {"choices": [[str(one), str(label)] for one, label in choices], "key": key or row.key} if choices else {}
    words = {name: value if isinstance(value, int) else str(value) for name, value in detail.items()}
    row.reasons.append(Issue(code, Severity.ERROR, cell, detail=words | offered))


def twice(row: Row, first: Row, question: Question, *, both: str = "") -> bool:
    """Whether the row waits because an earlier one says the same; `both` is the label of taking it all the same."""
    if both and question.decisions.get(row.key) == NEW:
        return False
    wait(row, "same_as_row", row=first.number, sheet=first.sheet, choices=[[NEW, both]] if both else [])
    return True


def differences(kept: dict[str, Any], told: dict[str, Any]) -> dict[str, list]:
    """field -> [kept, of the file]; what the file does not tell stays as it is."""
    return {
        name: [kept[name], value] for name, value in told.items() if value not in (None, "") and value != kept[name]
    }


def decide(row: Row, target: Any = None, changes: dict[str, list] | None = None) -> None:
    """End the check: `target` is the key of the row in the database that it changes or equals."""
    if row.action == Action.SKIPPED:
        row.reasons = []
        return
    row.target, row.changes = target, changes or {}
    if row.reasons:
        row.action = Action.WAITING
    elif target is None:
        row.action = Action.NEW
    else:
        row.action = Action.CHANGED if row.changes else Action.UNCHANGED


class Addresses:
    """Where in the file a value of a row stands: "G11"."""

    def __init__(self, parsed: Parsed):
        self._headers: dict[str, list[Header]] = {}
        for header in parsed.headers:
            self._headers.setdefault(header.sheet, []).append(header)

    def of(self, row: Row, *fields: str) -> str | None:
        """The cell of the first of the fields for which the table has a column."""
        above = [header for header in self._headers.get(row.sheet, ()) if max(header.rows, default=0) < row.number]
        letters = {field: letter for letter, field in above[-1].columns.items()} if above else {}
        found = next((f"{letters[field]}{row.number}" for field in fields if field in letters), None)
        return found or (row.address if row.column else None)
