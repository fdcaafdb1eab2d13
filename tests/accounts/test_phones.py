import pytest

from accounts.phones import is_masked, masked_phone, plain_phone


@pytest.mark.parametrize("typed", ["0912345678", "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678"])
def test_a_number_is_kept_in_one_way_however_it_is_typed(typed):
    assert plain_phone(typed) == "0912345678"


def test_what_is_not_a_number_stays_for_the_form_to_complain_about():
    assert plain_phone(" không có ") == "không có"


def test_a_masked_number_shows_its_first_four_and_last_three_digits():
    assert masked_phone("0912345678") == "0912***678"
    assert masked_phone("") == ""


@pytest.mark.parametrize(("text", "masked"), [("0912***678", True), (" 0912***678 ", True), ("0912345678", False)])
def test_a_masked_number_is_known_when_it_comes_back(text, masked):
    assert is_masked(text) is masked
