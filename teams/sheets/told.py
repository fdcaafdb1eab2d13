"""What was understood of a list of members, as data: the structure that `import_members --json` keeps stable."""

from collections import Counter
from typing import Any

from imports.kinds import Question
from imports.rows import Action, Header, Issue, Parsed, Row, Severity, Status

VERSION = 1
PERSON = (
    *("stt", "full_name", "birth_year", "birth_date", "gender", "team_role", "position", "organization"),
    *("phone", "phone_alt", "zalo", "email", "note"),
)
PLACES = frozenset({"place_unknown", "place_ambiguous", "place_split", "place_not_yours"})  # links that stay open
NOT_OF_A_TABLE = frozenset({"header", "hidden_sheet", "sheet_without_table"})  # told by `headers` and `sheets`


def as_dict(parsed: Parsed, file_name: str, question: Question) -> dict[str, Any]:
    area, rows = question.area, [_row(row) for row in parsed.rows]
    return {
        "schema_version": VERSION,
        "file": file_name,
        "as_of": question.as_of.isoformat(),
        "commune": {"code": area.code, "name": str(area)} if area else None,
        "sheets": [
            {"name": sheet.name, "state": sheet.state, "role": sheet.role, "import": sheet.taken}
            for sheet in parsed.sheets
        ],
        "headers": [_header(header) for header in parsed.headers],
        "rows": rows,
        "ignored_rows": [
            {"sheet": line.sheet, "row": line.number, "reason": line.reason}
            for line in parsed.ignored
            if line.reason not in NOT_OF_A_TABLE
        ],
        "file_issues": [_file_issue(issue) for issue in parsed.issues],
        "totals": _totals(parsed, rows),
    }


def _header(header: Header) -> dict[str, Any]:
    """Columns that are not kept are told by their headings only."""
    secret = header.dropped
    columns = {at: name for at, name in header.columns.items() if at not in secret}
    last = max(header.rows, default=0)
    issues = [Issue("forbidden_column", Severity.WARNING, f"{at}{last}", text) for at, text in secret.items()]
    told = {"sheet": header.sheet, "rows": header.rows, "columns": columns, "unmapped": header.unmapped | secret}
    return told | {"issues": [_issue(issue) for issue in header.issues + issues]}


def _row(row: Row) -> dict[str, Any]:
    values = {name: row.values[name] for name in PERSON}
    values["birth_date"] = values["birth_date"].isoformat() if values["birth_date"] else None
    found = {"action": str(row.action), "changes": row.changes, "reasons": [_reason(issue) for issue in row.reasons]}
    unplaced = [issue for issue in row.reasons if issue.cell and issue.code in PLACES]
    return {
        "sheet": row.sheet,
        "row": row.number,
        "team": row.place or None,
        "status": str(Status.ERROR if unplaced else row.status),
        **values,
        "ethnicity": None,  # sensitive, never taken over
        "issues": [_issue(issue) for issue in row.issues + unplaced],
    } | found


def _issue(issue: Issue) -> dict[str, Any]:
    return {"code": issue.code, "severity": str(issue.severity), "cell": issue.cell, "raw": issue.raw}


def _reason(issue: Issue) -> dict[str, Any]:
    return _issue(issue) | ({"choices": issue.detail["choices"]} if "choices" in issue.detail else {})


def _file_issue(issue: Issue) -> dict[str, Any]:
    cell = {"cell": issue.cell} if issue.cell else {}
    detail = {name: value for name, value in issue.detail.items() if not (cell and name == "sheet")}
    return {"code": issue.code, "severity": str(issue.severity), **cell, **detail}


def _totals(parsed: Parsed, rows: list[dict]) -> dict[str, Any]:
    statuses = Counter(row["status"] for row in rows)
    teams = Counter(row.place for row in parsed.rows if row.place)
    actions = Counter(row.action for row in parsed.rows)
    return {
        "persons": len(parsed.rows),
        **{str(status): statuses[str(status)] for status in Status},
        "teams": len(teams),
        "by_team": dict(teams),
        **{str(action): actions[action] for action in Action},
    }
