"""What the lines above a table tell about all of it: whose list, by which decision, as of which day."""

import re
from datetime import date
from typing import Any

from areas.names import fold
from imports import wording

NUMBER = re.compile(r"số\s*:?\s*(\d+\s*/\s*[\wĐđ./-]+)", re.I)
IN_WORDS = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.I)
IN_FIGURES = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.I)
DISTRICT = re.compile(r"\b(huyện|quận|thị xã|thành phố|tỉnh)\s+([^,;()–-]+)", re.I)
DECISION = re.compile(r"quyết định|qđ", re.I)
COMMUNE = re.compile(  # nothing of "Cộng hòa xã hội chủ nghĩa Việt Nam – Độc lập – …", which stands beside the office
    r"\b(xã(?!\s+hội\s+chủ\s+nghĩa)|phường|thị trấn|đặc khu)\s+(.+?)"
    r"(?=\s*(?:[,;()–-]|$|\b(?:huyện|quận|thị xã|thành phố|tỉnh|độc lập)\b))",
    re.I,
)
TEAM = re.compile(
    r"tổ\s+(?:cnscđ|cnsđ|công\s+nghệ(?:\s+số)?(?:\s+cộng\s+đồng)?|chuyển\s+đổi\s+số(?:\s+cộng\s+đồng)?)\s*(.*)$", re.I
)


def facts_of(lines: list[str]) -> dict[str, Any]:
    """decision_number, decision_date, as_of, commune, district, place: what of these the lines say.

    place is what follows "Tổ công nghệ số cộng đồng" in a title, when it names a hamlet or an organisation.
    """
    facts: dict[str, Any] = {}
    for line in lines:
        if DECISION.search(line):
            _note(facts, "decision_number", _number(line))
            _note(facts, "decision_date", day_in(line))
        elif day := day_in(line):
            _note(facts, "as_of", day)
        if not DECISION.search(line) and (found := COMMUNE.search(line)):
            _note(facts, "commune", f"{found[1]} {found[2]}".strip())
        if not DECISION.search(line) and (above := DISTRICT.search(line)):
            _note(facts, "district", f"{above[1]} {above[2]}".strip())
        if place := place_in(line):
            _note(facts, "place", place)
    return facts


def place_in(line: str) -> str:
    """ "Thành viên Tổ công nghệ số cộng đồng ấp Trường Hưng" -> "ấp Trường Hưng"; "" when no place follows."""
    found = TEAM.search(line)
    rest = re.split(r"[,;(]|\b(?:xã|phường|thị trấn)\b", found[1], maxsplit=1, flags=re.I)[0] if found else line
    key = fold(rest)
    if found and wording.ORGANISATION.search(fold(found[1])):
        return found[1].strip(" :.")
    return rest.strip(" :.") if found and wording.PLACE_WORDS.match(key + " ") else ""


def day_in(text: str) -> date | None:
    found = IN_WORDS.search(text) or IN_FIGURES.search(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _number(line: str) -> str:
    found = NUMBER.search(line)
    return re.sub(r"\s+", "", found[1]).rstrip("-./") if found else ""


def _note(facts: dict[str, Any], name: str, value: Any) -> None:
    if value and name not in facts:
        facts[name] = value
