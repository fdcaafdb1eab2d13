"""What the page says of a file as a whole, before anything is saved."""

import pytest

from imports import blank
from imports.kinds import KINDS
from imports.marked import mark
from imports.reading import understood
from imports.workbook import open_book
from tests.imports.files import HEADINGS, PEOPLE, make_import, people_of, table, workbook

DECISION = ("(Kèm theo Quyết định số 125/QĐ-UBND ngày 12/11/2025)",)


@pytest.fixture
def told(client, cast, country, team):
    """What the commune officer reads after dropping such a file."""
    client.force_login(cast.commune_officer)

    def read(data: bytes) -> str:
        batch = make_import(cast.commune_officer, country.commune, data)
        return client.get(batch.get_absolute_url()).content.decode()

    return read


def test_a_column_that_nobody_understands_is_named(told):
    people = [(*person, "người xa") for person in PEOPLE]

    page = told(workbook(("Ấp 1", people), headings=(*HEADINGS, "Cột lạ lùng")))

    assert "F “Cột lạ lùng”" in page and "Chưa hiểu nên không nhập" in page


def test_a_column_that_has_no_place_here_is_named_and_not_shown_as_if_it_were_saved(told):
    people = [(*person, "người xa") for person in PEOPLE]

    page = told(workbook(("Ấp 1", people), headings=(*HEADINGS, "Ghi chú")))

    assert "Hệ thống không lưu cột F “Ghi chú”" in page
    assert "người xa" not in page


def test_a_list_of_known_columns_and_teams_says_nothing_of_this(told):
    page = told(people_of())

    assert not any(
        words in page for words in ("Chưa hiểu nên", "không lưu cột", "lưu sẽ lập mới", "tổ mới", "Theo Quyết")
    )


def test_hamlets_and_teams_that_saving_would_found_are_named(told):
    page = told(people_of("Ấp Mới"))

    assert "lưu sẽ lập mới: Ấp Mới." in page and "Lưu sẽ lập 1 tổ mới" in page


def test_the_decision_above_the_list_is_told_with_the_day_from_which_it_counts(told):
    page = told(table(DECISION, [HEADINGS, ("Ấp 1",), *PEOPLE]))

    assert "Theo Quyết định 125/QĐ-UBND ngày 12/11/2025." in page
    assert "Người mới và nhiệm vụ mới tính từ ngày 12/11/2025." in page


def test_a_list_that_brings_a_second_leader_says_so(told, cast, country, team):
    second = [(1, "Lê Thị Bưởi", 1985, "Tổ trưởng", "0590000001")]
    assert "Lưu xong sẽ có hai tổ trưởng: ấp 1." in told(people_of(people=second))

    assert "hai tổ trưởng" not in told(people_of(people=PEOPLE[1:]))
    assert "hai tổ trưởng" not in told(people_of("Ấp Mới"))


def test_the_guide_of_the_blank_workbook_is_no_matter(told):
    file = blank.template(KINDS["members"])
    assert len(open_book(file, "mau.xlsx").sheets) == 2

    assert "không có bảng nào nhập được" not in told(file)


def test_the_list_of_marks_of_a_marked_workbook_is_no_matter_when_it_comes_back(told, cast, country):
    batch = make_import(cast.commune_officer, country.commune)
    again = mark(bytes(batch.content.file), understood(batch))

    page = told(again)

    assert "Đã hiểu: 1 trang tính, 1 tổ, 3 người" in page and "không có bảng nào nhập được" not in page
