from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import tablib
from django.http import Http404
from openpyxl import load_workbook

from areas.exports import bare_text, file_response, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+84912", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1+1"])
def test_a_text_that_could_start_a_formula_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["=1+1", "+84912", "@SUM(A1)", "  =1+1", "＝1+1", "'Ấp", "Ấp 1", "", "'"])
def test_a_text_that_comes_back_is_what_it_was(text):
    assert bare_text(safe_cell(text)) == text


@pytest.mark.parametrize("value", ["Ấp 1", "0912345678", "a=b", "", -5, 2.5, date(2022, 6, 1), None])
def test_other_values_stay_as_they_are(value):
    assert safe_cell(value) == value


def test_control_characters_that_excel_refuses_are_left_out():
    assert safe_cell("Tổ\x0b ấp 1") == "Tổ ấp 1"


def test_a_moment_is_written_in_local_time():
    assert safe_cell(datetime(2025, 7, 1, 2, 30, tzinfo=UTC)) == datetime(2025, 7, 1, 9, 30)


@pytest.fixture
def dataset():
    rows = tablib.Dataset(["Tổ ấp 1", 7, date(2022, 6, 1)], ["Tổ ấp 2", None, ""], headers=["Tên tổ", "Người", "Từ"])
    rows.title = "Tổ"
    return rows


def test_a_workbook_has_real_dates_and_numbers_and_a_frozen_header(dataset):
    response = file_response(dataset, kind="xlsx", name="to")
    sheet = load_workbook(BytesIO(response.content)).active

    rows = list(sheet.values)
    assert rows == [("Tên tổ", "Người", "Từ"), ("Tổ ấp 1", 7, datetime(2022, 6, 1)), ("Tổ ấp 2", None, None)]
    assert sheet["C2"].number_format == "dd/mm/yyyy"
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Tổ", "A2", "A1:C3")


def test_a_csv_opens_in_excel_as_utf8_with_vietnamese_dates(dataset):
    response = file_response(dataset, kind="csv", name="to")

    assert response.content == "\ufeffTên tổ,Người,Từ\r\nTổ ấp 1,7,01/06/2022\r\nTổ ấp 2,,\r\n".encode()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="to-2')


def test_a_list_without_rows_still_has_its_header():
    response = file_response(tablib.Dataset(headers=["Tên tổ"]), kind="xlsx", name="to")
    assert list(load_workbook(BytesIO(response.content)).active.values) == [("Tên tổ",)]


def test_an_unknown_kind_of_file_is_not_found(dataset):
    with pytest.raises(Http404):
        file_response(dataset, kind="exe", name="to")
