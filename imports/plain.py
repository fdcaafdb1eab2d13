"""A workbook of plain values: what is kept of a file that holds more than may be kept."""

from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO

import xlsxwriter
from openpyxl.utils import column_index_from_string
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from imports.identity import without_identity_number
from imports.rows import Parsed
from imports.workbook import Book, CellError, Formula, Sheet

DATE, MOMENT, TIME, DURATION = "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss", "hh:mm:ss", "[h]:mm:ss"
FRAME = {"column_numbers", "repeated_header", "title", "footnote", "closing_sentence", "signature_block"}
FIRST_YEAR = 1900  # of the calendar of spreadsheet programs
FORBIDDEN_IN_NAMES = str.maketrans("[]:*?/\\", "       ")
LONGEST_NAME = 31


def rebuilt(book: Book, parsed: Parsed | None = None) -> bytes:
    """An xlsx of the book's values without what must not be kept.

    Of the columns in Header.dropped only what belongs to no line stays; citizen identity numbers are taken out of
    every cell anywhere. Names and states of sheets, merged and hidden cells, dates, and the
    fonts by which old encodings are known stay, so the file reads as before.
    """
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True, "in_memory": True}) as workbook:
        formats = Formats(workbook)
        for sheet in book.sheets:
            dropped = _dropped(sheet, parsed) if parsed else {}
            _write(workbook.add_worksheet(_free_name(sheet.name, workbook)), sheet, dropped, formats)
        _open_at_a_visible_sheet(book, workbook)
    return stream.getvalue()


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook):
        self.workbook = workbook
        self.made: dict[tuple[str, str], Format] = {}

    def get(self, number_format: str, font: str = "") -> Format | None:
        key = (number_format, font)
        if key not in self.made and any(key):
            look = {"num_format": number_format, "font_name": font}
            self.made[key] = self.workbook.add_format({name: value for name, value in look.items() if value})
        return self.made.get(key)


def _dropped(sheet: Sheet, parsed: Parsed) -> dict[int, set[int]]:
    """Column -> rows to be emptied, both from 0: from each header that drops it down to the next header.

    What frames the lines stays, numbers of columns and notes: without it the sheet would be read in another way.
    """
    frame = {line.number - 1 for line in parsed.ignored if line.sheet == sheet.name and line.reason in FRAME}
    ordered = sorted((head for head in parsed.headers if head.sheet == sheet.name), key=lambda head: head.rows)
    ends = [min(below.rows, default=1) - 1 for below in ordered[1:]] + [len(sheet.rows)]
    rows = defaultdict(set)
    for header, end in zip(ordered, ends, strict=False):
        lines = set(range(max(header.rows, default=0), end)) - frame
        for letter in header.dropped:
            rows[column_index_from_string(letter) - 1] |= lines
    return rows


def _write(target: Worksheet, sheet: Sheet, dropped: dict[int, set[int]], formats: Formats) -> None:
    for row, values in enumerate(sheet.rows):
        if row + 1 in sheet.hidden_rows:
            target.set_row(row, None, None, {"hidden": True})
        for column, value in enumerate(values):
            value = None if row in dropped.get(column, ()) else without_identity_number(value)
            if value is not None:
                _write_value(target, row, column, value, sheet.fonts.get((row, column), ""), formats)
    # A row is written out when a later one begins; merging would otherwise empty cells of the last one.
    target.write_blank(len(sheet.rows), 0, None, formats.get(DATE))
    for top, left, bottom, right in sheet.merged:
        if (top, left) != (bottom, right):
            with suppress(OverlappingRange):  # of a damaged file
                target.merge_range(top, left, bottom, right, "")
    if sheet.state == "hidden":
        target.hide()
    elif sheet.state == "very_hidden":
        target.very_hidden()


def _write_value(target: Worksheet, row: int, column: int, value, font: str, formats: Formats) -> None:
    number_format = _number_format(value)
    look = formats.get(number_format, font)
    if number_format and getattr(value, "year", FIRST_YEAR) >= FIRST_YEAR:
        target.write_datetime(row, column, value, look)
    elif isinstance(value, bool):
        target.write_boolean(row, column, value, look)
    elif isinstance(value, int | float):
        target.write_number(row, column, value, look)
    elif isinstance(value, Formula):
        target.write_formula(row, column, value.text, look, "")
    elif isinstance(value, CellError):
        target.write_formula(row, column, f"={value.text}", look, value.text)
    else:  # as a string, whatever it begins with: no spreadsheet program runs it
        target.write_string(row, column, str(value), look)


def _number_format(value) -> str:
    """How a date or a time is shown; empty for all else. A datetime is a date, too."""
    kinds = {datetime: MOMENT, date: DATE, time: TIME, timedelta: DURATION}
    found = next((shown for kind, shown in kinds.items() if isinstance(value, kind)), "")
    return DATE if found == MOMENT and value.time() == time.min else found


def _free_name(name: str, workbook: xlsxwriter.Workbook) -> str:
    """The name as Excel takes it: other programs allow longer ones and more signs."""
    plain = name.translate(FORBIDDEN_IN_NAMES).strip("'")[:LONGEST_NAME] or "Sheet"
    taken = {sheet.name.lower() for sheet in workbook.worksheets()}
    number, free = 1, plain
    while free.lower() in taken:
        number += 1
        free = f"{plain[: LONGEST_NAME - 4]} {number}"
    return free


def _open_at_a_visible_sheet(book: Book, workbook: xlsxwriter.Workbook) -> None:
    """Excel refuses a workbook that would open at a hidden sheet."""
    for sheet, target in zip(book.sheets, workbook.worksheets(), strict=True):
        if sheet.state == "visible":
            target.activate()
            target.set_first_sheet()
            return
