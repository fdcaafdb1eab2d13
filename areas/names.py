"""Vietnamese names: one key to find them, one key to sort them."""

import re
import unicodedata
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
RANK = {letter: f"{place}" for place, letter in enumerate(ALPHABET, start=10)}
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of CLDR vi
MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
PLAIN_LETTERS = {ord(c): unicodedata.normalize("NFD", c)[0].replace("y", "i") for c in MARKED}
PLAIN_LETTERS |= {ord("đ"): "d", ord("y"): "i", ord("'"): None, ord("’"): None}
NO_LETTERS = re.compile(r"[^0-9a-z]+")
MOST_WORDS = 10  # of a search; SQLite refuses a condition of a thousand
SORT_KEY_LENGTH = 480  # of the column; only names without any sense are longer
UNIT_KINDS = ("Thành phố", "Tỉnh", "Quận", "Huyện", "Thị xã", "Thị trấn", "Phường", "Xã", "Đặc khu")
HAMLET_KINDS = (
    "Ấp",
    "Khóm",
    "Khu vực",
    "Khu phố",
    "Khối",
    "Tổ dân phố",
    "Thôn",
    "Bản",
    "Buôn",
    "Làng",
    "Xóm",
)
UNIT_WORDS = re.compile(
    r"^(thành phố|tỉnh|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu|tp|tx|tt|p|x|h|q)\b\.?\s*(?=\S)"
)


@lru_cache(maxsize=32_768)  # a list of members asks for each name several times
def fold(text: str) -> str:
    """The matching key of a name: without tones, marks and apostrophes, y as i, single spaces.

    Two spellings of one name ("Vị Thuỷ", "Vị Thủy", "vi thuy") have one key. Never longer than the text.
    """
    plain = text.lower().translate(PLAIN_LETTERS)
    if not plain.isascii():
        pieces = unicodedata.normalize("NFD", plain)
        plain = "".join(c for c in pieces if not unicodedata.combining(c)).translate(PLAIN_LETTERS)
    return " ".join(NO_LETTERS.sub(" ", plain).split())


def search_words(text: str) -> list[str]:
    """The keys of the words that a search looks for: the first ones typed."""
    return fold(text).split()[:MOST_WORDS]


KIND_OF_WORD = {fold(kind): kind for kind in UNIT_KINDS + HAMLET_KINDS} | {
    "tp": "Thành phố",
    "t": "Tỉnh",
    "q": "Quận",
    "h": "Huyện",
    "tx": "Thị xã",
    "tt": "Thị trấn",
    "p": "Phường",
    "x": "Xã",
    "kv": "Khu vực",
    "kp": "Khu phố",
    "tdp": "Tổ dân phố",
}
LEADING_KIND = re.compile(rf"({'|'.join(sorted(KIND_OF_WORD, key=len, reverse=True))}) (?=.)")


def fold_unit(text: str) -> str:
    """The matching key of a unit as offices write it: the leading kind ("xã", "P.") does not count."""
    name = unicodedata.normalize("NFC", text).lower().strip()
    return fold(UNIT_WORDS.sub("", name))


def split_kind(text: str) -> tuple[str, str]:
    """(kind, key of the name) of a unit as people type it, "xa vi thuy"; kind is "" when none leads.

    Only a guess: xã Xa Dung and xã Bản Qua begin with such a word too, so look for fold(text) as well.
    """
    key = fold(text)
    found = LEADING_KIND.match(key)
    return (KIND_OF_WORD[found[1]], key[found.end() :]) if found else ("", key)


def sort_key(text: str) -> str:
    """A string of digits whose plain order is the Vietnamese order of the names, "Ấp 2" before "Ấp 10".

    Digits only, because every database collation agrees on those: 00 ends the name, 01 is a space or sign,
    02 leads a number, letters count from 10. Tones come after all letters, so they matter only between names
    that are otherwise equal (CLDR, locale vi).
    """
    primary, tones = [], []
    for part in re.findall(r"[0-9]+|[^0-9]", unicodedata.normalize("NFC", text.lower())):
        if part.isascii() and part.isdigit():
            primary.append(f"02{part.lstrip('0')[-6:]:0>6}")
            continue
        letter, tone = _letter_and_tone(part)
        primary.append(RANK.get(letter, "01"))
        tones.append(str(tone))
    return ("".join(primary) + "00" + "".join(tones))[:SORT_KEY_LENGTH]


def given_name_first(full_name: str) -> str:
    """Sorting key of a person: given name, then family name, then the names between."""
    parts = full_name.split()
    return sort_key(" ".join(parts[-1:] + parts[:-1]))


@lru_cache(maxsize=1024)
def _letter_and_tone(char: str) -> tuple[str, int]:
    pieces = unicodedata.normalize("NFD", char)
    tone = next((TONES.index(c) + 1 for c in pieces if c in TONES), 0)
    letter = unicodedata.normalize("NFC", "".join(c for c in pieces if c not in TONES))
    return letter, tone
