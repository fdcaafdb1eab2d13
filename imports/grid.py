"""The cells of a sheet as text that people can read: Unicode, in NFC, merged cells known."""

import re
from typing import Any

from openpyxl.utils import get_column_letter

from areas.exports import bare_text
from imports import legacy
from imports.rows import Cell
from imports.workbook import CellError, Formula, Sheet

BLANKS = re.compile(r"\s+")
LARGEST_MERGE = 50_000  # cells; a merge over the whole sheet tells nothing and would fill the memory
KEPT_ROWS = 50


class Grid:
    """A sheet whose texts are decoded once, a row at a time. Rows and columns count from 0."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.height = len(sheet.rows)
        self.width = max(map(len, sheet.rows), default=0)
        self.letters = [get_column_letter(column + 1) for column in range(self.width)]
        self.encodings: set[str] = set()
        self._known: dict[int, tuple[list[Cell], list[str]]] = {}
        self._merged = {
            (row, column): (top, left, bottom, right)
            for top, left, bottom, right in sheet.merged
            if (bottom - top + 1) * (right - left + 1) <= LARGEST_MERGE
            for row in range(top, min(bottom, self.height - 1) + 1)
            for column in range(left, min(right, self.width - 1) + 1)
        }

    def cells(self, row: int) -> list[Cell]:
        return self._read(row)[0]

    def texts(self, row: int) -> list[str]:
        """What the cells say in one line each, "" for an empty one."""
        return self._read(row)[1]

    def _read(self, row: int) -> tuple[list[Cell], list[str]]:
        if (found := self._known.get(row)) is None:
            if len(self._known) > KEPT_ROWS:
                self._known.clear()  # a sheet is walked down once
            cells = [self._cell(row, column, value) for column, value in enumerate(self.sheet.rows[row])]
            found = self._known[row] = cells, [in_one_line(cell.value) for cell in cells]
        return found

    def is_blank(self, row: int) -> bool:
        return not any(self.texts(row))

    def holds_something(self, row: int) -> bool:
        """Whether a row that reads as blank holds formulas without a result, or signs that nobody sees."""
        return any(value is not None for value in self.sheet.rows[row])

    def spread(self, row: int, column: int) -> str:
        """The text of a cell; of a merged one, of the whole."""
        top, left, _, _ = self._merged.get((row, column), (row, column, row, column))
        return self.texts(top)[left]

    def cell_above(self, row: int, column: int) -> Cell | None:
        """The first cell of the vertical merge that holds this one; None when it is not merged, or the first."""
        found = self._merged.get((row, column))
        return self.cells(found[0])[found[1]] if found and found[0] < row else None

    def is_tall(self, row: int, column: int) -> bool:
        """Whether the cell belongs to one that spans several rows."""
        found = self._merged.get((row, column))
        return found is not None and found[2] > found[0]

    def spans(self, row: int, column: int, other: int) -> bool:
        """Whether two columns of a row belong to one merged cell."""
        found = self._merged.get((row, column))
        return found is not None and found[1] <= other <= found[3]

    def is_wide(self, row: int) -> bool:
        """Whether the first filled cell of the row is merged over at least half of the table's width."""
        column = next((at for at, text in enumerate(self.texts(row)) if text), 0)
        found = self._merged.get((row, column))
        return found is not None and (found[3] - found[1] + 1) * 2 >= self.width

    def _cell(self, row: int, column: int, value: Any) -> Cell:
        address = f"{self.letters[column]}{row + 1}"
        if not isinstance(value, str):
            return Cell(address, value, value)
        text = bare_text(value)
        if text.isascii():
            return Cell(address, text, value)
        decoded = legacy.decode(text, self.sheet.fonts.get((row, column), ""))
        if decoded.encoding:
            self.encodings.add(decoded.encoding)
        return Cell(address, decoded.text, value, decoded.encoding, decoded.sure)


def in_one_line(value: Any) -> str:
    """A value as it reads in the sheet, without breaks and doubled blanks."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return ""  # never calculated: it says nothing, and whoever needs the cell says so
    text = value.text if isinstance(value, CellError) else value
    return BLANKS.sub(" ", text).strip() if isinstance(text, str) else str(text)


def filled(texts: list[str]) -> list[str]:
    """The texts of a row without those of its empty cells."""
    return [text for text in texts if text]
