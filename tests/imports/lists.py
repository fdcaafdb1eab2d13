"""Lists as workbooks, read, checked and saved as the site does it, without its pages."""

from datetime import date
from functools import partial
from io import BytesIO

import xlsxwriter

from imports import reading, saving
from imports.kinds import KINDS, Question
from imports.models import Content, Import
from imports.packing import pack, unpack
from imports.sentences import sentence
from imports.workbook import open_book

AS_OF = date(2026, 11, 22)


class Tried:
    """What came of a list, given as rows of cells or as the bytes of a workbook."""

    def __init__(self, key, rows, *, area, by=None, decisions=None, as_of=AS_OF, sheet="Sheet1", options=None):
        self.kind, self.by, self.area = KINDS[key], by, area
        self.question = Question(
            as_of,
            area=area,
            user=by,
            areas=by.areas_where(self.kind.permission) if by else None,
            decisions=decisions or {},
            options=options or {},
        )
        data = rows if isinstance(rows, bytes) else workbook(rows, sheet)
        self.book = open_book(data, "danh-sach.xlsx")
        parsed = self.kind.parse(self.book, self.question)
        self.parsed = unpack(pack(parsed))
        self.kind.check(self.parsed, self.question)
        reading.account_for_every_line(self.parsed, self.book)
        pack(self.parsed)  # what the check found can be kept too

    @property
    def rows(self):
        return self.parsed.rows

    @property
    def actions(self):
        return [str(row.action) for row in self.rows]

    @property
    def codes(self):
        return [reason.code for row in self.rows for reason in row.reasons]

    @property
    def sentences(self):
        return [f"{r.cell or ''} {sentence(r)}".strip() for row in self.rows for r in [*row.issues, *row.reasons]]

    def offered(self, number=0):
        return [choice for reason in self.rows[number].reasons for choice in reason.detail.get("choices", [])]

    def save(self):
        self.batch = batch = Import.objects.create(
            kind=self.kind.key, by=self.by, area=self.area, as_of=self.question.as_of, file_name="danh-sach.xlsx"
        )
        Content.objects.create(owner=batch, file=b"", parsed=pack(self.parsed))
        batch.state = Import.State.SAVING
        batch.save()
        after = partial(self.kind.after, self.parsed, self.question) if hasattr(self.kind, "after") else None
        saving.save(batch, self.kind.writes(self.parsed, self.question), by=self.by, after=after)
        return self


def workbook(rows, sheet="Sheet1") -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return stream.getvalue()
