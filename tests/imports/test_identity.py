"""Citizen identity numbers are found however they are typed, and phones are not taken for them."""

import pytest

from imports.identity import holds_identity_number
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
    ],
)
def test_a_phone_or_an_amount_is_none(value):
    assert not holds_identity_number(value)
