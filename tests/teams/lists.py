"""Lists of members for tests: rows as offices write them, and what a check makes of them."""

from datetime import date

from imports import saving
from imports.models import Content, Import
from imports.packing import pack

AS_OF = date(2026, 6, 15)
HEADER = ["STT", "Ấp", "Họ và tên", "Năm sinh", "Giới tính", "Chức vụ", "Nhiệm vụ trong tổ", "Số điện thoại"]
AN = [1, "Ấp 1", "Lê Văn An", 1980, "Nam", "Trưởng ấp", "Tổ trưởng", "0590000001"]
BA = [2, "Ấp 1", "Trần Thị Ba", 1985, "Nữ", "Giáo viên", "Thành viên", "0590000002"]


def actions(rows):
    return [row.action for row in rows]


def codes(row):
    return [reason.code for reason in row.reasons]


def saved(kind, parsed, question, by):
    batch = Import.objects.create(
        kind=kind.key, by=by, area=question.area, as_of=question.as_of, file_name="ds.xlsx", state=Import.State.SAVING
    )
    Content.objects.create(owner=batch, file=b"", parsed=pack(parsed))
    saving.save(batch, kind.writes(parsed, question), by=by, after=lambda: kind.after(parsed, question))
    Import.objects.filter(pk=batch.pk).update(state=Import.State.UNDOING)
    batch.refresh_from_db()
    return batch
