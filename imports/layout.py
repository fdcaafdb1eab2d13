"""Where the table stands in a sheet, what its columns mean, and which of its rows are data."""

from imports.kinds import Field, Question
from imports.rows import Line, Parsed
from imports.workbook import Book


def understand(book: Book, fields: tuple[Field, ...], question: Question) -> tuple[Parsed, list[Line]]:
    """Parsed without rows (sheets, headers, ignored rows, issues, facts of the titles), and the lines that are data."""
    raise NotImplementedError
