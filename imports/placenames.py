"""Names of places as offices write them: "TT Một Ngàn cũ", "Ấp II, X. Hòa An", "KV3 (trước đây xã Tân Hòa)"."""

import re
import unicodedata
from dataclasses import dataclass

from areas.names import HAMLET_KINDS, KIND_OF_WORD, TONES, UNIT_KINDS, fold, split_kind

ROMAN = {
    word: str(number)
    for number, word in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(), 1)
}
NUMBER = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")  # "kv3", "1a"
NUMBER_SIGN = re.compile(r"(?:^|(?<= ))(?:so )?0*(?=[0-9])")  # "ấp số 3", "kv03"
BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")
SEPARATORS = re.compile(r"[,;–—]| - | thuộc | của ")
UNIT_WORD = r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh|t[tpx]\.?|[xphq]\.)"
LARGER = re.compile(rf"(?<=\w)(?<!thị)[ .-]+(?={UNIT_WORD} ?\S)")
TEAM = re.compile(r"^tổ (?:cnscđ|cnsđ|công nghệ(?: số)?(?: cộng đồng)?|chuyển đổi số(?: cộng đồng)?)\b[\s:]*(?=\S)")
OLD = re.compile(r"^(?:trước đây(?: là| thuộc)?|trước(?: là| thuộc)?|cũ|nguyên)\b[:\s]*|\s*\bcũ$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A place as it was written: `keys` to find it, `kind` when one leads, `old` when it is called a former one.

    above: the larger units named behind it, nearest first; former: the commune that brackets name as the earlier one.
    """

    text: str
    keys: tuple[str, ...]
    kind: str
    name: str  # the key without the kind
    spelt: frozenset[str] = frozenset()  # with its tones, with and without the kind
    old: bool = False
    above: tuple[str, ...] = ()
    former: str = ""


def place_key(text: str) -> str:
    """The matching key of a place: as fold(), and 01, I and "số 1" are 1, "KV3" is "kv 3"."""
    words = _numerals(unicodedata.normalize("NFC", text).lower().split())
    return NUMBER_SIGN.sub("", NUMBER.sub(" ", fold(" ".join(words))))


def _numerals(words: list[str]) -> list[str]:
    """ "Tân Phú II" is "Tân Phú 2", "Ấp 02" is "Ấp 2"."""
    plain = [word.lstrip("0") or word if word.isdecimal() else word for word in words]
    return [*plain[:-1], ROMAN.get(plain[-1], plain[-1])] if plain else plain


def keys_of(kind: str, name: str) -> set[str]:
    """The keys under which a unit is found: with and without its kind."""
    name = place_key(name)
    return {name, f"{fold(kind)} {name}".strip()}


def spelling(text: str) -> str:
    """A stricter key: letters and tones count, wherever in a word the tone stands ("Hoà", "Hòa")."""
    words = []
    for word in _numerals(unicodedata.normalize("NFC", text).lower().split()):
        pieces = unicodedata.normalize("NFD", word)
        letters = unicodedata.normalize("NFC", "".join(c for c in pieces if c not in TONES)).replace("y", "i")
        words.append(letters + "".join(sorted(c for c in pieces if c in TONES)))
    return " ".join(words)


def read_place(text: str) -> Spoken:
    """Take apart what a cell, a title or a decision says of a place."""
    plain = TEAM.sub("", " ".join(unicodedata.normalize("NFC", text).lower().split()))
    brackets = [inner.strip() for inner in BRACKETS.findall(plain)]
    outside = " ".join(BRACKETS.sub(" ", plain).split())
    first, *above = [part.strip(" .") for part in SEPARATORS.split(outside) if part.strip(" .")] or [""]
    first, *nearer = _larger_units(first)
    name, old = OLD.subn("", first)
    former = ""
    for inner in brackets:
        said, count = OLD.subn("", inner)
        old = old or bool(count and not said)
        former = said.strip() if count and said else former
        above += [said] if said and not count else []
    return _spoken(text, name.strip(), bool(old), (*nearer, *above), former)


def _larger_units(text: str) -> list[str]:
    """ "ấp 1 xã tân hòa" in its parts; a hamlet called "ấp thị trấn" stays whole."""
    parts = LARGER.split(text)
    return [" ".join(parts[:2]), *parts[2:]] if fold(parts[0]) in KIND_OF_WORD and len(parts) > 1 else parts


def _spoken(text: str, name: str, old: bool, above: tuple[str, ...], former: str) -> Spoken:
    whole = place_key(name)
    kind, rest = split_kind(whole)
    keys = (whole, f"{fold(kind)} {rest}") if kind else (whole,)
    words = re.split(r"[\s.]+", name)
    spelt = {spelling(" ".join(words)), spelling(" ".join(words[len(whole.split()) - len(rest.split()) :]))}
    return Spoken(text, tuple(dict.fromkeys(keys)), kind, rest, frozenset(spelt), old, above, former)


def is_unit_kind(kind: str) -> bool:
    """Whether the word leads a commune, district or province, not a hamlet."""
    return kind in UNIT_KINDS


def own_name(name: str) -> str:
    """What a place itself is called, as written: "9, xã Tân Hòa (khu chợ)" is "9"."""
    words = " ".join(BRACKETS.sub(" ", unicodedata.normalize("NFC", name)).split())
    first = SEPARATORS.split(words)[0]
    larger = LARGER.search(first.lower())
    return first[: larger.start() if larger else None].strip(" .,-") or name


def split_hamlet(text: str, kind: str = "") -> tuple[str, str]:
    """(kind, name) of a hamlet as it is to be kept: "KV3" is ("Khu vực", "3"); `kind` is that of a bare name."""
    words = re.sub(r"(?<=[^\W\d])(?=\d)", " ", BRACKETS.sub(" ", unicodedata.normalize("NFC", text)), count=1)
    words = SEPARATORS.split(words)[0].replace(".", " ").split()
    for length in (3, 2, 1):
        led = KIND_OF_WORD.get(fold(" ".join(words[:length])))
        if led in HAMLET_KINDS and len(words) > length:
            kind, words = led, words[length:]
            break
    if len(words) > 1 and fold(words[0]) == "so" and words[1].isdecimal():
        words = words[1:]
    return kind, " ".join(map(_capitalised, words))


def _capitalised(word: str) -> str:
    """A word of a name in capitals as it is usually written; numerals and letters stay: "TÂN PHÚ A II"."""
    if word.isdecimal():
        return word.lstrip("0") or word
    plain = word.isalpha() and word.isupper() and len(word) > 1 and word.lower() not in ROMAN
    return word.capitalize() if plain else word
