"""The blank workbook of a list: what a person finds when opening it to fill it in."""

from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.utils.translation import gettext_lazy as _

from imports.blank import template
from imports.kinds import Field

FIELDS = (
    Field("full_name", "họ và tên", ("họ và tên",), required=True, example="Nguyễn Văn Mẫu"),
    Field("given_name", "", ("tên",)),
    Field("birth_year", _("Năm sinh"), ("năm sinh",), example="1985", help=_("Bốn chữ số.")),
    Field("gender", "Giới tính", ("giới tính",), choices=("Nam", "Nữ")),
    Field("phone", "Số điện thoại", ("số điện thoại",), example="0900000001"),
)


@pytest.fixture(scope="module")
def book():
    kind = SimpleNamespace(title=_("Thành viên tổ"), noun="người", fields=FIELDS)
    return openpyxl.load_workbook(BytesIO(template(kind)))


def test_it_has_one_heading_for_each_column_that_is_taken(book):
    sheet = book["Thành viên tổ"]
    assert [cell.value for cell in sheet[3]] == ["Họ và tên *", "Năm sinh", "Giới tính", "Số điện thoại"]
    assert sheet.freeze_panes == "A4"


def test_it_has_no_row_below_the_headings(book):
    assert book["Thành viên tổ"].max_row == 3


def test_zeros_of_a_phone_stay(book):
    columns = book["Thành viên tổ"].column_dimensions
    assert (columns["D"].number_format, columns["B"].number_format) == ("@", "General")


def test_words_to_choose_from_are_offered(book):
    [rule] = book["Thành viên tổ"].data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"Nam,Nữ"', "C4:C1048576")


def test_each_column_is_explained(book):
    assert book["Thành viên tổ"]["B3"].comment.text == "Bốn chữ số. Ví dụ: 1985."
    assert [[cell.value for cell in row] for row in book["Hướng dẫn"]] == [
        ["Cột", "Bắt buộc", "Cách ghi", "Ví dụ"],
        ["Họ và tên", "Bắt buộc", None, "Nguyễn Văn Mẫu"],
        ["Năm sinh", None, "Bốn chữ số.", "1985"],
        ["Giới tính", None, "Chọn: Nam, Nữ.", None],
        ["Số điện thoại", None, None, "0900000001"],
    ]
