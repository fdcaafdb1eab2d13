"""Which sheets of a workbook are lists, and what they say.

Rows of the sheets that are taken are accounted for one by one (imports.lines), the other sheets as a whole.
"""

import re
from functools import partial

from areas.names import fold
from imports.grid import Grid
from imports.headings import Find, header_at
from imports.kinds import Field, Question
from imports.lines import SheetReader
from imports.rows import Issue, Line, Parsed, Severity, SheetInfo
from imports.workbook import Book, Sheet

INSTRUCTIONS = re.compile(
    r"^(huong dan|cach (ghi|dien|nhap)|giai thich|danh muc|vi du|mau vi du)\b|^ket qua kiem tra( \d+)?$"
)
ENCODINGS = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}


def understand(
    book: Book, fields: tuple[Field, ...], question: Question, find: Find = header_at
) -> tuple[Parsed, list[Line]]:
    """Parsed without rows (sheets, headers, ignored rows, issues, titles' facts), and the lines that are data. `find`
    tells whether a header begins in a row."""
    parsed, lines = Parsed(), []
    total, before = sum(len(sheet.rows) for sheet in book.sheets), 0
    encodings: set[str] = set()
    for sheet in book.sheets:
        grid = Grid(sheet)
        reader = SheetReader(grid, fields, question, partial(_tell, question, before, total), find)
        passed_over = _passed_over(sheet, question)
        if not passed_over:
            reader.read()
        role = "data" if reader.headers else passed_over or "other"
        parsed.sheets.append(SheetInfo(sheet.name, sheet.state, role, bool(reader.headers)))
        lines += _take(parsed, reader) if reader.headers else _pass_over(parsed, sheet, role)
        encodings |= grid.encodings
        before += len(sheet.rows)
    for encoding in sorted(encodings):
        parsed.issues.append(Issue("legacy_encoding", Severity.WARNING, detail={"detail": ENCODINGS[encoding]}))
    if not parsed.headers:
        parsed.issues.append(Issue("table_not_found", Severity.ERROR))
    return parsed, lines


def _tell(question: Question, before: int, total: int, done: int) -> None:
    question.progress(before + done, total)


def _passed_over(sheet: Sheet, question: Question) -> str:
    """Why a sheet is not even looked at; empty when it is."""
    if all(value is None for row in sheet.rows for value in row):
        return "empty"
    if sheet.state != "visible" and not question.options.get("hidden_sheets"):
        return "hidden"
    explains = INSTRUCTIONS.match(fold(sheet.name)) and sheet.name not in question.mapping
    return "instructions" if explains else ""


def _take(parsed: Parsed, reader: SheetReader) -> list[Line]:
    parsed.headers += reader.headers
    parsed.ignored += reader.ignored
    parsed.issues += reader.issues
    for name, value in reader.facts.items():
        parsed.facts.setdefault(name, value)
    return reader.lines


def _pass_over(parsed: Parsed, sheet: Sheet, role: str) -> list[Line]:
    """Say that a sheet with something in it is not taken."""
    rows = sum(any(value is not None for value in row) for row in sheet.rows)
    if role == "hidden":
        parsed.issues.append(Issue("hidden_sheet", Severity.WARNING, detail={"sheet": sheet.name, "rows": rows}))
    elif role != "empty":
        parsed.issues.append(Issue("sheet_without_table", Severity.INFO, detail={"sheet": sheet.name, "rows": rows}))
    return []
