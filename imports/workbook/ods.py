"""The tables of an ods as they pass by: how far they reach, and what calamine is silent about."""

from imports.workbook import refusals
from imports.workbook.archive import Archive, walk
from imports.workbook.book import CellError, Formula
from imports.workbook.survey import (
    MEGABYTE,
    MOST_CELLS,
    MOST_MERGED,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_TEXT,
    Survey,
    check_all,
)

MIMETYPE, CONTENT, MANIFEST = "mimetype", "content.xml", "META-INF/manifest.xml"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
CELLS = ("table:table-cell", "table:covered-table-cell")
LINKS = ("'file:", "'http:", "'https:", "'smb:", "'ftp:")
ERROR_SIGNS = ("#", "Err:")
MOST_SPACES = 1_000  # in a row of one cell's text
MOST_ELEMENTS = 4_000_000


def is_ods(archive: Archive) -> bool:
    return MIMETYPE in archive and archive.read(MIMETYPE)[: len(SPREADSHEET) + 1].strip() == SPREADSHEET


def has_macros(archive: Archive) -> bool:
    """The files of a macro; LibreOffice also writes lists of none."""
    return any(
        name.startswith(("basic/", "scripts/")) and not name.endswith(("/", "-lc.xml", "-lb.xml"))
        for name in archive.parts
    )


def has_links(archive: Archive) -> bool:
    return False  # they stand in the tables, see TableReader


def survey(archive: Archive) -> list[Survey]:
    if b"encryption-data" in archive.read(MANIFEST):
        raise refusals.locked()
    reader = TableReader()
    walk(archive.pieces(CONTENT), reader)
    check_all(reader.surveys)
    return reader.surveys


class TableReader:
    def __init__(self):
        self.surveys: list[Survey] = []
        self.survey = Survey("")
        self.inside = False  # a table
        self.row = self.column = self.elements = 0  # of the cell that comes, from 0
        self.row_repeats = self.repeats = 1
        self.cell: dict[str, str] | None = None
        self.heard: list[str] = []
        self.length = 0  # of what was heard
        self.notes = 0  # depth of comments, whose text is none of the cell

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._open_table(attributes)
        elif not self.inside:
            return
        elif tag in CELLS:
            self._open_cell(attributes)
        elif tag == "table:table-row":
            self._open_row(attributes)
        elif tag == "office:annotation":
            self.notes += 1
        elif tag == "text:s":
            self._spaces(attributes)
        elif tag == "table:table-source":
            raise refusals.with_links()
        self._listen()

    def end(self, tag: str) -> None:
        if not self.inside:
            return
        if tag in CELLS and self.cell is not None:
            self._close_cell()
        elif tag == "table:table-row":
            self.row += self.row_repeats
        elif tag == "office:annotation":
            self.notes -= 1
        elif tag == "table:table":
            self.inside = False
        self._listen()

    def _listen(self) -> None:
        self.parser.CharacterDataHandler = self._hear if self.cell is not None and not self.notes else None

    def _hear(self, text: str) -> None:
        self.heard.append(text)
        self.length += len(text)
        if self.length > MOST_TEXT:
            raise refusals.too_much_text(MOST_TEXT // MEGABYTE)

    def _open_table(self, attributes: dict[str, str]) -> None:
        if self.inside or "table:name" not in attributes:
            raise refusals.damaged()
        self.survey = Survey(attributes["table:name"])
        self.surveys.append(self.survey)
        if len(self.surveys) > MOST_SHEETS:
            raise refusals.too_many_sheets(MOST_SHEETS)
        self.inside, self.row, self.cell = True, 0, None

    def _open_row(self, attributes: dict[str, str]) -> None:
        self.column = 0
        self.row_repeats = _repeats(attributes, "table:number-rows-repeated")
        self._count()
        hidden = attributes.get("table:visibility") in ("collapse", "filter")
        if hidden:  # rows without end that are empty do not matter
            self.survey.hidden_rows.update(range(self.row + 1, min(self.row + self.row_repeats, MOST_ROWS) + 1))

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self.cell, self.heard, self.length, self.notes = attributes, [], 0, 0
        self.repeats = _repeats(attributes, "table:number-columns-repeated")
        self._count()
        if any(link in attributes.get("table:formula", "") for link in LINKS):
            raise refusals.with_links()

    def _count(self) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise refusals.too_many_rows(self.survey.name, MOST_ROWS)

    def _spaces(self, attributes: dict[str, str]) -> None:
        if int(attributes.get("text:c", "1")) > MOST_SPACES:
            raise refusals.damaged()

    def _close_cell(self) -> None:
        cell, text = self.cell, "".join(self.heard)
        self.cell = None
        if "office:value-type" in cell or "table:formula" in cell or "office:string-value" in cell:
            self.survey.reach(self.row + self.row_repeats, self.column + self.repeats)
            length = max(len(text), len(cell.get("office:string-value", "")), 1) + len(cell.get("table:formula", ""))
            self.survey.text += length * self.repeats * self.row_repeats
            if self.survey.last_row * self.survey.last_column > MOST_CELLS or self.survey.text > MOST_TEXT:
                check_all([self.survey])
            self._find(cell, text.strip())
        self._merge(cell)
        self.column += self.repeats

    def _find(self, cell: dict[str, str], text: str) -> None:
        """Errors and formulas without a result."""
        formula = cell.get("table:formula")
        is_error = cell.get("calcext:value-type") == "error" or (formula and text.startswith(ERROR_SIGNS))
        if is_error:
            found = CellError(text)
        elif formula and "office:value-type" not in cell:
            found = Formula(f"={formula.partition('=')[2]}")
        else:
            return
        for row in range(self.row, self.row + self.row_repeats):
            for column in range(self.column, self.column + self.repeats):
                self.survey.found[row, column] = found

    def _merge(self, cell: dict[str, str]) -> None:
        height, width = (int(cell.get(f"table:number-{one}-spanned", "1")) for one in ("rows", "columns"))
        if height > 1 or width > 1:
            if len(self.survey.merged) == MOST_MERGED:
                raise refusals.bomb()
            self.survey.merged.append((self.row, self.column, self.row + height - 1, self.column + width - 1))


def _repeats(attributes: dict[str, str], name: str) -> int:
    number = int(attributes.get(name, "1"))
    if number < 1:
        raise refusals.damaged()
    return number
