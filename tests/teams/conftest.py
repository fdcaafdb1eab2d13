from io import StringIO

import pytest
import xlsxwriter
from django.core.management import call_command

from accounts.roles import Permission
from imports.kinds import Question
from imports.workbook import open_book
from teams.sheets.members import Members
from tests.teams.lists import AS_OF, HEADER, saved


@pytest.fixture
def write(tmp_path):
    """Write rows into a workbook; its path."""

    def workbook(*rows, name="ds.xlsx"):
        with xlsxwriter.Workbook(tmp_path / name) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        return tmp_path / name

    return workbook


@pytest.fixture
def check(write, country):
    """Read and check rows for the commune of the cast; the rows."""

    def checked(*rows, area=country.commune, header=HEADER, **more):
        question = Question(AS_OF, area, **more)
        parsed = Members().parse(open_book(write(header, *rows).read_bytes(), "ds.xlsx"), question)
        Members().check(parsed, question)
        return parsed.rows

    return checked


@pytest.fixture
def take(write):
    """Import rows from the command line, into the commune of the cast."""

    def taken(*rows, header=HEADER, commune="31342", as_of="2026-06-15", commit=True):
        out = StringIO()
        options = ["--commit"] if commit else []
        call_command(
            "import_members", str(write(header, *rows)), "--commune", commune, "--as-of", as_of, *options, stdout=out
        )
        return out.getvalue()

    return taken


@pytest.fixture
def read(write, country, cast):
    """Read and check a list as the officer of the commune: (kind, parsed, question)."""

    def done(*rows, as_of=AS_OF, header=HEADER, **more):
        areas = cast.commune_officer.areas_where(Permission.EDIT_TEAMS)
        question = Question(as_of, country.commune, user=cast.commune_officer, areas=areas, **more)
        kind = Members()
        parsed = kind.parse(open_book(write(header, *rows).read_bytes(), "ds.xlsx"), question)
        kind.check(parsed, question)
        return kind, parsed, question

    return done


@pytest.fixture
def keep(read, cast):
    """Read, check and save a list as the officer of the commune; the import."""

    def done(*rows, **more):
        return saved(*read(*rows, **more), cast.commune_officer)

    return done
