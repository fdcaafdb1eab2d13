"""The cells of an xlsx sheet as they pass by: how far they reach, errors, formulas, hidden rows, old fonts."""

from imports.workbook import refusals
from imports.workbook.book import CellError, Formula
from imports.workbook.survey import (
    MOST_CELLS,
    MOST_MERGED,
    MOST_ROWS,
    MOST_TEXT,
    OLD_FONT,
    Survey,
    column_letters,
    column_number,
)

DIGITS = "0123456789"
MOST_ELEMENTS = 3_000_000  # cells written down in a sheet, the empty formatted ones too
WIDEST = 16_384  # columns that Excel has
MOST_FOUND = 300_000  # errors and formulas without a result
# What calamine takes for an error value; it gives up the sheet at any other.
ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


class SheetReader:
    """Called for every element, so what is frequent stands in one function and what is rare in the others."""

    def __init__(self, survey: Survey, styles: dict[str, str], strings):
        self.survey, self.styles, self.strings = survey, styles, strings
        self.parser = None  # set by whoever walks the part
        self.rows = self.elements = self.merged = self.shared = 0
        self.row, self.row_length = "0", 1  # as the file writes it
        self.filled_row = "0"
        self.columns: set[str] = set()  # letters of those that hold something
        self.cell: dict[str, str] = {}
        self.reference = ""
        self.is_known = False  # the column of the cell, and the row is the one it stands in
        self.is_plain = not styles and not strings.lengths  # of texts nothing is to be learned
        self.formula: str | None = None  # of the cell, until a result is met
        self.heard: list[str] | None = None  # the text that is listened to
        self.purpose = None  # what is done with it

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.heard is not None:
            self._stop_listening()
        if tag == "c":
            if self.formula is not None:
                self._without_result()
            self.cell = attributes
            self.elements += 1
            if self.elements > MOST_ELEMENTS:
                raise refusals.too_many_rows(self.survey.name, MOST_ROWS)
            reference = self.reference = attributes.get("r") or self._following()
            self.is_known = reference.endswith(self.row) and reference[: -self.row_length] in self.columns
        elif tag == "v":
            kind = self.cell.get("t")
            if kind == "s":
                self.shared += 1
            if self.is_known and self.is_plain and (kind == "s" or (kind is None and self.formula is None)):
                self.filled_row = self.row
            else:
                self._value(kind)
        elif tag == "row":
            self._row(attributes)
        else:
            self._other(tag, attributes)

    def _other(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "f" and self.reference:
            self._listen(self._take_formula)
            self.formula = ""
        elif kind == "is":
            self._fill()
        elif kind == "t":
            self._listen(self._take_text)
        elif kind == "rFont" and OLD_FONT.match(attributes.get("val", "")):
            self._note_font(attributes["val"])
        elif kind == "extLst":  # behind the cells; the formulas in it are of validations and sparklines
            self._end_row()
            self.reference = ""
        elif kind == "mergeCell":
            self.merged += 1
            if self.merged > MOST_MERGED:
                raise refusals.bomb()
        elif kind != tag:
            self.start(kind, attributes)  # <x:row> is a row too

    def _row(self, attributes: dict[str, str]) -> None:
        self._end_row()
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise refusals.too_many_rows(self.survey.name, MOST_ROWS)
        self.row = attributes.get("r") or str(int(self.row) + 1)
        self.row_length = len(self.row)
        self.reference, self.cell = "", {}
        if attributes.get("hidden") in ("1", "true"):
            self.survey.hidden_rows.add(int(self.row))

    def _end_row(self) -> None:
        if self.formula is not None:
            self._without_result()
        self.survey.last_row = max(self.survey.last_row, int(self.filled_row))
        self.filled_row = "0"

    def _value(self, kind: str | None) -> None:
        if kind == "s" and self.strings.lengths:
            self._listen(self._take_shared)
        elif kind == "e":
            self._listen(self._take_error)
        elif kind == "str":
            self._listen(self._take_text)
        elif self.formula is not None:
            self._listen(self._take_result)
            return
        self.formula = None
        self._fill()

    def _fill(self) -> None:
        """The cell holds something."""
        letters = self.reference.rstrip(DIGITS)
        row = self.reference[len(letters) :]
        if letters not in self.columns:
            self._new_column(letters)
        if row == self.row:
            self.filled_row = row
        else:
            self.survey.last_row = max(self.survey.last_row, int(row))
        if self.styles and self.cell.get("t") is not None and (font := self.styles.get(self.cell.get("s", "0"))):
            self._note_font(font)

    def _note_font(self, font: str) -> None:
        self.survey.fonts.setdefault(self._place(), font)
        if len(self.survey.fonts) > MOST_CELLS:
            raise refusals.too_many_cells(self.survey.name, self.reference, MOST_CELLS)

    def _new_column(self, letters: str) -> None:
        """Checked at once: nothing may be gathered about columns that no sheet has."""
        self.survey.last_column = max(self.survey.last_column, column_number(letters))
        if not 0 < len(letters) <= 3:
            raise refusals.damaged()
        self.columns.add(letters)

    def _following(self) -> str:
        """The reference of a cell that does not tell it: right of the one before."""
        number = column_number(self.reference.rstrip(DIGITS)) + 1
        if number > WIDEST:
            raise refusals.too_many_cells(self.survey.name, self.reference, MOST_CELLS)
        return f"{column_letters(number)}{self.row}"

    def _place(self) -> tuple[int, int]:
        letters = self.reference.rstrip(DIGITS)
        return int(self.reference[len(letters) :]) - 1, column_number(letters) - 1

    def _listen(self, purpose) -> None:
        self.heard, self.purpose = [], purpose
        self.parser.CharacterDataHandler = self.heard.append

    def _stop_listening(self) -> None:
        text, self.heard = "".join(self.heard), None
        self.parser.CharacterDataHandler = None
        self.purpose(text)

    def _take_text(self, text: str) -> None:
        self.survey.text += len(text)

    def _take_shared(self, text: str) -> None:
        number = int(text)
        if not 0 <= number < len(self.strings.lengths):
            raise refusals.damaged()
        self.survey.text += self.strings.lengths[number]
        if font := self.strings.fonts.get(number):
            self._note_font(font)

    def _take_error(self, text: str) -> None:
        if text.strip() not in ERRORS:
            raise refusals.unknown_error(self.survey.name, self.reference, text.strip())
        self._find(CellError(text.strip()))

    def _take_formula(self, text: str) -> None:
        self.formula = f"={text.strip()}"

    def _take_result(self, text: str) -> None:
        if text.strip():
            self.formula = None
            self._fill()

    def _without_result(self) -> None:
        self._take_text(self.formula)
        self._find(Formula(self.formula))
        self.formula = None

    def _find(self, what: CellError | Formula) -> None:
        row, column = self._place()
        self.survey.found[row, column] = what
        self.survey.reach(row + 1, column + 1)
        if len(self.survey.found) > MOST_FOUND or self.survey.text > MOST_TEXT:
            raise refusals.not_calculated(self.survey.name)

    def finish(self) -> None:
        if self.heard is not None:
            self._stop_listening()
        self._end_row()
