"""Which kind of file this is, told by its content and not by its name."""

from imports.workbook import ods, refusals, xls, xlsx
from imports.workbook.archive import Archive
from imports.workbook.book import BadFile, Book, Sheet
from imports.workbook.compound import SIGNATURE, Compound
from imports.workbook.delimited import read_text
from imports.workbook.disguises import disguise_of_archive, disguise_of_compound, disguise_of_text
from imports.workbook.survey import LARGEST_FILE, MEGABYTE, Survey
from imports.workbook.values import read_sheets

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
MACRO_ENDINGS = (".xlsm", ".xltm", ".xlam", ".xla")


def open_book(data: bytes, name: str) -> Book:
    """Read xlsx, xls, ods or csv. BadFile for everything else, and for what is too large or unsafe."""
    if not data:
        raise refusals.empty()
    if len(data) > LARGEST_FILE:
        raise refusals.heavy(LARGEST_FILE // MEGABYTE)
    if name.lower().endswith(MACRO_ENDINGS):
        raise refusals.with_macros()
    sheets = _sheets(data)
    if not any(value is not None for sheet in sheets for row in sheet.rows for value in row):
        raise refusals.without_values()
    return Book(name, sheets)


def is_xlsx(data: bytes) -> bool:
    """Of a file that open_book() reads: people name a csv .xlsx."""
    return data.startswith(ZIP) and xlsx.is_xlsx(Archive(data))


def _sheets(data: bytes) -> list[Sheet]:
    if data.startswith(ZIP):
        return read_sheets(data, _survey_archive(Archive(data)))
    if data.startswith(SIGNATURE):
        return read_sheets(data, _survey_compound(Compound(data)))
    if disguise := disguise_of_text(data):
        raise BadFile(disguise)
    return [read_text(data)]


def _survey_archive(archive: Archive) -> list[Survey]:
    if disguise := disguise_of_archive(archive):
        raise BadFile(disguise)
    kind = xlsx if xlsx.is_xlsx(archive) else ods
    if kind.has_macros(archive):
        raise refusals.with_macros()
    if kind.has_links(archive):
        raise refusals.with_links()
    archive.inspect()
    return kind.survey(archive)


def _survey_compound(container: Compound) -> list[Survey]:
    if disguise := disguise_of_compound(container):
        raise BadFile(disguise)
    return xls.survey(container)
