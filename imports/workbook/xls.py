"""The records of an xls ([MS-XLS]) as they pass by: how far its sheets reach, and what calamine is silent about."""

import struct
from collections.abc import Iterator

from imports.workbook import refusals
from imports.workbook.book import CellError
from imports.workbook.compound import Compound
from imports.workbook.survey import MOST_MERGED, MOST_SHEETS, OLD_FONT, Survey, check_all

STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
BEGIN, END, CONTINUE = 0x0809, 0x000A, 0x003C
PASSWORD, SHEET, FONT, FORMAT, STRINGS, OTHER_BOOK = 0x002F, 0x0085, 0x0031, 0x00E0, 0x00FC, 0x01AE
FORMULA, BOOLEAN_OR_ERROR, SHARED_TEXT, MANY_NUMBERS = 0x0006, 0x0205, 0x00FD, 0x00BD
FILLED = {FORMULA, BOOLEAN_OR_ERROR, SHARED_TEXT, MANY_NUMBERS, 0x0203, 0x0204, 0x00D6, 0x027E}
TEXTS = (SHARED_TEXT, 0x0204, 0x00D6)
ROW, MERGED, DIMENSIONS = 0x0208, 0x00E5, 0x0200
HIDDEN = 0x20
MACRO_SHEETS = (1, 6)
ADD_IN, THIS_BOOK = 0x3A01, 0x0401
MOST_DECLARED = 65_536 * 256  # cells of a sheet
UNUSED_FONT = 4  # no font has this number; those behind it count one more
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def survey(container: Compound) -> list[Survey]:
    if "_VBA_PROJECT_CUR" in container:
        raise refusals.with_macros()
    name = next((name for name in STREAMS if name in container), None)
    if name is None:
        raise refusals.no_text()
    try:
        return _survey(container.stream(name))
    except (struct.error, IndexError) as error:
        raise refusals.damaged() from error


def _survey(stream: bytes) -> list[Survey]:
    book = Globals(stream)
    surveys = []
    for at, name in book.sheets:
        surveys.append(Survey(name))
        SheetRecords(surveys[-1], book).read(stream, at)
        check_all(surveys)
    return surveys


def records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(kind, start, length) of each record."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            raise refusals.damaged()
        yield kind, at + 4, length
        at += 4 + length


class Globals:
    """What holds for all sheets: their names and places, shared texts, fonts of the cell formats."""

    def __init__(self, stream: bytes):
        self.stream = stream
        self.is_biff8 = True
        self.sheets: list[tuple[int, str]] = []
        self.fonts: list[str] = []
        self.formats: list[int] = []  # number of the font of each cell format
        self.text_lengths: list[int] = []
        pieces: list[bytes] | None = None  # of the shared texts, while they go on
        for kind, start, length in records(stream, 0):
            record = stream[start : start + length]
            if kind == STRINGS:
                pieces = [record]
            elif kind == CONTINUE and pieces is not None:
                pieces.append(record)
            else:
                if pieces:
                    self.text_lengths, pieces = text_lengths(pieces), None
                self._take(kind, record)
            if kind == END:
                break
        self.old_fonts = {number: name for number, name in self._fonts() if OLD_FONT.match(name)}

    def _take(self, kind: int, record: bytes) -> None:
        if kind == BEGIN:
            self.is_biff8 = record[:2] not in (b"\x00\x05", b"\x00\x02", b"\x00\x03", b"\x00\x04")
        elif kind == PASSWORD:
            raise refusals.locked()
        elif kind == SHEET:
            self._take_sheet(record)
        elif kind == FONT:
            self.fonts.append(self._short_text(record[14:]))
        elif kind == FORMAT:
            self.formats.append(*struct.unpack_from("<H", record))
        elif kind == OTHER_BOOK and struct.unpack_from("<H", record, 2)[0] not in (ADD_IN, THIS_BOOK):
            raise refusals.with_links()

    def _take_sheet(self, record: bytes) -> None:
        (at,) = struct.unpack_from("<I", record)
        if record[5] in MACRO_SHEETS:
            raise refusals.with_macros()
        if at > len(self.stream) or at in (place for place, _name in self.sheets):
            raise refusals.damaged()
        self.sheets.append((at, self._short_text(record[6:])))
        if len(self.sheets) > MOST_SHEETS:
            raise refusals.too_many_sheets(MOST_SHEETS)

    def _short_text(self, packed: bytes) -> str:
        """A name: its length, in Excel 97 and later also its width, its letters."""
        if not self.is_biff8:
            return packed[1 : 1 + packed[0]].decode("latin-1")
        wide = packed[1] & 1
        letters = packed[2 : 2 + packed[0] * (2 if wide else 1)]
        return letters.decode("utf-16-le" if wide else "latin-1", "replace")

    def _fonts(self) -> Iterator[tuple[int, str]]:
        """(number of a cell format, its font)."""
        for number, font in enumerate(self.formats):
            place = font - (font > UNUSED_FONT)
            if place < len(self.fonts):
                yield number, self.fonts[place]


class SheetRecords:
    def __init__(self, survey: Survey, book: Globals):
        self.survey, self.book = survey, book
        self.merged = 0

    def read(self, stream: bytes, at: int) -> None:
        depth = 0  # an embedded chart is a sheet within the sheet
        for kind, start, length in records(stream, at):
            if kind == BEGIN:
                depth += 1
            elif kind == END:
                depth -= 1
                if depth <= 0:
                    break
            elif depth <= 1 and kind in FILLED:
                self._fill(kind, stream, start, length)
            elif depth <= 1:
                self._take(kind, stream[start : start + length])

    def _fill(self, kind: int, stream: bytes, start: int, length: int) -> None:
        row, column, look = struct.unpack_from("<HHH", stream, start)
        last = column if kind != MANY_NUMBERS else struct.unpack_from("<H", stream, start + length - 2)[0]
        self.survey.reach(row + 1, last + 1)
        if kind in TEXTS and (font := self.book.old_fonts.get(look)):
            self.survey.fonts[row, column] = font
        if kind == SHARED_TEXT:
            (number,) = struct.unpack_from("<I", stream, start + 6)
            if number < len(self.book.text_lengths):
                self.survey.text += self.book.text_lengths[number]
        elif kind == BOOLEAN_OR_ERROR and stream[start + 7]:
            self._find_error(row, column, stream[start + 6])
        elif kind == FORMULA and stream[start + 12 : start + 14] == b"\xff\xff" and stream[start + 6] == 2:
            self._find_error(row, column, stream[start + 8])

    def _find_error(self, row: int, column: int, code: int) -> None:
        self.survey.found[row, column] = CellError(ERRORS.get(code, "#N/A"))

    def _take(self, kind: int, record: bytes) -> None:
        if kind == ROW and record[12] & HIDDEN:
            self.survey.hidden_rows.add(struct.unpack_from("<H", record)[0] + 1)
        elif kind == MERGED:
            self.merged += struct.unpack_from("<H", record)[0]
            if self.merged > MOST_MERGED:
                raise refusals.bomb()
        elif kind == DIMENSIONS:
            self._check_dimensions(record)

    def _check_dimensions(self, record: bytes) -> None:
        """calamine reserves memory for as many cells as this says, and does not mind an end before the start."""
        top, bottom, left, right = struct.unpack_from("<IIHH" if len(record) == 14 else "<HHHH", record)
        if left > 0xFF or right < left:
            left = 0
        if bottom and right and (top > bottom or (bottom - top) * (right - left) > MOST_DECLARED):
            raise refusals.damaged()


def text_lengths(pieces: list[bytes]) -> list[int]:
    """How long each shared text is. The table runs over several records; a text may be cut anywhere."""
    lengths = []
    number, at = 0, 8
    while number < len(pieces):
        if at >= len(pieces[number]):
            number, at = number + 1, 0
            continue
        length, flags = struct.unpack_from("<HB", pieces[number], at)
        at += 3
        tail = 0
        if flags & 8:
            tail += 4 * struct.unpack_from("<H", pieces[number], at)[0]
            at += 2
        if flags & 4:
            tail += struct.unpack_from("<I", pieces[number], at)[0]
            at += 4
        number, at = _skip_letters(pieces, number, at, length, flags & 1)
        number, at = _skip_bytes(pieces, number, at, tail)
        lengths.append(length)
    return lengths


def _skip_letters(pieces: list[bytes], number: int, at: int, length: int, wide: int) -> tuple[int, int]:
    """Where the text goes on in the next record, a byte tells anew how wide its letters are."""
    while True:
        width = 2 if wide else 1
        here = min(length, (len(pieces[number]) - at) // width)
        length, at = length - here, at + here * width
        if not length:
            return number, at
        number, at = number + 1, 1
        wide = pieces[number][0] & 1


def _skip_bytes(pieces: list[bytes], number: int, at: int, count: int) -> tuple[int, int]:
    while number < len(pieces) and at + count > len(pieces[number]):
        count -= len(pieces[number]) - at
        number, at = number + 1, 0
    return number, at + count
