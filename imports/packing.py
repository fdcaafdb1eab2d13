"""What was understood of a file, as bytes to keep: JSON in zlib's fastest compression.

Rows repeat their field names, so the names are written once for each set of fields that occurs. About 0.2 s for
20,000 rows either way.
"""

import json
import zlib
from datetime import date, datetime, time
from decimal import Decimal
from operator import attrgetter
from typing import Any
from uuid import UUID

from imports.garbage import seldom_collected
from imports.rows import Action, Header, Ignored, Issue, Parsed, Row, Severity, SheetInfo
from imports.workbook import CellError, Formula

FASTEST = 1
MARK = "$"  # the key of an object that stands for a value that JSON has not
SIMPLE = {
    datetime: (datetime.isoformat, datetime.fromisoformat),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
    Decimal: (str, Decimal),
    UUID: (str, UUID),
    CellError: (attrgetter("text"), CellError),
    Formula: (attrgetter("text"), Formula),
}
ACTIONS, SEVERITIES = {str(one): one for one in Action}, {str(one): one for one in Severity}
READERS = {kind.__name__: read for kind, (_write, read) in SIMPLE.items()}


def pack(parsed: Parsed) -> bytes:
    shapes: dict[tuple[str, ...], int] = {}
    rows = [_row_out(row, shapes) for row in parsed.rows]
    data = {
        "sheets": [[sheet.name, sheet.state, sheet.role, sheet.taken] for sheet in parsed.sheets],
        "headers": [_header_out(header) for header in parsed.headers],
        "shapes": list(shapes),
        "rows": rows,
        "ignored": [[row.sheet, row.number, row.reason] for row in parsed.ignored],
        "issues": _issues_out(parsed.issues),
        "facts": parsed.facts,
    }
    return zlib.compress(json.dumps(data, ensure_ascii=False, default=_out).encode(), FASTEST)


@seldom_collected()
def unpack(data: bytes) -> Parsed:
    read = json.loads(zlib.decompress(data), object_hook=_in)
    shapes = read["shapes"]
    return Parsed(
        sheets=[SheetInfo(*sheet) for sheet in read["sheets"]],
        headers=[_header_in(header) for header in read["headers"]],
        rows=[_row_in(row, shapes) for row in read["rows"]],
        ignored=[Ignored(*row) for row in read["ignored"]],
        issues=_issues_in(read["issues"]),
        facts=read["facts"],
    )


def _row_out(row: Row, shapes: dict) -> list:
    shape = shapes.setdefault(tuple(row.values), len(shapes))
    return [
        row.sheet,
        row.number,
        shape,
        list(row.values.values()),
        _issues_out(row.issues),
        row.place,
        row.action,
        row.changes or None,  # an empty object costs more to read than nothing
        _issues_out(row.reasons),
        row.target,
        *([row.column] if row.column else []),
    ]


def _row_in(packed: list, shapes: list) -> Row:
    sheet, number, shape, values, issues, place, action, changes, reasons, target, *column = packed
    named = dict(zip(shapes[shape], values, strict=True))
    return Row(
        sheet,
        number,
        named,
        _issues_in(issues),
        place,
        ACTIONS[action],
        changes or {},
        _issues_in(reasons),
        target,
        *column,
    )


def _header_out(header: Header) -> list:
    issues = _issues_out(header.issues)
    return [
        header.sheet,
        header.rows,
        header.columns,
        header.unmapped,
        header.dropped,
        header.headings,
        issues,
    ]


def _header_in(packed: list) -> Header:
    *rest, issues = packed
    return Header(*rest, _issues_in(issues))


def _issues_out(issues: list[Issue]) -> list:
    return [[issue.code, issue.severity, issue.cell, issue.raw, issue.detail or None] for issue in issues]


def _issues_in(packed: list) -> list[Issue]:
    return [Issue(code, SEVERITIES[severity], cell, raw, detail or {}) for code, severity, cell, raw, detail in packed]


def _out(value: Any) -> dict:
    if isinstance(value, set | frozenset):
        return {MARK: "list", "v": sorted(value)}
    if type(value) in SIMPLE:
        return {MARK: type(value).__name__, "v": SIMPLE[type(value)][0](value)}
    return {MARK: "str", "v": str(value)}  # a lazy text


def _in(found: dict) -> Any:
    if MARK not in found:
        return found
    return READERS[found[MARK]](found["v"]) if found[MARK] in READERS else found["v"]
