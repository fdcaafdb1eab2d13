"""Workbooks and imports for tests, as people would send them."""

import hashlib
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from accounts.models import User
from imports import jobs
from imports.models import Import

WRITTEN = {"created": datetime(2026, 1, 10)}  # two workbooks of the same rows are the same bytes
EXAMPLES = Path(__file__).parent / "examples"
HEADINGS = ("STT", "Họ và tên", "Năm sinh", "Nhiệm vụ trong tổ", "Số điện thoại")
PEOPLE = (
    (1, "Lê Thị Bưởi", 1985, "Tổ trưởng", "0590000001"),
    (2, "Trần Văn Cam", 1990, "Tổ phó", "0590000002"),
    (3, "Ngô Thị Dừa", 2001, "Thành viên", "0590000003"),
)


def workbook(*tables, headings=HEADINGS, hidden=()) -> bytes:
    """tables: (section, rows); each on a sheet of its own, named by its section. `hidden` sheets do not show."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties(WRITTEN)
        for section, rows in tables:
            sheet = book.add_worksheet(section)
            for number, row in enumerate([("DANH SÁCH TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG",), headings, (section,), *rows]):
                sheet.write_row(number, 0, row)
            if section in hidden:
                sheet.hide()
    return stream.getvalue()


def table(headings, rows) -> bytes:
    """A list without titles and sections."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties(WRITTEN)
        sheet = book.add_worksheet()
        for number, row in enumerate([headings, *rows]):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def people_of(section="Ấp 1", people=PEOPLE, **more) -> bytes:
    return workbook((section, people), **more)


def make_import(by: User, area, data: bytes | None = None, name="danh-sach.xlsx", **columns) -> Import:
    """An import that waits for its confirmation; `columns` then overrides what the database holds."""
    data = data or people_of()
    batch = Import(
        kind="members",
        by=by,
        area=area,
        as_of=date(2026, 1, 15),
        file_name=name,
        digest=hashlib.sha256(data).hexdigest(),
    )
    jobs.receive(batch, data)
    if columns:
        Import.objects.filter(pk=batch.pk).update(**columns)
        batch.refresh_from_db()
    return batch


def saved_import(by: User, area, data: bytes | None = None) -> Import:
    batch = make_import(by, area, data)
    assert jobs.start(batch, "save", by=by)
    return batch
