"""The workbook that goes back to the office: marks where they stand, and a list of them."""

from io import BytesIO

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from imports.marked import SIGN, TITLE, mark
from imports.rows import Action, Header, Issue, Parsed, Row, Severity
from imports.sentences import SENTENCES, sentence

AMBER, RED, PLAIN = "FFFFEB9C", "FFFFC7CE", "00000000"
WARNING, ERROR, INFO = Severity.WARNING, Severity.ERROR, Severity.INFO
MISSING, TWO, CASE = "phone_missing", "phone_multiple", "name_case_normalized"


def workbook(*rows, title="DS", arrange=lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    arrange(book.active)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def parsed(*issues, action=Action.NEW, reasons=(), sheet="DS") -> Parsed:
    row = Row(sheet, 2, {}, list(issues), action=action, reasons=list(reasons))
    return Parsed(headers=[Header(sheet, [1], {"B": "full_name", "AA": "phone"})], rows=[row])


def marked(file, found, **more):
    return openpyxl.load_workbook(BytesIO(mark(file, found, **more)))


def listed(book, title=TITLE):
    return [list(row) for row in book[title].iter_rows(min_row=2, values_only=True)]


PEOPLE = workbook(["STT", "Họ tên", "Số điện thoại"], [1, "VÕ AN", None])


def test_a_cell_is_filled_and_commented_as_bad_as_it_is():
    book = marked(PEOPLE, parsed(Issue(MISSING, WARNING, "C2"), Issue(TWO, ERROR, "A2"), Issue(CASE, INFO, "B2")))
    fills = [cell.fill.fgColor.rgb for cell in book["DS"][2]]
    assert fills == [RED, PLAIN, AMBER]
    assert sentence(Issue(MISSING, WARNING)) in book["DS"]["C2"].comment.text
    assert book["DS"]["C2"].comment.author == "Tổ công nghệ số"
    assert book["DS"]["B2"].comment is None


def test_two_problems_of_a_cell_stand_in_one_comment_and_the_worse_one_colours_it():
    book = marked(PEOPLE, parsed(Issue(TWO, ERROR, "C2"), Issue(MISSING, WARNING, "C2")))
    text = book["DS"]["C2"].comment.text
    assert book["DS"]["C2"].fill.fgColor.rgb == RED
    assert all(sentence(Issue(code, ERROR)) in text for code in (TWO, MISSING))


def test_why_a_row_waits_stands_at_its_first_cell():
    waiting = parsed(action=Action.WAITING, reasons=[Issue(MISSING, INFO)])
    book = marked(PEOPLE, waiting)
    assert book["DS"]["B2"].fill.fgColor.rgb == AMBER
    assert listed(book) == [["DS", "B2", None, "Cần xem", sentence(Issue(MISSING, INFO))]]


def test_a_reason_that_repeats_a_problem_is_said_once():
    problem = Issue(TWO, ERROR, "C2", "059 01")
    book = marked(PEOPLE, parsed(problem, action=Action.WAITING, reasons=[problem]))
    assert listed(book) == [["DS", "C2", "059 01", "Lỗi", sentence(problem)]]


def test_a_reason_of_the_whole_row_that_repeats_a_remark_is_said_once_too():
    twice = Issue(MISSING, WARNING)
    book = marked(PEOPLE, parsed(twice, action=Action.WAITING, reasons=[twice]))
    assert [line[1] for line in listed(book)] == ["B2"]


def test_reasons_of_a_row_that_was_decided_are_not_marked():
    assert listed(marked(PEOPLE, parsed(action=Action.SKIPPED, reasons=[Issue(TWO, ERROR)])))[0][1] is None


def test_the_list_of_marks_opens_first_with_links_to_the_cells():
    book = marked(PEOPLE, parsed(Issue(MISSING, WARNING, "C2")))
    sheet = book[TITLE]
    assert book.active.title == TITLE and sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == ["Trang tính", "Ô", "Giá trị", "Mức", "Vì sao và làm gì"]
    assert sheet["B2"].hyperlink.location == "'DS'!C2"
    assert [one.title for one in book if one.sheet_view.tabSelected] == [TITLE]


def test_a_workbook_without_problems_says_so():
    assert listed(marked(PEOPLE, parsed()))[0][0] == "Không có ô nào cần xem."


@pytest.mark.parametrize("raw", ["=HYPERLINK(1)", "+84", "-1", "@x"])
def test_no_value_becomes_a_formula(raw):
    book = marked(PEOPLE, parsed(Issue(TWO, ERROR, "C2", raw)))
    cell = book[TITLE]["C2"]
    assert (cell.value, cell.data_type) == (f"'{raw}", "s")


def test_no_identity_number_is_listed():
    assert "093190001234" not in str(listed(marked(PEOPLE, parsed(Issue(TWO, ERROR, "C2", "093190001234")))))


def test_a_problem_inside_merged_cells_is_marked_at_their_first_cell_once():
    merged = workbook(["Ấp", "Họ tên"], ["Ấp 1", "A"], [None, "B"], arrange=lambda sheet: sheet.merge_cells("A2:A3"))
    rows = [Row("DS", number, {}, [Issue(TWO, ERROR, f"A{number}")]) for number in (2, 3)]
    book = marked(merged, Parsed(rows=rows))
    assert book["DS"]["A2"].comment.text.count(sentence(rows[0].issues[0])) == 1
    assert [row[1] for row in listed(book)] == ["A2", "A3"]


def test_what_the_office_made_stays():
    def arrange(sheet):
        sheet["C2"].comment = Comment("Hỏi lại anh Ba", "Chị Tư")
        sheet["B2"].font = Font(name=".VnTime", bold=True)
        sheet["A3"] = "=SUM(A2:A2)"

    book = marked(workbook(["STT"], [1], arrange=arrange), parsed(Issue(MISSING, WARNING, "C2")))
    assert book["DS"]["C2"].comment.text.startswith("Hỏi lại anh Ba\n")
    assert (book["DS"]["B2"].font.name, book["DS"]["A3"].value) == (".VnTime", "=SUM(A2:A2)")


def test_marks_of_the_time_before_are_taken_off():
    with_comment = workbook(["STT"], [1], arrange=lambda sheet: setattr(sheet["C2"], "comment", Comment("Ba", "Tư")))
    first = mark(with_comment, parsed(Issue(MISSING, WARNING, "C2"), Issue(TWO, ERROR, "A2")))
    book = marked(first, parsed(Issue(CASE, WARNING, "A2")))
    assert book.sheetnames == ["DS", TITLE]
    assert book["DS"]["C2"].comment.text.strip() == "Ba" and book["DS"]["C2"].fill.fgColor.rgb == PLAIN
    assert book["DS"]["A2"].comment.text == f"{SIGN}\n{SENTENCES[CASE]}"


def test_the_list_takes_another_name_beside_a_sheet_of_that_name():
    book = marked(workbook(["STT"], title=TITLE.upper()), parsed(Issue(MISSING, WARNING, "A1"), sheet=TITLE.upper()))
    assert book.sheetnames == [TITLE.upper(), f"{TITLE} 2"]
    assert listed(book, f"{TITLE} 2")[0][1] == "A1"


def test_a_stray_cell_at_the_farthest_place_costs_nothing():
    far = workbook(["STT"], arrange=lambda sheet: sheet.cell(1_048_576, 16_384, "x"))
    assert marked(far, parsed())["DS"]["XFD1048576"].value == "x"
