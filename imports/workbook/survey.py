"""What a first look at a sheet tells, before anything is built in memory.

How far it reaches, and what the reader of values does not say: errors, formulas without result, hidden rows, fonts.
"""

import re
from dataclasses import dataclass, field

from imports.workbook import refusals
from imports.workbook.book import CellError, Formula

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
MOST_SHEETS = 300
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CELLS = 1_000_000  # of a file, empty ones between the others included
MOST_TEXT = 40 * MEGABYTE
MOST_MERGED = 200_000  # regions of a sheet
LONGEST_NAME = 255  # of a sheet; Excel allows 31 letters

OLD_FONT = re.compile(r"\.Vn|VNI-", re.I)  # TCVN3 and VNI: the text is not Unicode


@dataclass(slots=True)
class Survey:
    name: str
    last_row: int = 0  # of the cells that hold something; both counted from 1
    last_column: int = 0
    text: int = 0  # about how many bytes
    found: dict[tuple[int, int], CellError | Formula] = field(default_factory=dict)  # (row, column) from 0
    hidden_rows: set[int] = field(default_factory=set)  # from 1
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """A cell holds something; counted from 1."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    @property
    def last_cell(self) -> str:
        return f"{column_letters(self.last_column)}{self.last_row}"

    def check(self) -> None:
        if self.last_column > MOST_COLUMNS:
            raise refusals.too_wide(self.name, self.last_cell, MOST_COLUMNS)
        if self.last_row > MOST_ROWS:
            raise refusals.too_many_rows(self.name, MOST_ROWS)


def check_all(surveys: list[Survey]) -> None:
    """Refuse what would not fit into memory; to be asked before any value is read."""
    if len(surveys) > MOST_SHEETS:
        raise refusals.too_many_sheets(MOST_SHEETS)
    if any(len(survey.name) > LONGEST_NAME for survey in surveys):
        raise refusals.damaged()
    for survey in surveys:
        survey.check()
    if sum(survey.last_row * survey.last_column for survey in surveys) > MOST_CELLS:
        largest = max(surveys, key=lambda survey: survey.last_row * survey.last_column)
        raise refusals.too_many_cells(largest.name, largest.last_cell, MOST_CELLS)
    if sum(survey.text for survey in surveys) > MOST_TEXT:
        raise refusals.too_much_text(MOST_TEXT // MEGABYTE)


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A is 1. ValueError for anything but letters."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
