"""The workbooks of offices, kept or given back marked, are read like those that were sent."""

from datetime import date
from pathlib import Path

import pytest

from imports.kinds import KINDS, Question
from imports.marked import TITLE, mark
from imports.plain import rebuilt
from imports.workbook import open_book
from tests.imports.files import make_import, workbook

EXAMPLES = sorted(
    file for file in (Path(__file__).parent / "examples").iterdir() if file.suffix in (".xlsx", ".xls", ".csv")
)
each_example = pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)


def parse(data, name="list.xlsx"):
    book = open_book(data, name)
    return book, KINDS["members"].parse(book, Question(date(2026, 11, 22)))


def said(parsed):
    """All that was understood, apart from what the file tells of numbers that are not kept."""
    rows = [
        (row.sheet, row.number, row.place, row.values, [(issue.code, issue.cell) for issue in row.issues])
        for row in parsed.rows
    ]
    return rows, [line for line in parsed.ignored if line.sheet != TITLE]


@each_example
def test_a_workbook_of_plain_values_reads_as_it_was_sent(file):
    book, parsed = parse(file.read_bytes(), file.name)
    assert said(parse(rebuilt(book, parsed))[1]) == said(parsed)


@each_example
def test_a_marked_workbook_reads_as_it_was_sent(file):
    _book, parsed = parse(file.read_bytes(), file.name)
    _book, again = parse(mark(file.read_bytes(), parsed, file.name))
    assert again.sheets[-1].name == TITLE and not again.sheets[-1].taken
    if not any(issue.code.startswith("formula_") for row in again.rows for issue in row.issues):
        assert said(again) == said(parsed)


def test_a_hidden_sheet_that_is_not_read_keeps_no_column_that_must_not_be_kept(cast, country):
    tables = [(hamlet, [(1, "Lê Thị Bưởi", 1985, "Phật giáo")]) for hamlet in ("Ấp 1", "Ấp 2")]
    headings = ("STT", "Họ và tên", "Năm sinh", "Tôn giáo")
    batch = make_import(cast.commune_officer, country.commune, workbook(*tables, headings=headings, hidden=("Ấp 2",)))
    kept = open_book(bytes(batch.content.file), "list.xlsx")
    assert [sheet.state for sheet in kept.sheets] == ["visible", "hidden"]
    assert "Lê Thị Bưởi" in str(kept.sheets) and "Phật giáo" not in str(kept.sheets)
