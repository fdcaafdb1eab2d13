"""A file as a person sent it, opened with suspicion: sheets of plain values, or a sentence why not."""

from imports.workbook import refusals
from imports.workbook.book import BadFile, Book, CellError, Formula, Sheet
from imports.workbook.opening import is_xlsx, open_book

__all__ = ["BadFile", "Book", "CellError", "Formula", "Sheet", "is_xlsx", "open_book", "refusals"]
