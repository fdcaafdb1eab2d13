"""Vietnamese names: one key to find them, one key to sort them."""

import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of CLDR vi
UNIT_WORDS = re.compile(
    r"^(thành phố|tỉnh|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu|tp|tx|tt|p|x|h|q)\b\.?\s*(?=\S)"
)


def fold(text: str) -> str:
    """The matching key of a name: without tones and marks, y as i, single spaces.

    Two spellings of one name ("Vị Thuỷ", "Vị Thủy", "vi thuy") have one key.
    """
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", letters.replace("y", "i")).split())


def fold_unit(text: str) -> str:
    """The matching key of a unit as people type it: the leading kind ("xã", "P.") does not count."""
    name = unicodedata.normalize("NFC", text).casefold().strip()
    return fold(UNIT_WORDS.sub("", name))


def sort_key(text: str) -> str:
    """A string of digits whose plain order is the Vietnamese order of the names, "Ấp 2" before "Ấp 10".

    Digits only, because every database collation agrees on those. Spaces come before numbers, numbers
    before letters; tones count only between names that are otherwise equal (CLDR, locale vi).
    """
    primary, tones = [], []
    for part in re.findall(r"\d+|[^\d]", unicodedata.normalize("NFC", text.casefold())):
        if part.isdigit():
            primary.append("01" + part.lstrip("0").zfill(6)[-6:])
            continue
        letter, tone = _letter_and_tone(part)
        primary.append(f"{ALPHABET.index(letter) + 10}" if letter in ALPHABET else "00")
        tones.append(str(tone))
    return "".join(primary) + "00" + "".join(tones)


def given_name_first(full_name: str) -> str:
    """Sorting key of a person: given name, then family name, then the names between."""
    parts = full_name.split()
    return sort_key(" ".join(parts[-1:] + parts[:-1]))


def _letter_and_tone(char: str) -> tuple[str, int]:
    pieces = unicodedata.normalize("NFD", char)
    tone = next((TONES.index(c) + 1 for c in pieces if c in TONES), 0)
    letter = unicodedata.normalize("NFC", "".join(c for c in pieces if c not in TONES))
    return letter, tone
