"""Tables as offices send them: a row for each unit, a column for each indicator, one span for all of it.

A heading may tell more than its indicator, below it or in brackets: of what a percentage is, how it is counted, the
span: "Hộ có kỹ năng số (% số hộ, lũy kế)".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from areas.names import fold
from imports import wording
from imports.grid import Grid, filled
from imports.headings import DROPPED, LONGEST, MOST_ROWS, Table, header_at, labels_of, match
from imports.kinds import Field
from imports.rows import Cell, Header, Line, Parsed
from imports.sheets.columns import ADULTS, BUSINESSES, HOUSEHOLDS, RESIDENTS
from reports.sheets.target_lines import COUNTINGS
from reports.targets import terms, typed
from reports.targets.measures import read_measure

FIGURE = Field("figure", "", ("mức giao của một chỉ tiêu",), many=True)
BESIDE = ("stt", "unit", "code", "commune", "former_commune", "term", "start", "end", "source")
PASSED_OVER = {fold(text) for one in (HOUSEHOLDS, RESIDENTS, ADULTS, BUSINESSES) for text in one.headings}
PASSED_OVER |= {"ghi chu", "dien tich", "so ap", "so khu vuc", "so to"}
GENERIC = {"chi tieu", "chi tieu giao", "cac chi tieu", "muc giao", "ke hoach", "ke hoach giao", "so giao", "giao"}
SEARCHED = 500  # rows below a heading in which a number is looked for
BRACKETS = re.compile(r"\(([^()]*)\)")
NOTHING = {"", "-", "–", "—", "…", "..."}


@dataclass(frozen=True)
class Heading:
    """What the heading of a column tells; "" for what it does not."""

    indicator: str
    measure: str = ""
    counting: str = ""
    term: str = ""


def find(grid: Grid, row: int, fields: tuple[Field, ...]) -> Table | None:
    """The header that begins in this row: of a wide table, else of one with a column for each thing told."""
    return _wide(grid, row, fields) or header_at(grid, row, fields)


def is_wide(line: Line) -> bool:
    return any(name.startswith(f"{FIGURE.name}:") for name in line.cells)


def lines_of(line: Line, headings: dict[str, str]) -> Iterator[tuple[str, Line]]:
    """(column letter, what its cell tells) for each cell of a line that holds something, as a line of its own."""
    told = {name: cell for name, cell in line.cells.items() if not name.startswith(f"{FIGURE.name}:")}
    for name, cell in line.cells.items():
        letter = name.removeprefix(f"{FIGURE.name}:")
        if name in told or _is_empty(cell):
            continue
        heading = read_heading(headings.get(letter, letter))
        words = {"indicator": heading.indicator, "measure": heading.measure, "counting": heading.counting}
        words |= {"term": heading.term} if heading.term else {}
        said = {field: Cell(cell.address, text, text) for field, text in words.items() if text}
        yield letter, replace(line, cells=told | said | {"value": cell})


def with_percentages(lines: list[Line]) -> list[Line]:
    """Excel holds 70 % as 0.7, and so 100 % as 1: told by the other cells of the column."""
    columns: dict[tuple[str, str], list[Cell]] = {}
    for line in lines:
        for name, cell in line.cells.items():
            if name.startswith(f"{FIGURE.name}:") and isinstance(cell.value, int | float):
                columns.setdefault((line.sheet, name), []).append(cell)
    for cells in columns.values():
        if any(0 < cell.value < 1 for cell in cells) and all(0 <= cell.value <= 1 for cell in cells):
            for cell in cells:
                cell.value = "100 %" if cell.value == 1 else cell.value
    return lines


def headings_above(parsed: Parsed, line: Line) -> dict[str, str]:
    """Column letter -> heading, of the table that the line stands in."""
    above = [head for head in parsed.headers if head.sheet == line.sheet and max(head.rows, default=0) < line.number]
    return above[-1].headings if above else {}


def read_heading(text: str) -> Heading:
    found: dict[str, str] = {}

    def tells(part: str) -> bool:
        told = [_meaning(piece) for piece in re.split(r"[,;]", part)]
        if all(told):
            found.update((name, words) for name, words in told if name)
        return all(told)

    text = BRACKETS.sub(lambda inside: " " if tells(inside[1]) else inside[0], text)
    names = [" ".join(part.split()) for part in text.split(" – ") if not tells(part)]
    return Heading(" – ".join(names), **found)


def _meaning(part: str) -> tuple[str, str] | None:
    """(field, words) of a part of a heading that names no indicator; the field is "" for one that tells nothing."""
    text = re.sub(r"^\s*(đvt|đơn vị tính|đv tính)\s*:?\s*", "", part, flags=re.I).strip()
    said = fold(text)
    if not text or said in GENERIC:
        return "", ""
    if read_measure(text):
        return "measure", text
    if any(said in words for words in COUNTINGS.values()):
        return "counting", text
    return ("term", text) if terms.spoken(text) else None


def _wide(grid: Grid, row: int, fields: tuple[Field, ...]) -> Table | None:
    texts = grid.texts(row)
    beside = [_beside(text, fields) for text in texts]
    if "unit" not in beside or len(filled(texts)) < 2:
        return None
    held = {column for column, name in enumerate(beside) if name}
    height = 1
    while height < MOST_ROWS and _goes_on(grid, row + height, held):
        height += 1
    return _table(grid, row, height, fields)


def _beside(text: str, fields: tuple[Field, ...]) -> str:
    """The field that a heading names by all of its words: "Số đơn vị có mã QR" is an indicator."""
    key = fold(text) if text and len(text) <= LONGEST else ""
    named = (one.name for one in fields if one.name in BESIDE and key in map(fold, one.headings))
    return next(named, "") if key else ""


def _goes_on(grid: Grid, row: int, held: set[int]) -> bool:
    """Whether the row belongs to the headings: it names columns, and no unit."""
    if row >= grid.height:
        return False
    texts = grid.texts(row)
    named = any(column < len(texts) and texts[column] for column in held)
    told = filled(texts)
    return bool(told) and not named and not wording.are_column_numbers(texts) and not any(map(_is_number, told))


def _table(grid: Grid, top: int, height: int, fields: tuple[Field, ...]) -> Table | None:
    """None where a column names indicators: each of its lines is one target."""
    head = Header(grid.sheet.name, [top + step + 1 for step in range(height)], {})
    table, figures = Table(top, height, {}, head), 0
    for column in range(grid.width):
        labels = labels_of(grid, top, height, column)
        if not labels:
            continue
        letter = get_column_letter(column + 1)
        head.headings[letter] = " – ".join(labels)
        name, has_numbers = _beside(labels[-1], fields), _has_numbers(grid, top + height, column)
        known = match(labels[-1], fields)
        if known == "indicator" and not has_numbers:
            return None
        if known in DROPPED:
            head.columns[letter] = known
            head.dropped[letter] = head.headings[letter]
        elif name and name not in table.columns:
            head.columns[letter], table.columns[name] = name, column
        elif not name and has_numbers and "unit" in table.columns and fold(labels[-1]) not in PASSED_OVER:
            head.columns[letter], table.columns[f"{FIGURE.name}:{letter}"] = f"{FIGURE.name}:{letter}", column
            figures += 1
        else:
            head.unmapped[letter] = head.headings[letter]
    return table if figures else None


def _has_numbers(grid: Grid, top: int, column: int) -> bool:
    rows = range(top, min(top + SEARCHED, grid.height))
    return any(
        _is_number(text)
        for row in rows
        if not wording.are_column_numbers(grid.texts(row)) and (text := grid.texts(row)[column])
    )


def _is_number(text: str) -> bool:
    return typed.number("".join(text.partition("%")[0].split())) is not None


def _is_empty(cell: Cell) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and cell.value.strip().lower() in NOTHING)
