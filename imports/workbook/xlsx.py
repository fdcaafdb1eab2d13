"""The parts of an xlsx, read only so far as calamine is silent about them or must not be trusted with them."""

import posixpath
import re
from collections.abc import Iterator

from imports.workbook import refusals
from imports.workbook.archive import Archive, plain_name, walk
from imports.workbook.sheetdata import SheetReader
from imports.workbook.survey import MEGABYTE, MOST_SHEETS, MOST_TEXT, OLD_FONT, Survey, check_all

MACRO_SHEETS = ("xlmacrosheet", "xlintlmacrosheet")
HEAD = re.compile(rb"\A.*?sst\b[^>]*>", re.S)
MOST_STRINGS = 4_000_000  # calamine also reserves memory for as many as the file announces
LONGEST_STRING = 4 * MEGABYTE  # with the marks of its runs; Excel allows 32,767 characters
UNIQUE_COUNT = re.compile(rb"uniqueCount\s*=\s*[\"'](\d+)")
OLD_FONT_OF_RUN = re.compile(rb"rFont[^>]*(?:\.Vn|VNI-)", re.I)


def is_xlsx(archive: Archive) -> bool:
    return "_rels/.rels" in archive and any(name.startswith("xl/") for name in archive.parts)


def has_macros(archive: Archive) -> bool:
    """A VBA project, a sheet of Excel 4.0 macros, or a file that says it is an xlsm."""
    named = any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in archive.parts)
    return named or b"macroEnabled" in archive.read("[Content_Types].xml")


def has_links(archive: Archive) -> bool:
    return any("/externallinks/" in name for name in archive.parts)


def survey(archive: Archive) -> list[Survey]:
    """One for each sheet of the workbook, in its order; BadFile for what should not be read."""
    contents = Contents(archive)
    strings = Strings(archive, contents.path("sharedStrings.xml"))
    styles = old_styles(archive, contents.path("styles.xml"))
    sheets = list(contents.sheets())
    surveys, shared = _survey_all(archive, sheets, styles, strings)
    if shared * strings.longest > MOST_TEXT or (shared and strings.has_old_fonts):
        strings.measure()  # texts that may be repeated without measure, or have fonts of their own
        surveys, shared = _survey_all(archive, sheets, styles, strings)
    check_all(surveys)
    return surveys[: len(sheets)]


def _survey_all(archive: Archive, sheets: list[tuple[str, str]], styles: dict[str, str], strings: "Strings"):
    """(surveys, number of cells with a shared text). Behind the sheets of the workbook those that it does not name."""
    named = {part for name, part in sheets}
    surveys, shared = [], 0
    for name, part in sheets + [(part, part) for part in archive.tables if part not in named]:
        surveys.append(Survey(name))
        if part in archive.tables:
            reader = SheetReader(surveys[-1], styles, strings)
            walk(archive.pieces(part), reader)
            reader.finish()
            shared += reader.shared
    return surveys, shared


class Contents:
    """Which part is which sheet: the workbook and its relationships."""

    def __init__(self, archive: Archive):
        self.archive = archive
        targets = Collector("Relationship")
        walk(archive.pieces("_rels/.rels"), targets)
        main = [one for one in targets.found if one.get("Type", "").endswith("/relationships/officeDocument")]
        if not main:
            raise refusals.damaged()
        self.folder = posixpath.dirname(main[-1].get("Target", "")).removeprefix("/")

    def path(self, name: str) -> str:
        return posixpath.join(self.folder, name)

    def sheets(self) -> Iterator[tuple[str, str]]:
        """(name, part) in the order of the workbook."""
        sheets, targets = Collector("sheet"), Collector("Relationship")
        walk(self.archive.pieces(self.path("workbook.xml")), sheets)
        walk(self.archive.pieces(self.path("_rels/workbook.xml.rels")), targets)
        if len(sheets.found) > MOST_SHEETS:
            raise refusals.too_many_sheets(MOST_SHEETS)
        parts = {one.get("Id"): one for one in targets.found}
        for sheet in sheets.found:
            part = parts.get(next((sheet[key] for key in sheet if key.rpartition(":")[2] == "id"), None), {})
            if part.get("Type", "").lower().endswith(MACRO_SHEETS):
                raise refusals.with_macros()
            yield sheet.get("name", ""), self._part(part.get("Target", ""))

    def _part(self, target: str) -> str:
        path = target.removeprefix("/") if target.startswith("/") else self.path(target)
        if path not in self.archive or plain_name(path) in self.archive.foreign:
            raise refusals.damaged()
        return plain_name(path)


class Strings:
    """The table of shared texts. `longest` is known at once, the single lengths and fonts after measure()."""

    def __init__(self, archive: Archive, part: str):
        self.archive, self.part = archive, part
        self.longest = 0
        self.has_old_fonts = False
        self.lengths: list[int] = []
        self.fonts: dict[int, str] = {}
        tail, count = None, 0
        for piece in archive.pieces(part) if part in archive else ():
            text = HEAD.sub(b"", piece, count=1) if tail is None else tail + piece
            ends = text.split(b"si>")  # of <si> and of </si>, with any prefix
            self.longest = max(self.longest, *map(len, ends))
            self.has_old_fonts = self.has_old_fonts or bool(OLD_FONT_OF_RUN.search(text))
            count += piece.count(b"si")
            announced = max(map(int, UNIQUE_COUNT.findall(piece if tail is None else text)), default=0)
            tail = ends[-1]
            if max(count, announced) > MOST_STRINGS or len(tail) > LONGEST_STRING:
                raise refusals.bomb()

    def measure(self) -> None:
        if not self.lengths and self.part in self.archive:
            walk(self.archive.pieces(self.part), self)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "si":
            self.lengths.append(0)
        elif kind == "rFont" and OLD_FONT.match(attributes.get("val", "")):
            self.fonts.setdefault(len(self.lengths) - 1, attributes["val"])
        self.parser.CharacterDataHandler = self._text if kind == "t" else None

    def _text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class Collector:
    """The attributes of every element of one name."""

    def __init__(self, name: str):
        self.name = name
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == self.name:
            self.found.append(attributes)


class Styles:
    def __init__(self):
        self.fonts: list[str] = []
        self.formats: list[str] = []  # of cells: the number of the font
        self.within = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind in ("fonts", "cellXfs", "dxfs", "cellStyleXfs"):
            self.within = kind
        elif self.within == "fonts" and kind == "font":
            self.fonts.append("")
        elif self.within == "fonts" and kind == "name" and self.fonts:
            self.fonts[-1] = attributes.get("val", "")
        elif self.within == "cellXfs" and kind == "xf":
            self.formats.append(attributes.get("fontId", "0"))


def old_styles(archive: Archive, part: str) -> dict[str, str]:
    """The number of a cell format (as cells give it) -> its .Vn… or VNI-… font."""
    if part not in archive or not re.search(rb"\.Vn|VNI-", archive.read(part), re.I):
        return {}
    styles = Styles()
    walk(archive.pieces(part), styles)
    names = {str(number): name for number, name in enumerate(styles.fonts) if OLD_FONT.match(name)}
    return {str(number): names[font] for number, font in enumerate(styles.formats) if font in names}
