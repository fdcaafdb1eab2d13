"""Tables as offices lay them out: where they begin, what their columns mean, and what every other row is."""

from datetime import date

import pytest

from imports.kinds import Question
from imports.layout import understand
from imports.workbook import Book, Sheet
from teams.sheets.columns import FIELDS

HEADER = ["STT", "Họ và tên", "Năm sinh", "Chức vụ", "Nhiệm vụ trong tổ", "Số điện thoại"]
AN = [1, "Lê Văn An", 1980, "Trưởng ấp", "Tổ trưởng", "0590000001"]
BA = [2, "Trần Thị Ba", 1985, "Giáo viên", "Thành viên", "0590000002"]


def sheet(*rows, name="Sheet1", state="visible", **more):
    width = max(map(len, rows), default=0)
    return Sheet(name, state, [list(row) + [None] * (width - len(row)) for row in rows], **more)


def read(*sheets, **question):
    return understand(Book("ds.xlsx", list(sheets)), FIELDS, Question(date(2022, 6, 15), **question))


def names(lines):
    return [line.cells["full_name"].value for line in lines]


def reasons(parsed):
    return {line.number: line.reason for line in parsed.ignored}


def test_titles_above_and_signatures_below_are_no_persons():
    parsed, lines = read(
        sheet(
            ["ỦY BAN NHÂN DÂN"],
            ["DANH SÁCH"],
            [],
            HEADER,
            AN,
            BA,
            ["Danh sách này có 02 người./."],
            [],
            ["Nơi nhận:", None, None, None, "KT. CHỦ TỊCH"],
            ["- Lưu: VT."],
            [],
            [None, None, None, None, "(đã ký)"],
        )  # fmt: skip
    )
    assert names(lines) == ["Lê Văn An", "Trần Thị Ba"]
    assert reasons(parsed) == {
        **{1: "title", 2: "title", 3: "blank", 7: "closing_sentence", 8: "blank"},
        **{9: "signature_block", 10: "signature_block", 12: "signature_block"},
    }
    assert parsed.issues == []


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("TT", "stt"),
        ("Họ, tên", "full_name"),
        ("Ngày, tháng, năm sinh", "birth_date"),
        ("SĐT liên hệ", "phone"),
        ("ĐTDĐ", "phone"),
        ("SĐT (Zalo)", "phone"),
        ("Liên lạc", "phone"),
        ("Zalo", "zalo"),
        ("Chức vụ, đơn vị công tác", "position_or_organization"),
        ("Chức vụ\nđơn vị công tác:", "position_or_organization"),
        ("CHỨC VỤ HIỆN NAY", "position"),
        ("Chức danh trong Tổ", "team_role"),
        ("Phân công nhiệm vụ", "team_role"),
        ("Đơn vị công tác", "organization"),
        ("Ấp/Khu vực", "team"),
        ("Xã, phường (trước sắp xếp)", "former_commune"),
        ("Phái", "gender"),
        ("Thư điện tử", "email"),
        ("Số CCCD/CMND", "citizen_id"),
        ("Dân tộc", "ethnicity"),
        ("Trình độ chuyên môn", None),
    ],
)
def test_a_heading_is_known_however_the_office_words_it(heading, field):
    parsed, _ = read(sheet(["STT", "Họ và tên đại biểu", "Họ và tên", heading], [1, None, "Lê Văn An", "x"]))
    columns = parsed.headers[0].columns
    assert columns.get("D") == (field if field not in ("stt", "full_name") else None)
    alone, _ = read(sheet([heading, "Họ và tên", "Năm sinh", "Điện thoại"], ["x", "Lê Văn An", 1980, "0590000001"]))
    assert alone.headers[0].columns.get("A") == (field if field != "phone" else "phone")


def test_a_header_of_two_rows_tells_the_sex_by_the_column():
    merged = [(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)]
    top, below = ["TT", "HỌ VÀ TÊN", "NĂM SINH", None, "LIÊN HỆ"], [None, None, "Nam", "Nữ", "Điện thoại"]
    numbers = ["(1)", "(2)", "(3)", "(4)", "(5)"]
    parsed, lines = read(sheet(top, below, numbers, [1, "Lê Văn An", 1980, None, "0590000001"], merged=merged))
    assert parsed.headers[0].rows == [1, 2]
    assert list(parsed.headers[0].columns.values()) == ["stt", "full_name", "birth_year:M", "birth_year:F", "phone"]
    assert reasons(parsed) == {3: "column_numbers"}
    assert names(lines) == ["Lê Văn An"]


def test_a_name_in_two_columns_is_one_name():
    merged = [(0, 1, 0, 2)]
    parsed, lines = read(sheet(["STT", "Họ và tên", None, "Năm sinh"], [1, "Lê Văn", "An", 1980], merged=merged))
    assert parsed.headers[0].columns == {"A": "stt", "B": "full_name", "C": "given_name", "D": "birth_year"}
    parsed, lines = read(sheet(["STT", "Họ và đệm", "Tên", "Năm sinh"], [1, "Lê Văn", "An", 1980]))
    assert [lines[0].cells[name].value for name in ("last_name", "given_name")] == ["Lê Văn", "An"]


def test_sections_name_the_team_in_every_style():
    parsed, lines = read(
        sheet(
            HEADER,
            ["I", "TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG ẤP 1"],
            AN,
            ["Cộng: 01 thành viên"],
            ["II. Tổ CNSCĐ ấp 2 (1 người)"],
            BA,
            ["3. Khu vực Thị trấn:"],
            AN,
            ["- Đoàn thanh niên xã"],
            BA,
            ["TỔNG CỘNG: 04 tổ, 4 thành viên"],
        )  # fmt: skip
    )
    assert [line.place for line in lines] == [
        "TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG ẤP 1",
        "Tổ CNSCĐ ấp 2",
        "Khu vực Thị trấn",
        "Đoàn thanh niên xã",
    ]
    assert (reasons(parsed)[4], reasons(parsed)[11]) == ("subtotal", "grand_total")
    assert parsed.issues == []


def test_communes_and_their_hamlets_are_sections_of_sections():
    _, lines = read(sheet(HEADER, ["A", "XÃ TÂN HÒA"], ["1", "Ấp 1"], AN, ["B. Phường Ngã Bảy"], ["1. Khu vực 2"], BA))
    assert [(line.commune, line.place) for line in lines] == [
        ("XÃ TÂN HÒA", "Ấp 1"),
        ("Phường Ngã Bảy", "Khu vực 2"),
    ]


def test_a_total_that_does_not_match_is_told_with_its_cell():
    parsed, _ = read(sheet(HEADER, AN, BA, ["Tổng cộng: 03 thành viên"]))
    found = [(issue.code, issue.cell, issue.detail) for issue in parsed.issues]
    assert found == [("declared_total_mismatch", "A4", {"declared": 3, "found": 2, "sheet": "Sheet1"})]


def test_people_called_tong_or_cong_are_no_totals():
    _, lines = read(sheet(HEADER, [1, "Tống Văn Công", 1980, None, None, "0590000001"], [2, "Công Thị Tổng", 1981]))
    assert names(lines) == ["Tống Văn Công", "Công Thị Tổng"]


def test_a_header_repeated_after_a_page_break_goes_on():
    parsed, lines = read(sheet(HEADER, AN, [], HEADER, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], BA))
    assert names(lines) == ["Lê Văn An", "Trần Thị Ba"]
    assert reasons(parsed) == {3: "blank", 4: "repeated_header", 5: "column_numbers"}
    assert len(parsed.headers) == 1


def test_a_second_table_with_other_columns_is_read_by_its_own_header():
    other = ["TT", "Họ tên", "Điện thoại", "Năm sinh"]
    parsed, lines = read(
        sheet(HEADER, AN, ["Nơi nhận:"], [], ["Tổ CNSCĐ ấp 2"], other, [1, "Võ Tư", "0590000004", 1970])
    )
    assert [line.cells["phone"].value for line in lines] == ["0590000001", "0590000004"]
    assert len(parsed.headers) == 2


@pytest.mark.parametrize("mark", ['"', "nt", "-nt-", "Như trên", "''", "〃"])
def test_ditto_marks_stand_for_the_cell_above(mark):
    _, lines = read(sheet(HEADER, AN, [2, "Trần Thị Ba", 1985, mark, mark, "0590000002"]))
    assert [lines[1].cells[name].value for name in ("position", "team_role")] == ["Trưởng ấp", "Tổ trưởng"]


def test_the_team_of_a_merged_or_an_empty_cell_below_is_the_one_above():
    header = ["Ấp", *HEADER]
    rows = [header, ["Ấp 1", *AN], [None, *BA], ["Ấp 2", *AN], [None, *BA]]
    for merged in ([], [(1, 0, 2, 0), (3, 0, 4, 0)]):
        _, lines = read(sheet(*rows, merged=merged))
        assert [line.cells["team"].value for line in lines] == ["Ấp 1", "Ấp 1", "Ấp 2", "Ấp 2"]


def test_a_former_commune_is_that_of_its_own_row_only():
    header, old = ["Ấp", "Xã cũ", *HEADER], "Thị trấn Một Ngàn"
    _, lines = read(sheet(header, ["Ấp 1", old, *AN], ["Ấp 2", None, *BA], ["Ấp 3", '"', *BA]))
    assert [line.cells["former_commune"].value for line in lines] == [old, None, old]


def test_one_sheet_for_each_hamlet_is_told_by_its_name():
    parsed, lines = read(
        sheet(HEADER, AN, name="Ấp 1"),
        sheet(["Cách điền"], ["Điền đủ các cột"], name="Hướng dẫn"),
        sheet(HEADER, BA, name="KV 2"),
        sheet(HEADER, BA, name="Cũ", state="hidden"),
        sheet(name="Trống"),
    )
    assert [line.place for line in lines] == ["Ấp 1", "KV 2"]
    assert [(found.role, found.taken) for found in parsed.sheets] == [
        *[("data", True), ("instructions", False), ("data", True), ("hidden", False), ("empty", False)]
    ]
    assert [issue.code for issue in parsed.issues] == ["sheet_without_table", "hidden_sheet"]


def test_a_hidden_sheet_is_taken_when_a_person_says_so():
    _, lines = read(sheet(HEADER, BA, name="Cũ", state="hidden"), options={"hidden_sheets": True})
    assert names(lines) == ["Trần Thị Ba"]


def test_hidden_rows_are_taken_and_told():
    _, lines = read(sheet(HEADER, AN, BA, hidden_rows=frozenset({3})))
    assert ["hidden" in line.cells for line in lines] == [False, True]


def test_columns_that_are_not_kept_give_no_cell():
    parsed, lines = read(sheet([*HEADER, "Số CCCD", "Dân tộc"], [*AN, "093080000001", "Khmer"]))
    assert parsed.headers[0].dropped == {"G": "Số CCCD", "H": "Dân tộc"}
    assert not {"citizen_id", "ethnicity"} & set(lines[0].cells)


def test_a_column_that_a_person_assigned_counts():
    rows = (["STT", "Họ và tên", "Cột lạ", "Điện thoại"], [1, "Lê Văn An", 1980, "0590000001"])
    _, lines = read(sheet(*rows), mapping={"Sheet1": {"C": "birth_year", "D": ""}})
    assert lines[0].cells["birth_year"].value == 1980
    assert "phone" not in lines[0].cells


def test_a_list_without_a_header_is_read_when_a_person_names_the_columns():
    parsed, lines = read(
        sheet(["Danh sách tổ"], AN, BA), mapping={"Sheet1": {"row": "1", "B": "full_name", "F": "phone"}}
    )
    assert names(lines) == ["Lê Văn An", "Trần Thị Ba"]
    assert [(line.number, line.reason) for line in parsed.ignored] == []


def test_a_sheet_without_a_table_says_so():
    parsed, lines = read(sheet(["Chỉ có chữ"], ["và chữ"]))
    assert lines == []
    assert [issue.code for issue in parsed.issues] == ["sheet_without_table", "table_not_found"]


def test_the_titles_tell_decision_day_commune_and_team():
    parsed, _ = read(
        sheet(
            ["UBND XÃ HÒA AN"],
            ["Thành viên Tổ công nghệ số cộng đồng ấp Trường Hưng"],
            ["(Kèm theo Quyết định số 125/QĐ-UBND ngày 20 tháng 8 năm 2025 của Chủ tịch UBND xã Khác)"],
            HEADER,
            AN,
        )  # fmt: skip
    )
    assert parsed.facts == {
        "commune": "XÃ HÒA AN",
        "place": "ấp Trường Hưng",
        "decision_number": "125/QĐ-UBND",
        "decision_date": date(2025, 8, 20),
    }


def test_the_national_heading_above_a_decision_names_no_commune():
    head = ["ỦY BAN NHÂN DÂN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    office = ["XÃ HÒA AN", None, None, "Độc lập - Tự do - Hạnh phúc"]
    parsed, _ = read(sheet(head, office, ["DANH SÁCH TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG"], HEADER, AN))

    assert parsed.facts == {"commune": "XÃ HÒA AN"}
