"""The columns of a table as people see them: heading, some values, and what they were taken for."""

from dataclasses import dataclass, field

from imports.display import hide_numbers
from imports.grid import Grid
from imports.rows import Header
from imports.workbook import Sheet

SAMPLES = 3  # values shown of a column
SEARCHED = 60  # rows below the header in which they are looked for


@dataclass
class Column:
    letter: str
    heading: str
    taken: str = ""  # the field, "" when it is not taken
    dropped: bool = False  # never kept, so it cannot be taken and shows no values
    samples: list[str] = field(default_factory=list)


def headings_of(headers: list[Header]) -> dict[str, dict[str, str]]:
    """The headings of each sheet's first table, by column letter."""
    found: dict[str, dict[str, str]] = {}
    for header in headers:
        found.setdefault(header.sheet, header.headings)
    return found


def columns_of(sheet: Sheet, header: Header, *, masked: bool) -> list[Column]:
    """The columns of a table from left to right; those without heading only when they hold something.

    masked: telephone numbers among the samples are half hidden.
    """
    grid = Grid(sheet)
    headings, columns = header.headings, []
    for place, letter in enumerate(grid.letters):
        dropped = letter in header.dropped
        samples = [] if dropped else _samples(grid, place, max(header.rows, default=0))
        samples = [hide_numbers(text) for text in samples] if masked else samples
        if letter in headings or samples:
            taken = "" if dropped else header.columns.get(letter, "")
            columns.append(Column(letter, headings.get(letter, ""), taken, dropped, samples))
    return columns


def _samples(grid: Grid, column: int, top: int) -> list[str]:
    texts: list[str] = []
    for row in range(top, min(top + SEARCHED, grid.height)):
        text = grid.texts(row)[column]
        if text and text not in texts:
            texts.append(text)
        if len(texts) == SAMPLES:
            break
    return texts
