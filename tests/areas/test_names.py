import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areas.models import Area
from areas.names import SORT_KEY_LENGTH, fold, fold_unit, given_name_first, sort_key, split_kind

ANY_NAME = st.text(max_size=120)


@pytest.mark.parametrize(
    "text", ["Vị Thủy", "Vị Thuỷ", "vi thuy", "VI THUY", " vị   thủy ", unicodedata.normalize("NFD", "Vị Thuỷ")]
)
def test_all_spellings_of_a_name_have_one_key(text):
    assert fold(text) == "vi thui"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đắk R'Lấp", "dak rlap"),
        ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        ("Kỳ Sơn", "ki son"),
        ("%_\\'\x00\x07", ""),
        ("", ""),
    ],
)
def test_signs_do_not_count_in_a_key(text, key):
    assert fold(text) == key


@pytest.mark.parametrize("text", ["Xã Vị Thủy", "xã vị thuỷ", "X. Vị Thủy", "x.Vị Thủy"])
def test_the_kind_before_a_name_does_not_count(text):
    assert fold_unit(text) == "vi thui"


@pytest.mark.parametrize("text", ["Xa Dung", "Bản Qua", "Thị Cầu", "Phúc Xá"])
def test_a_name_that_only_looks_like_a_kind_stays_whole(text):
    assert fold_unit(text) == fold(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("xa vi thuy", ("Xã", "vi thui")),
        ("TP. Cần Thơ", ("Thành phố", "can tho")),
        ("TX Long Mỹ", ("Thị xã", "long mi")),
        ("huyện Vị Thủy", ("Huyện", "vi thui")),
        ("khu vực 3", ("Khu vực", "3")),
        ("ấp 1", ("Ấp", "1")),
        ("Quận", ("", "quan")),
        ("Vị Thủy", ("", "vi thui")),
    ],
)
def test_a_typed_kind_is_split_from_the_name(text, parts):
    assert split_kind(text) == parts


def in_order(*names):
    assert sorted(reversed(names), key=sort_key) == list(names)


def test_numbers_sort_by_value():
    in_order("Ấp", "Ấp 1", "Ấp 2", "Ấp 10", "Ấp 10A", "Ấp 11", "Ấp Bình", "Ấp Đông")


def test_letters_sort_in_the_vietnamese_order():
    letters = "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split()
    in_order(*letters)
    in_order(*[f"{letter}n" for letter in letters])


def test_tones_decide_only_between_equal_letters():
    in_order("Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Ba Bình", "Bà Bình", "Ban")
    in_order("Ân", "Ấn", "Ân Bình", "Ấn Bình", "Ấp 1")


def test_spaces_come_before_numbers_and_letters():
    in_order("An", "An Hòa", "An1", "Anh")


@given(ANY_NAME, ANY_NAME)
def test_any_text_has_keys_that_fit_their_columns(name, other):
    key = sort_key(name)
    assert key.isascii() and key.isdigit() and len(key) <= SORT_KEY_LENGTH
    assert len(fold(name)) <= len(name) and fold(fold(name)) == fold(name)
    assert Area._meta.get_field("sort_key").max_length == SORT_KEY_LENGTH


def test_persons_sort_by_given_name():
    people = ["Trần Văn An", "Lê Thị Bình", "Nguyễn Văn Bình", "Đỗ Ánh", "Ánh"]
    assert sorted(people, key=given_name_first) == [
        "Trần Văn An",
        "Ánh",
        "Đỗ Ánh",
        "Lê Thị Bình",
        "Nguyễn Văn Bình",
    ]
