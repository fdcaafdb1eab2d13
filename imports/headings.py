"""What the columns of a table mean: the headings of one to three rows, matched to the fields of a list."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.utils import get_column_letter

from areas.names import fold
from imports.grid import Grid, filled
from imports.identity import cut_identity_number
from imports.kinds import Field
from imports.rows import Header
from imports.wording import names_a_place

SHORT = 6  # letters; a shorter heading must be the whole text, or "Ấp 1" would be a heading
LONGEST = 80  # letters of a heading; titles and sentences are longer
MOST_ROWS = 3  # of one header
BY_YEAR = {"birth_date": "birth_year"}  # under Nam and Nữ stands the year
FIRST_WORDS = ("stt", "tt", "số t", "so t", "họ", "ho ", "tên", "ten ", "no", "#")

# Columns that are never kept, so that they are dropped before anything is stored (Luật 91/2025/QH15, Điều 2: ethnic
# origin, religion and politics are sensitive; numbers of identity papers are not needed for the work).
NOT_KEPT = (
    Field(
        "citizen_id",
        "",
        (
            "cccd",
            "cmnd",
            "cmt",
            "so cccd",
            "so cmnd",
            "cccd cmnd",
            "cmnd cccd",
            "can cuoc",
            "chung minh nhan dan",
            "chung minh thu",
            "so dinh danh",
            "ma dinh danh",
            "dinh danh ca nhan",
            "ho chieu",
            "giai to tui than",
            "so giai to",
        ),
    ),
    Field("ethnicity", "", ("dan toc", "thanh phan dan toc")),
    Field("religion", "", ("ton giao",)),
    Field("party", "", ("dang vien", "vao dang", "la dang vien", "ngai vao dang", "doan dang", "dang doan")),
)
DROPPED = frozenset(one.name for one in NOT_KEPT)


@dataclass(slots=True)
class Table:
    """A header that was found: its rows (from 0), the column of each field, and how it is told to people."""

    top: int
    height: int
    columns: dict[str, int]  # field, as "birth_year:F" where the column tells more, -> column from 0
    header: Header

    def same_as(self, other: "Table") -> bool:
        return self.columns == other.columns


Find = Callable[[Grid, int, tuple[Field, ...]], Table | None]
"""As header_at()"""


def may_begin_header(texts: list[str]) -> bool:
    """A quick look that spares the rows of data: the first cells of a header number the lines or name the people."""
    return any(text.lower().startswith(FIRST_WORDS) for text in filled(texts)[:4])


def header_at(grid: Grid, row: int, fields: tuple[Field, ...]) -> Table | None:
    """The table whose header begins in this row, or None when it is no header."""
    told = filled(grid.texts(row))
    known = {match(text, fields) for text in told} - {None}
    if len(known) < 2 or len(known) * 2 < len(told):
        return None
    named = {one.name for one in fields if one.required} | {"last_name"}
    if len(known) < 3 and not known & named:
        return None
    height = 1
    while height < MOST_ROWS and _continues(grid, row + height, fields):
        height += 1
    return _table(grid, row, height, fields)


def given_by_hand(grid: Grid, mapping: dict[str, str], fields: tuple[Field, ...]) -> Table:
    """The table as a person described it: mapping["row"] is the last row of the header, as Excel counts."""
    top = max(int(mapping.get("row", 0)) - 1, -1)
    table = _table(grid, top, 1, fields) if top >= 0 else Table(-1, 1, {}, Header(grid.sheet.name, [], {}))
    return with_mapping(table, mapping, grid)


def with_mapping(table: Table, mapping: dict[str, str], grid: Grid) -> Table:
    """The table with columns that a person corrected; "" takes a column out. Columns not kept stay out."""
    head = table.header
    columns = dict(head.columns)
    for letter, name in mapping.items():
        if letter == "row" or columns.get(letter) in DROPPED:
            continue
        columns = {at: held for at, held in columns.items() if at != letter and (held != name or not name)}
        if name:
            columns[letter] = name
    head.unmapped = {at: heading for at, heading in head.headings.items() if at not in columns}
    head.columns = columns
    by_letter = {get_column_letter(at + 1): at for at in range(grid.width)}
    table.columns = {name: by_letter[at] for at, name in columns.items() if at in by_letter and name not in DROPPED}
    return table


def match(text: str, fields: tuple[Field, ...]) -> str | None:
    """The field that a heading names: by the whole text, else by the longest known heading that it contains."""
    return _match(fold(text), fields) if len(text) <= LONGEST else None


@lru_cache(maxsize=4096)
def _match(key: str, fields: tuple[Field, ...]) -> str | None:
    best, length, words = None, 0, set(key.split())
    for one in fields + NOT_KEPT:
        for heading in map(fold, one.headings):
            if heading == key:
                return one.name
            fits = len(heading) >= SHORT and re.search(rf"\b{heading}\b", key)
            if fits and len(heading) > length:
                best, length = one.name, len(heading)
    return best or next((one.name for one in fields if words and words <= one.words), None)


def _continues(grid: Grid, row: int, fields: tuple[Field, ...]) -> bool:
    """Whether this row goes on with the header above: all of its cells are headings, and hold nothing else."""
    texts = filled(grid.texts(row)) if row < grid.height else []
    marks = {heading for one in fields for heading, _ in one.marks}
    words = [fold(text) in marks or match(text, fields) for text in texts]
    if len(texts) == 1 and (grid.is_wide(row) or names_a_place(texts[0])):
        return False  # the first section
    repeats = row < grid.height and row > 0 and texts == filled(grid.texts(row - 1))
    return bool(words) and all(words) and not repeats


def _table(grid: Grid, top: int, height: int, fields: tuple[Field, ...]) -> Table:
    head = Header(grid.sheet.name, [top + step + 1 for step in range(height)], {})
    table = Table(top, height, {}, head)
    for column in range(grid.width):
        labels = labels_of(grid, top, height, column)
        if not labels:
            continue
        letter, name = get_column_letter(column + 1), _meaning(labels, fields)
        if name == "full_name" and "full_name" in table.columns and "given_name" not in table.columns:
            # "Họ và tên" over two columns: family name in the first, given name in the second
            name = "given_name" if grid.spans(top, column, table.columns["full_name"]) else name
        head.headings[letter] = " – ".join(labels)
        if name is None or name in table.columns:
            head.unmapped[letter] = head.headings[letter]
            continue
        head.columns[letter] = name
        if name in DROPPED:
            head.dropped[letter] = head.headings[letter]
        else:
            table.columns[name] = column
    if "given_name" in table.columns and not {"last_name", "full_name"} & set(table.columns):
        _rename(table, "given_name", "full_name")
    return table


def _rename(table: Table, old: str, new: str) -> None:
    table.columns[new] = table.columns.pop(old)
    table.header.columns = {at: new if name == old else name for at, name in table.header.columns.items()}


def labels_of(grid: Grid, top: int, height: int, column: int) -> list[str]:
    """The headings of a column from above, the one that spans several columns first, none twice."""
    labels = []
    for row in range(top, top + height):
        text = grid.spread(row, column)
        if not text and row == top and height > 1 and grid.texts(row + 1)[column]:
            text = _left_of(grid, row, column)
        if text and text not in labels:
            labels.append(cut_identity_number(text))
    return labels


def _left_of(grid: Grid, row: int, column: int) -> str:
    """The heading that spans this column although the cells were not merged."""
    texts, below = grid.texts(row), grid.texts(row + 1)
    for left in range(column - 1, -1, -1):
        if texts[left]:
            return texts[left] if below[left] else ""
    return ""


def _meaning(labels: list[str], fields: tuple[Field, ...]) -> str | None:
    *above, last = labels
    parents = [found for text in reversed(above) if (found := match(text, fields))]
    for one in fields:
        told = dict(one.marks).get(fold(last))
        if told and one.name in parents[:1]:
            return f"{BY_YEAR.get(one.name, one.name)}:{told}"
    if not above and any(fold(last) in dict(one.marks) for one in fields) and match(last, fields) is None:
        return None
    return match(last, fields) or match(" ".join(labels), fields) or next(iter(parents), None)
