"""The values of a workbook through calamine, after a survey has found it safe."""

import math
import re
from io import BytesIO
from itertools import islice
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from imports.workbook import refusals
from imports.workbook.book import CellError, Sheet
from imports.workbook.survey import MOST_CELLS, Survey

MACRO_SHEETS = (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba)
UNREADABLE = (CalamineError, ValueError, OverflowError, OSError)
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what no database or xlsx could take back


def read_sheets(data: bytes, surveys: list[Survey]) -> list[Sheet]:
    """The worksheets, charts left out. `surveys` are of all sheets, in the order of the file."""
    try:
        return _read(data, surveys)
    except UNREADABLE as error:
        raise refusals.damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of Rust; it derives from BaseException and has no module
            raise refusals.damaged() from error
        raise


def _read(data: bytes, surveys: list[Survey]) -> list[Sheet]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    listed = workbook.sheets_metadata
    if len(listed) != len(surveys):
        raise refusals.damaged()
    if any(sheet.typ in MACRO_SHEETS for sheet in listed):
        raise refusals.with_macros()
    sheets, cells = [], 0
    for number, (sheet, survey) in enumerate(zip(listed, surveys, strict=True)):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            source = workbook.get_sheet_by_index(number)
            cells += source.height * source.width
            if cells > MOST_CELLS:
                raise refusals.damaged()  # more than the survey saw
            sheets.append(_sheet(source, _state(sheet), survey))
    return sheets


def _state(sheet: SheetMetadata) -> str:
    if sheet.visible == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if sheet.visible == SheetVisibleEnum.Hidden else "very_hidden"


def _sheet(source: CalamineSheet, state: str, survey: Survey) -> Sheet:
    rows = _rows(source)
    width = max(source.end[1] + 1 if source.end else 0, survey.last_column)
    for row in rows:
        row.extend([None] * (width - len(row)))
    rows.extend([None] * width for _ in range(survey.last_row - len(rows)))
    for (row, column), value in survey.found.items():
        rows[row][column] = value
    return Sheet(
        name=source.name,
        state=state,
        rows=rows,
        merged=_merged(source, survey, len(rows), width),
        hidden_rows=frozenset(row for row in survey.hidden_rows if row <= len(rows)),
        fonts=survey.fonts,
    )


def _rows(source: CalamineSheet) -> list[list[Any]]:
    """From A1 on."""
    if not source.start:
        return []
    top, left = source.start
    margin = [None] * left
    filled = islice(source.iter_rows(), top, None)
    return [[] for _ in range(top)] + [
        [*margin, *(text_or_none(value) if value.__class__ is str else _number(value) for value in row)]
        for row in filled
    ]


def text_or_none(text: str) -> str | None:
    """Without signs that cannot be stored; None where nothing is to be seen."""
    if text.isprintable():
        return text if text and not text.isspace() else None
    text = UNPRINTABLE.sub("", text)
    return text if text.strip() else None


def _number(value: Any) -> Any:
    """A whole number without its fraction; days and truth values as they are."""
    if isinstance(value, float):
        if value.is_integer():
            return int(value)
        return value if math.isfinite(value) else CellError("#NUM!")
    return value


def _merged(source: CalamineSheet, survey: Survey, height: int, width: int) -> list[tuple[int, int, int, int]]:
    """Cut to the cells that there are; what is left of a region must be more than one cell."""
    found = [(*start, *end) for start, end in source.merged_cell_ranges or ()] or survey.merged
    inside = [
        (top, left, min(bottom, height - 1), min(right, width - 1))
        for top, left, bottom, right in found
        if top <= bottom and left <= right and top < height and left < width
    ]
    merged = [one for one in inside if one[:2] != one[2:]]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merged) > height * width:
        raise refusals.damaged()  # regions never overlap
    return merged
