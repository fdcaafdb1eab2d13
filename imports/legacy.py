"""Text of the time before Unicode: TCVN3 (ABC, fonts .Vn…) and VNI (fonts VNI-…), decided for each cell.

Such text is Latin-1 that only its font shows as Vietnamese. "Lê Trí Hòa" is Latin-1 too and is what it seems, so
without a font the reading wins that has more Vietnamese syllables, and the plain one when they are equal.
The tone stays where it was typed: "Hòa" and "Hoà" are both kept.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from imports.syllables import TONES, is_syllable


class Decoded(NamedTuple):
    text: str  # NFC, without invisible and control characters
    encoding: str | None  # "tcvn3", "vni", or None for text that is Unicode already
    sure: bool  # False when no font said so


SOFT_HYPHEN = "\u00ad"  # ư in TCVN3; elsewhere an invisible sign that is dropped
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BEYOND_LATIN1 = re.compile("[\u0100-\u1fff\u20ab\u2c00-\ufdff\ufe70-\uffdc\U00010000-\U0010ffff]")  # no dashes, quotes
WORD = re.compile(r"[^\s!-@\[-`{-~\u2010-\u2027]+")  # the signs of Latin-1 are letters of TCVN3
CERTAIN = re.compile("[\u1ea0-\u1ef9]")  # letters that no old encoding has
# What no Unicode text of ours has: signs in place of letters, letters of other languages, a capital within a word.
NOT_VIETNAMESE = re.compile("[¡-¬®-¿×÷ÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïðñöøûüþÿ\u0300-\u036f]|[a-z][À-ÝĂĐƠƯ]")
TYPED_IN_CAPITALS = re.compile("(?:[^a-zA-Z]*[A-Z]){2}[^a-z]*")
LOST = "\ufffd"  # a code that the encoding does not have

# By code point, because an editor would lose the soft hyphen. The fonts have no capitals with tones.
TCVN3 = {
    first + at: letter
    for first, letters in {
        0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
        0xB5: "àảãáạ",
        0xBB: "ằẳẵắ",
        0xC6: "ặầẩẫấậè",
        0xCE: "ẻẽéẹềểễếệìỉ",
        0xDC: "ĩíịò",
        0xE1: "ỏõóọồổỗốộờởỡớợù",
        0xF1: "ủũúụừửữứựỳỷỹýỵ",
    }.items()
    for at, letter in enumerate(letters)
}
TCVN3_ONLY = TCVN3 | {code: LOST for code in range(0xC0, 0x100) if code not in TCVN3}


def _vni_pairs() -> dict[str, str]:
    """A letter and the code behind it: aù is á, aá is ấ, aé is ắ, ôù is ớ, öù is ứ."""
    horned = {"ô": "ơ", "ö": "ư"}
    rows = [("aeouyôö", "", "_øûõùï"), ("aeo", "\u0302", "âàåãáä"), ("a", "\u0306", "êèúüéë")]
    return {
        letter + code: unicodedata.normalize("NFC", horned.get(letter, letter) + mark + tone)
        for letters, mark, codes in rows
        for letter in letters
        for code, tone in zip(codes, TONES, strict=True)
        if code != "_"
    }


VNI = _vni_pairs() | dict(zip("ìæóíòîôöñ", "ìỉĩíịỵơưđ", strict=True))
VNI_PAIR = r"[ae][øûõùïâàåãáä]|a[êèúüéë]|o[øûõùïâàåãáä]|[uyôö][øûõùï]"
VNI_CODE = re.compile(rf"{VNI_PAIR}|[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]", re.I)
LIKE_VNI = re.compile(rf"{VNI_PAIR}|ö", re.I)  # ö is ư there, and in TCVN3 only the rare ử

# What Windows-1258 has in place of a letter of Latin-1: Ă for Ã, combining tones for Ì Ò Þ ì ò.
WINDOWS_1258 = {
    ord(bytes([code]).decode("cp1258")): code
    for code in range(0xC0, 0x100)
    if bytes([code]).decode("cp1258") != chr(code)
}

# A Unicode name may stand in a .VnTime cell: these are family names in Latin-1, but no words in TCVN3; and Vừ is one.
ETH = "\u00d0"  # of Icelandic: looks like Đ, and keyboards of many kinds give it
SURNAMES = frozenset("âu bùi cù lâm lê lò lô lý phùng sùng tô tôn tòng võ vòng vừ".split())


def decode(text: str, font: str = "") -> Decoded:
    """The text in Unicode. `font` is the font of the cell, as far as it is known."""
    if (
        text.isprintable()
        and ETH not in text
        and (text.isascii() or (CERTAIN.search(text) and unicodedata.is_normalized("NFC", text)))
    ):
        return Decoded(text, None, True)
    return _decode(text, font)


@lru_cache(maxsize=2048)
def _decode(text: str, font: str) -> Decoded:
    text = INVISIBLE.sub("", text)
    plain = unicodedata.normalize("NFC", text)
    if BEYOND_LATIN1.search(plain):
        found = _misread(text, plain)
    elif plain.isascii() or (len(plain) == 1 and not _encoding_of(font)):  # a single sign may be a mark of Wingdings
        found = None
    else:
        found = _best(plain, plain, _encoding_of(font))
    if found is None:
        return Decoded(plain.replace(SOFT_HYPHEN, "").replace(ETH, "Đ"), None, True)
    encoding, sure, source = found
    read = _tcvn3(source) if encoding == "tcvn3" else _vni(source)
    return Decoded(read.upper() if _shows_capitals(font) else read, encoding, sure)


def _encoding_of(font: str) -> str | None:
    name = font.lower()
    return "tcvn3" if name.startswith(".vn") else "vni" if name.startswith("vni") else None


def _shows_capitals(font: str) -> bool:
    """.VnTimeH, .VnArialH: fonts whose small letters look like capitals."""
    return font.startswith((".Vn", ".VN", ".vn")) and font.endswith(("H", "timeh", "arialh"))


def _misread(text: str, plain: str) -> tuple[str, bool, str] | None:
    """TCVN3 or VNI of a file without fonts that was read as Windows-1258."""
    if not NOT_VIETNAMESE.search(plain):
        return None
    source = text.translate(WINDOWS_1258)
    return None if BEYOND_LATIN1.search(source) else _best(source, plain, None)


def _best(source: str, plain: str, named: str | None) -> tuple[str, bool, str] | None:
    """(encoding, sure, source) of the reading with the most sense; None when that is the plain one."""
    words = _telling_words(source)
    sense = {}
    if named:
        read = READERS[named](words)
        sense[named] = _sense(read)
        if sense[named] == len(words):
            return None if _is_plain_name(source, words, read) else (named, True, source)
    as_it_is = _sense([word.replace(SOFT_HYPHEN, "") for word in _telling_words(plain)])
    sense |= {encoding: _sense(read(words)) for encoding, read in READERS.items() if encoding != named}
    if named and sense[named] >= max(as_it_is, *sense.values()):
        return named, True, source
    like_vni = bool(LIKE_VNI.search(source))
    best = max(sense, key=lambda encoding: (sense[encoding], (encoding == "vni") == like_vni))
    convincing = sense[best] > as_it_is and 5 * sense[best] >= 3 * len(words)  # at most a fifth foreign
    return (best, best == named, source) if convincing else None


def _telling_words(text: str) -> list[str]:
    """The words that the readings see differently."""
    return [word for word in WORD.findall(text) if not word.isascii() and any(letter.isalpha() for letter in word)]


def _sense(words: list[str]) -> int:
    return sum(1 if is_syllable(word) else -1 for word in words)


def _is_plain_name(source: str, words: list[str], read: list[str]) -> bool:
    """Whether a text that makes sense both ways begins with a family name only as it is."""
    if not words or WORD.search(source)[0] != words[0] or not all(map(is_syllable, words)):
        return False
    return words[0].lower() in SURNAMES and read[0].lower() not in SURNAMES


def _tcvn3(text: str) -> str:
    return WORD.sub(lambda word: _tcvn3_word(word[0], TCVN3), text)


def _tcvn3_word(word: str, table: dict[int, str]) -> str:
    """Capitals were typed as "NGUYÔN", shown as "NGUYễN"; a single one, as in "Lª", says nothing."""
    if word == "·":
        return word  # a bullet rather than ã
    read = word.translate(table)
    return read.upper() if TYPED_IN_CAPITALS.fullmatch(word) else read


def _vni(text: str, lost: str = "") -> str:
    def read(code: re.Match) -> str:
        letter = VNI.get(code[0].lower(), lost or code[0])
        return letter.upper() if code[0][0].isupper() else letter

    return VNI_CODE.sub(read, text)


READERS = {
    "tcvn3": lambda words: [_tcvn3_word(word, TCVN3_ONLY) for word in words],
    "vni": lambda words: [_vni(word, LOST) for word in words],
}
