"""What a file is once it is open: sheets of plain values; and the sentence when it cannot be opened."""

from dataclasses import dataclass, field
from typing import Any


class BadFile(Exception):
    """The file cannot be read. The text is for the person who sent it: what it is and what to do."""


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value of a formula: #N/A, #REF!."""

    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula whose result the file does not hold (it was never calculated by a spreadsheet program)."""

    text: str


@dataclass(slots=True)
class Sheet:
    """`rows[0][0]` is cell A1; every row has the same width; an empty cell is None, a whole number an int."""

    name: str
    state: str  # visible, hidden, very_hidden
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right; from 0
    hidden_rows: frozenset[int] = frozenset()  # as Excel counts, from 1: hidden by hand or by a filter
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)  # (row, column) from 0 -> .Vn… or VNI-… font


@dataclass(slots=True)
class Book:
    name: str
    sheets: list[Sheet]
