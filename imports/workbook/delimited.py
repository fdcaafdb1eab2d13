"""Text files with a table: which alphabet, which separator, which rows."""

import codecs
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from imports.syllables import is_syllable
from imports.workbook import refusals
from imports.workbook.book import Sheet
from imports.workbook.survey import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Survey, check_all
from imports.workbook.values import text_or_none

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SEPARATORS = ",;\t|"
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")  # a hint for Excel, which shows no row for it
LONGEST_ROW = 200_000  # letters
SAMPLE = 100  # rows by which the separator is told
TOLD_BY = 2_000  # words by which the alphabet is told
WORD = re.compile(r"[^\s!-@\[-`{-~]+")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
CONTROL = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f]")  # a text has no such signs; \x1a ends some


def read_text(data: bytes) -> Sheet:
    text = decode(data)
    if "\0" in text or len(CONTROL.findall(text[:LONGEST_ROW])) > 5:
        raise refusals.no_text()
    separator = None
    if hint := SEPARATOR_LINE.match(text):
        separator, text = hint[1], text[hint.end() :]
    rows = _rows(text, separator or sniff(text))
    width = max((len(row) for row in rows), default=0)
    return Sheet(str(_("Tệp văn bản")), "visible", [row + [None] * (width - len(row)) for row in rows])


def decode(data: bytes) -> str:
    """Unicode where it is valid, else Windows-1258 where it makes sense, else Latin-1, as which TCVN3 and VNI pass."""
    try:
        if data.startswith(UTF16):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(UTF16) or b"\0" in data:
            raise refusals.no_text() from error
    western = data.decode("cp1252", "latin1_where_undefined")
    try:
        vietnamese = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return western
    return vietnamese if _sense(vietnamese) >= max(_sense(western), 0.5) else western


def _sense(text: str) -> float:
    """The share of syllables among the words that only one of the alphabets writes so."""
    words = [word[0] for word, _number in zip(_telling_words(text), range(TOLD_BY), strict=False)]
    return sum(map(is_syllable, words)) / len(words) if words else 0


def _telling_words(text: str) -> Iterator[re.Match]:
    return (word for word in WORD.finditer(text) if not word[0].isascii())


def _latin1(error: UnicodeError) -> tuple[str, int]:
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin1_where_undefined", _latin1)


def sniff(text: str) -> str:
    """The separator that cuts most rows into the same number of fields, the more fields the better."""
    return max(SEPARATORS, key=lambda separator: _regularity(text, separator))


def _regularity(text: str, separator: str) -> tuple[int, int]:
    """(number of rows, fields of each)."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(_lines(text, rows), delimiter=separator):
            rows.append(row)
            if len(rows) == SAMPLE:
                break
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((number, width) for width, number in widths.items()), default=(0, 0))


def _rows(text: str, separator: str) -> list[list[str | None]]:
    survey = Survey(_("Tệp văn bản"))
    rows: list[list[str | None]] = []
    reader = csv.reader(_lines(text, rows), delimiter=separator)
    try:
        for row in reader:
            rows.append([text_or_none(value) for value in row])
            survey.reach(len(rows), len(row))
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS or survey.last_row * survey.last_column > MOST_CELLS:
                check_all([survey])
    except csv.Error as error:
        raise refusals.long_line(reader.line_num) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _lines(text: str, rows: list) -> Iterator[str]:
    """The lines for csv, which would build a row of millions of fields when none of them ends it."""
    finished = length = 0
    for number, match in enumerate(LINE.finditer(text), start=1):
        line = match[0]
        if finished != len(rows):
            finished, length = len(rows), 0
        length += len(line)
        if length > LONGEST_ROW:
            raise refusals.long_line(number)
        yield line
