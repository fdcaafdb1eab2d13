"""What all readers of cells share: formulas without a value, blanks, and what an issue may repeat of the file."""

import re
from typing import Any

from imports.identity import holds_identity_number
from imports.rows import Cell, Issue, Severity
from imports.workbook import CellError, Formula

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # PostgreSQL refuses NUL; nobody can see the others


def content(cell: Cell, issues: list[Issue]) -> Any:
    """The value, a text without blanks around it; None for an empty cell and, with an issue, for a failed formula."""
    value = cell.value
    if value is None:
        return None
    if isinstance(value, str):
        return (value if value.isprintable() else CONTROL.sub("", value)).strip() or None
    if isinstance(value, CellError | Formula):
        code = "formula_error" if isinstance(value, CellError) else "formula_without_value"
        issues.append(Issue(code, Severity.ERROR, cell.address, shown(cell)))
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def info(issues: list[Issue], cell: Cell, code: str, **detail: str) -> None:
    issues.append(Issue(code, Severity.INFO, cell.address, shown(cell), detail))


def warn(issues: list[Issue], cell: Cell, code: str, **detail: str) -> None:
    issues.append(Issue(code, Severity.WARNING, cell.address, shown(cell), detail))


def refuse(issues: list[Issue], cell: Cell, code: str, *, secret: bool = False, **detail: str) -> None:
    """`secret`: the value may be an identity number and is not repeated."""
    issues.append(Issue(code, Severity.ERROR, cell.address, None if secret else shown(cell), detail))


def shown(cell: Cell) -> Any:
    """The value as the file has it, unless a citizen identity number is in it: that is never repeated."""
    raw = cell.raw.text if isinstance(cell.raw, CellError | Formula) else cell.raw
    return None if holds_identity_number(raw) else raw


def in_one_line(text: str) -> str:
    return " ".join(text.split())
