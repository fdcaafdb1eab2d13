"""A line of a list of members, read as a person who serves in a team."""

from dataclasses import replace
from datetime import date
from typing import Any

from imports import values
from imports.identity import cut_identity_number, holds_identity_number
from imports.rows import Cell, Issue, Line, Row, Severity
from imports.wording import with_hamlet_word
from teams.sheets.naming import role_of, split_place, team_name


def read_row(line: Line, as_of: date, hamlet_kind: str = "") -> Row:
    """The person that a line describes; what could not be read stands in the issues."""
    issues: list[Issue] = []
    cells = line.cells
    full_name = _name(cells, issues)
    kind, name = _place(line, hamlet_kind)
    birth_date, birth_year, sex = _birth(cells, issues, as_of)
    phone, phone_alt = _phones(cells, issues)
    told = {
        "stt": _number(cells.get("stt")),
        "full_name": full_name,
        "birth_year": birth_year,
        "birth_date": birth_date,
        "gender": sex or (values.sex(cells["gender"], issues) if "gender" in cells else None),
        "team_role": _role(cells, issues),
        "position": _text(cells, issues, "position") or _text(cells, issues, "position_or_organization"),
        "organization": _text(cells, issues, "organization"),
        "phone": phone,
        "phone_alt": phone_alt,
        "zalo": values.yes(cells["zalo"], issues) if "zalo" in cells else None,
        "email": values.email(cells["email"], issues) if "email" in cells else None,
        "note": _text(cells, issues, "note"),
        "until": values.day(cells["until"], issues) if "until" in cells else None,
        "hamlet": [kind, name],
        "commune": _text(cells, issues, "commune"),
        "list_commune": line.commune or None,
        "former_commune": _former_commune(cells, issues),
    }
    issues += _remarks(cells)
    return Row(line.sheet, line.number, told, issues, team_name(kind, name) if name else "")


def _place(line: Line, hamlet_kind: str) -> tuple[str, str]:
    cell = line.cells.get("team")
    if cell is not None and cell.value not in (None, ""):
        return split_place(with_hamlet_word(cut_identity_number(str(cell.value))), hamlet_kind)
    text = line.place or line.commune
    return split_place(text) if text else ("", "")


def _phones(cells: dict[str, Cell], issues: list[Issue]) -> tuple[str | None, str | None]:
    """(first, second): from one column or two; a number that stands in the second column alone is the first."""
    other = cells.get("phone_alt")
    alone = "phone" not in cells or (cells["phone"].value is None and other is not None and other.value is not None)
    if alone:
        return values.phone(other, issues) if other is not None else (None, None)
    first, second = values.phone(cells["phone"], issues)
    if second is None and other is not None and other.value is not None:
        second, _more = values.phone(other, issues)
    return first, second


def _former_commune(cells: dict[str, Cell], issues: list[Issue]) -> str | None:
    """With the district that tells homonyms apart: "Xã Long Phú, Huyện Long Phú"."""
    commune, district = (_text(cells, issues, name) for name in ("former_commune", "former_district"))
    return ", ".join(filter(None, (commune, district))) if commune else None


def _remarks(cells: dict[str, Cell]) -> list[Issue]:
    """What the layout did to the cells of this row."""
    found = []
    for name, cell in cells.items():
        if cell.ditto:
            severity = Severity.WARNING if name == "phone" else Severity.INFO
            found.append(Issue("ditto_expanded", severity, cell.address, cell.raw))
    if "hidden" in cells:
        found.append(Issue("hidden_row", Severity.WARNING, cells["hidden"].address))
    return found


def _name(cells: dict[str, Cell], issues: list[Issue]) -> str | None:
    """The whole name, from one column or two."""
    parts = [cells[name] for name in ("last_name", "full_name", "given_name") if name in cells]
    filled = [cell for cell in parts if cell.value not in (None, "")]
    if len(parts) > 1 and filled and "given_name" in cells and cells["given_name"] not in filled:
        issues.append(Issue("given_name_missing", Severity.WARNING, cells["given_name"].address))
    if len(filled) > 1 and all(isinstance(cell.value, str) for cell in filled):
        joined = replace(filled[0], value=" ".join(str(cell.value).strip() for cell in filled))
        joined.raw = " | ".join(str(cell.raw) for cell in filled)
        return values.person_name(joined, issues)
    if not filled:
        if parts:
            issues.append(Issue("name_missing", Severity.ERROR, parts[0].address))
        return None
    return values.person_name(filled[0], issues)


def _birth(cells: dict[str, Cell], issues: list[Issue], as_of: date) -> tuple[date | None, int | None, str | None]:
    """(date, year, sex): the year may stand under Nam or Nữ, and then it tells the sex too."""
    marked = _marked(cells, "gender")
    sex = marked[0][0] if len(marked) == 1 else None
    if len(marked) > 1:
        issues.append(Issue("gender_conflict", Severity.ERROR, marked[-1][1].address, marked[-1][1].raw))
    under = _marked(cells, "birth_year")
    if under:
        return (*values.birth(under[0][1], issues, as_of), sex or under[0][0])
    for name in ("birth_date", "birth_year"):
        if name in cells and cells[name].value not in (None, ""):
            return (*values.birth(cells[name], issues, as_of), sex)
    return None, None, sex


def _marked(cells: dict[str, Cell], field: str) -> list[tuple[str, Cell]]:
    """(mark, cell) of the filled columns that share a heading: Nam and Nữ, Tổ trưởng and Tổ phó."""
    filled = [(name, cell) for name, cell in cells.items() if cell.value not in (None, "")]
    return [(name.partition(":")[2], cell) for name, cell in filled if name.startswith(f"{field}:")]


def _role(cells: dict[str, Cell], issues: list[Issue]) -> str | None:
    if marked := _marked(cells, "team_role"):
        return marked[0][0]
    cell = cells.get("team_role")
    if cell is None or (text := values.text(cell, issues)) is None:
        return None
    role = role_of(text)
    if role is None:
        issues.append(Issue("role_unknown", Severity.WARNING, cell.address, cell.raw))
    return role


def _text(cells: dict[str, Cell], issues: list[Issue], name: str) -> str | None:
    return values.text(cells[name], issues) if name in cells else None


def _number(cell: Cell | None) -> Any:
    if cell is None or cell.value is None or holds_identity_number(cell.value):
        return None
    text = str(cell.value).strip().rstrip(".")
    return int(text) if text.isascii() and text.isdigit() else cell.value if isinstance(cell.value, int) else None
