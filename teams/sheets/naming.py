"""How lists name teams: by hamlet, by organisation, in capitals, abbreviated; and the one way that we write them."""

import re
import unicodedata
from functools import lru_cache

from areas.names import HAMLET_KINDS, KIND_OF_WORD, fold
from imports.wording import ORGANISATION, without_ordinal
from teams.models import Membership

TEAM = "Tổ công nghệ số cộng đồng"
PREFIX = re.compile(
    r"^(?:danh sách\s+)?(?:các\s+)?(?:thành viên\s+)?(?:của\s+)?"
    r"(?:tổ\s+(?:cnscđ|cnsđ|cncđ|cđscđ|cđs|công\s+nghệ(?:\s+số)?(?:\s+cộng\s+đồng)?|chuyển\s+đổi\s+số(?:\s+cộng\s+đồng)?)"
    r"(?:\s+và\s+đề\s+án\s+06)?)\s*[:–-]?\s*(?:của\s+)?",
    re.I,
)
COMMITTEE = re.compile(r"^(ban chỉ đạo|bcđ)\b", re.I)
SHORT_KINDS = (
    (re.compile(r"^(kv|k\.?\s*vực)\b\.?\s*", re.I), "khu vực"),
    (re.compile(r"^(kp|k\.?\s*phố)\b\.?\s*", re.I), "khu phố"),
    (re.compile(r"^tdp\b\.?\s*", re.I), "tổ dân phố"),
)
KIND = re.compile(rf"^({'|'.join(sorted(HAMLET_KINDS, key=len, reverse=True))})\b\s*", re.I)
UNIT = re.compile(r"\b(xã|phường|thị trấn|đặc khu|huyện|quận|tỉnh|thành phố|thị xã)\s+(?=\S)", re.I)

ROLES = {
    Membership.Role.LEADER: "to_truong",
    Membership.Role.DEPUTY: "to_pho",
    Membership.Role.SECRETARY: "thu_ky",
    Membership.Role.MEMBER: "thanh_vien",
}
ROLE_OF_WORD = {word: role for role, word in ROLES.items()}
WORDS_OF_ROLE = {
    Membership.Role.DEPUTY: re.compile(r"(to pho|pho (to|truong|ban)|tp|pho)\b(?! thon| ap| ban nhan)"),
    Membership.Role.LEADER: re.compile(r"(to truong|truong (to|ban)|nhom truong|tt|truong)\b(?! thon| ap)"),
    Membership.Role.SECRETARY: re.compile(r"(thu ki|tk|(uv|ui vien)( kiem)? thu ki)\b"),
    Membership.Role.MEMBER: re.compile(r"(thanh vien|tv|to vien|ui vien|uv|doi vien|cong tac vien|ctv)\b"),
}


@lru_cache(maxsize=4096)
def split_place(text: str, kind: str = "") -> tuple[str, str]:
    """(kind, name) of the hamlet that a line names, ("", name) for an organisation or a commune.

    `kind` is the kind that the column's heading tells: "Ấp" above "Mỹ Hưng".
    """
    rest = without_ordinal(PREFIX.sub("", without_ordinal(unicodedata.normalize("NFC", text)), count=1))
    if not rest:
        return "", ""
    shouted = rest == rest.upper() and rest != rest.lower()
    if COMMITTEE.match(rest):
        rest = re.sub(r"^bcđ\b", "Ban chỉ đạo", rest, flags=re.I)
        return "", _sentence_case(rest) if shouted else rest[:1].upper() + rest[1:]
    if ORGANISATION.search(fold(rest)) and not KIND.match(rest):
        return "", _sentence_case(rest) if shouted else rest[:1].upper() + rest[1:]
    for short, meant in SHORT_KINDS:
        if found := short.match(rest):
            return meant, _name_case(rest[found.end() :], shouted)
    if full := KIND.match(rest):
        return full[1].lower(), _name_case(rest[full.end() :], shouted)
    if plain := KIND_OF_WORD.get(fold(rest).split(" ")[0]) if rest.isascii() else None:
        return plain.lower(), _name_case(" ".join(rest.split()[len(plain.split()) :]) or rest, shouted)
    if UNIT.match(rest):
        return "", _sentence_case(rest) if shouted else rest[:1].lower() + rest[1:]
    return kind.lower(), _name_case(rest, shouted)


def team_name(kind: str, name: str) -> str:
    """ "Tổ công nghệ số cộng đồng ấp Xẻo Trâm"; a steering committee keeps its own name."""
    if COMMITTEE.match(name):
        return name
    return " ".join(filter(None, (TEAM, kind, name)))


def role_of(text: str) -> str | None:
    """The role that a cell names ("TP", "Phó Tổ trưởng") in the words of ROLES; None when we know none such."""
    key = fold(text)
    return next((ROLES[role] for role, words in WORDS_OF_ROLE.items() if words.match(key)), None)


def _name_case(text: str, shouted: bool) -> str:
    text = re.sub(r"\s+", " ", text).strip(" :;.,–-")
    if not shouted:
        return text
    return " ".join(word if _stays(word) else word[:1] + word[1:].lower() for word in text.split(" "))


def _stays(word: str) -> bool:
    """ "A", "1B", "II" in a name of capitals are no words."""
    return len(word) == 1 or not word.isalpha() or bool(re.fullmatch(r"[IVX]+", word))


def _sentence_case(text: str) -> str:
    """ "ĐOÀN THANH NIÊN XÃ HÒA AN" -> "Đoàn thanh niên xã Hòa An"."""
    found = UNIT.search(text)
    head, tail = (text[: found.end()], text[found.end() :]) if found else (text, "")
    return (head[:1] + head[1:].lower() if not UNIT.match(text) else head.lower()) + _name_case(tail, True)
