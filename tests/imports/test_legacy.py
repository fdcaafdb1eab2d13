import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.legacy import TCVN3, VNI, decode
from imports.syllables import is_syllable

PERSONS = """Nguyễn Thị Ngọc Ánh|Trần Văn Bảy|Lê Trí Hòa|Phạm Hữu Đạt|Hoàng Thị Thu Hằng|Huỳnh Mỹ Duyên|Vũ Đức Thịnh
Võ Chí Lộc|Đặng Quốc Khởi|Bùi Thị Bích Phượng|Đỗ Thị Nhung|Hồ Hữu Phúc|Ngô Thị Tuyết|Dương Văn Tỵ|Lý Quốc Quý
Triệu Quốc Trực|Hứa Minh Hiếu|Đàm Quốc Khởi|Nông Hữu Phúc|Lương Hoàng Hiếu|Vi Quốc Đạt|Hoàng Thị Ngọc Ngân
Thạch Thị Ngọc Hằng|Sơn Thanh Toàn|Kim Hữu Đạt|Lâm Chí Khánh|Trương Thị Thu Thắm|Nguyễn Huỳnh Thuý Quỳnh
Trưởng thôn|Bí thư chi đoàn|Chi hội trưởng phụ nữ|Công an viên|Người dân tộc Nùng|Cựu chiến binh|Y tế thôn|Đảng viên"""
NAMES = [name.strip() for line in PERSONS.splitlines() for name in line.split("|")]
TO_TCVN3 = {letter: chr(code) for code, letter in TCVN3.items()}
TO_VNI = {letter: codes for codes, letter in VNI.items()}


def in_tcvn3(text):
    return "".join(TO_TCVN3.get(letter) or TO_TCVN3.get(letter.lower(), letter) for letter in text)


def in_vni(text):
    return "".join(
        TO_VNI.get(letter) or (TO_VNI[letter.lower()].upper() if letter.lower() in TO_VNI else letter)
        for letter in text
    )


@pytest.mark.parametrize("name", NAMES)
def test_names_in_a_vntime_font_come_out_in_unicode(name):
    decoded = decode(in_tcvn3(name), ".VnTime")
    assert decoded.text.lower() == name.lower()
    assert decoded.sure


@pytest.mark.parametrize("name", NAMES)
def test_names_in_a_vni_font_come_out_in_unicode_in_both_cases(name):
    assert decode(in_vni(name), "VNI-Times") == (name, "vni", True)
    assert decode(in_vni(name.upper()), "VNI-Helve").text == name.upper()


@pytest.mark.parametrize("name", NAMES)
def test_unicode_stays_what_it_is_in_every_font_that_can_be_told(name):
    assert decode(name) == decode(unicodedata.normalize("NFD", name)) == (name, None, True)


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        ("N«ng H÷u Phóc", "Nông Hữu Phúc", "tcvn3"),
        ("Tæ viªn", "Tổ viên", "tcvn3"),
        ("Tr\xadëng th«n", "Trưởng thôn", "tcvn3"),
        ("th\xad", "thư", "tcvn3"),
        ("N÷", "Nữ", "tcvn3"),
        ("Hå Ngäc ¸nh", "Hồ Ngọc ánh", "tcvn3"),
        ("H§ND – Q§ 41", "HĐND – QĐ 41", "tcvn3"),
        ("· NguyÔn V¨n An", "· Nguyễn Văn An", "tcvn3"),
        ("Nguyeãn Vaên", "Nguyễn Văn", "vni"),
        ("NGUYEÃN VAÊN ÑÖÙC", "NGUYỄN VĂN ĐỨC", "vni"),
        ("Traàn Thò Hoàng", "Trần Thị Hồng", "vni"),
        ("Leâ Thò Tö", "Lê Thị Tư", "vni"),
    ],
)
def test_without_a_font_the_reading_with_vietnamese_syllables_wins_and_is_unsure(raw, text, encoding):
    assert decode(raw, "Arial") == decode(raw) == (text, encoding, False)


@pytest.mark.parametrize(
    "text",
    """Lê Trí Hòa|Hồ|Hà|Bò|Trần Quí|Hòang Thúy|Thuý Hoà|Café|Müller|François Nestlé|São Paulo|Y Moan Êñuôl|Niê H'Bia
Rơ Chăm H’Nhi|Krông Pông|Đinh Núp Êban|Pơng Drang|Ia Bă|m²|30°C|§ 5|«Zalo»|ü|VNPT|lan@vidu.vn|https://vidu.vn/?q=1
xã Hòa An – Ấp “Ba”|Nguyễn Văn An""".replace("\n", "|").split("|"),
)
def test_what_is_no_old_vietnamese_text_stays(text):
    assert decode(text) == (text, None, True)


@pytest.mark.parametrize(
    ("text", "font"), [("Vi Quốc Đạt", ".VnTime"), ("Lê Trí Hòa", ".VnTime"), ("Lê Trí Hòa", "VNI-Times")]
)
def test_unicode_in_an_old_font_stays(text, font):
    assert decode(text, font) == (text, None, True)


@pytest.mark.parametrize("font", [".VnTimeH", ".VnArialH", ".VnArial NarrowH"])
def test_fonts_of_capitals_show_small_letters_as_capitals(font):
    assert decode("l\xad¬ng hoµng hiÕu", font) == ("LƯƠNG HOÀNG HIẾU", "tcvn3", True)


def test_capitals_typed_in_a_font_that_has_none_with_tones_become_whole():
    assert decode("NGUYÔN V¡N T¸M, Lª Hµ", ".VnTime").text == "NGUYỄN VĂN TÁM, Lê Hà"


def test_text_of_another_old_encoding_than_the_font_says_is_unsure():
    assert decode("Nguyeãn Vaên Ñöùc", ".VnTime") == ("Nguyễn Văn Đức", "vni", False)


@pytest.mark.parametrize(
    ("raw", "text"), [("TriÖu ThÞ L\xad¬ng Hå", "Triệu Thị Lương Hồ"), ("Nguyeãn Thò Leâ Haø", "Nguyễn Thị Lê Hà")]
)
def test_old_text_that_was_read_as_windows_1258_is_found(raw, text):
    assert decode(raw.encode("latin-1").decode("cp1258")).text == text


def test_windows_1258_with_its_combining_tones_is_composed():
    assert decode("Nguyễn Thị Hoà".replace("ễ", "ê\u0303").replace("ị", "i\u0323")).text == "Nguyễn Thị Hoà"


@pytest.mark.parametrize(
    "raw", ["\ufeffNguyễn Văn An", "Nguyễn\u200b Văn An\x00", "Nguyễn Vă\u00adn An", "\u202aNguyễn Văn An\u202c"]
)
def test_signs_that_nobody_can_see_are_dropped(raw):
    assert decode(raw) == ("Nguyễn Văn An", None, True)


def test_a_soft_hyphen_in_plain_text_is_no_letter():
    assert decode("Hoang\xadAnh").text == "HoangAnh"


@given(st.text(max_size=30), st.sampled_from(["", "Arial", ".VnTime", ".VnTimeH", "VNI-Times"]))
def test_any_text_is_decoded_to_nfc(text, font):
    decoded = decode(text, font)
    assert unicodedata.is_normalized("NFC", decoded.text)
    assert decoded.encoding or decoded.sure


@pytest.mark.parametrize("word", "nghiêng quyết giếng gì thuở khuya hòa hoà Thúy THUÝ ĐẠT yêu ương ý HĐND".split())
def test_a_vietnamese_word_is_a_syllable(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", "Phuc NguyÔn hoaì bấṕ tiênǵ nguyễnn Café Êban cac lêc ÷ 1985".split())
def test_other_words_are_none(word):
    assert not is_syllable(unicodedata.normalize("NFC", word))
