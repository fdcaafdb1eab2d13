"""Citizen identity numbers are found however they are typed, and phones are not taken for them."""

import pytest

from imports.identity import holds_identity_number, without_identity_number
from imports.workbook import Formula


@pytest.mark.parametrize(
    "value",
    [
        "093190001234",
        "0931 9000 1234",
        "093.190.001.234",
        "093-190-001-234",
        "Số CCCD 093190001234, cấp năm 2021",
        93190001234,
        93190001234.0,
        1090001234,  # 001: Hà Nội
        "93190001234",
        Formula('="093190001234"'),
    ],
)
def test_a_number_of_twelve_digits_is_an_identity_number(value):
    assert holds_identity_number(value)


@pytest.mark.parametrize(
    "value",
    [
        "0590000123",
        "0590000123 0900000456",
        "0590000123-0900000456",
        "+84 590 000 123",
        590000123,
        84590000123,
        "84900000123",
        "1900000123456",  # thirteen digits
        2_900_000,
        3.5,
        True,
        None,
        "Ấp 12",
        "0590000123 12 giờ",
        "Hẹn 0590000123, 9 giờ",
        "0590.000.123-12",
        "059 000 0123 12 hộ",
        "02930000123 9 giờ",
        "05.08.2022 14.30",
        "05.08-10.09.2022",
        "1.000.000.000 đồng",
        "1.000.000.000.000 đồng",
        "1.012.345.678.901 đồng",
        "Làm CCCD, ĐT 0590000123 12 giờ",
        "Làm căn cước, ĐT +84 590 000 123",
        "Làm căn cước cho 3 người, hỗ trợ 500.000.000 đồng",
        "CCCD cấp 05.08.2022 14.30",
    ],
)
def test_a_phone_or_an_amount_is_none(value):
    assert not holds_identity_number(value)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Con ông Ba, CCCD: 093 190 001 234, cấp 2021", "Con ông Ba, (đã bỏ số giấy tờ), cấp 2021"),
        ("093190001234 0590000123", "(đã bỏ số giấy tờ) 0590000123"),
        ("Tổ 5 001.190.000.011", "Tổ 5 (đã bỏ số giấy tờ)"),
        ("001 1 90 000011", "(đã bỏ số giấy tờ)"),
        ("CMT 363 123 456; ĐT 0590000123", "(đã bỏ số giấy tờ); ĐT 0590000123"),
        ("số CMND của ông Ba là 363.123.456", "số CMND của ông Ba là (đã bỏ số giấy tờ)"),
        ("CMND (cấp năm 2010): 363123456", "CMND (cấp năm 2010): (đã bỏ số giấy tờ)"),
        ("so can cuoc 363123456, 363123457", "so (đã bỏ số giấy tờ), (đã bỏ số giấy tờ)"),
        ("093190001234.093.190.001.235", "(đã bỏ số giấy tờ).(đã bỏ số giấy tờ)"),
    ],
)
def test_a_mark_stands_for_each_number_and_the_rest_of_the_text_stays(text, kept):
    assert without_identity_number(text) == kept
    assert without_identity_number(kept) == kept
