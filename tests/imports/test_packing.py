from datetime import date, datetime, time
from decimal import Decimal
from uuid import uuid4

from imports.packing import pack, unpack
from imports.rows import Action, Header, Ignored, Issue, Parsed, Row, Severity, SheetInfo
from imports.workbook import CellError, Formula

VALUES = {
    "full_name": "Nguyễn Thị Ánh",
    "birth_date": date(1985, 2, 28),
    "moment": datetime(2022, 7, 1, 8, 30),
    "time": time(7, 15),
    "area_ha": Decimal("12.50"),
    "member": uuid4(),
    "zalo": True,
    "hamlet": ["Ấp", "1"],
    "number": 3,
    "ratio": 0.5,
    "nothing": None,
}


def test_what_was_understood_comes_back_as_it_was():
    issue = Issue("formula_error", Severity.ERROR, "G11", CellError("#N/A"), {"choices": [["new", "Mới"]]})
    reason = Issue("place_unknown", Severity.WARNING, raw=Formula("=A1"))
    rows = [
        Row("Sheet1", 9, VALUES, [issue], "Tổ ấp 1", Action.CHANGED, {"phone": ["0590000001", None]}, [reason], "7"),
        Row("Sheet 2", 3, {"full_name": None}),
    ]
    parsed = Parsed(
        sheets=[SheetInfo("Sheet1", "visible", "data", True)],
        headers=[Header("Sheet1", [7, 8], {"A": "full_name"}, {"B": "?"}, {"C": "CCCD"}, {"A": "Họ tên"}, [issue])],
        rows=rows,
        ignored=[Ignored("Sheet1", 1, "title")],
        issues=[issue],
        facts={"decision_date": date(2022, 5, 4), "absent": 2},
    )

    assert unpack(pack(parsed)) == parsed


def test_an_empty_file_is_packed_too():
    assert unpack(pack(Parsed())) == Parsed()
