"""The spans for which targets are given: years, halves, quarters and months by a short name, other days by both ends.

2026 · 2026-h1 · 2026-q4 · 2026-11 · 2026-11-05..2026-12-20
"""

import re
from contextlib import suppress
from datetime import date

from areas.names import fold
from reports.periods import days, months_in, of_months, title, within
from reports.rollup import Period

NAMED = re.compile(r"(?P<year>20\d\d)(-((?P<kind>[hq])(?P<number>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
SPOKEN = (  # folded, as areas.names.fold leaves it: "6 thang dau nam 2026"
    (re.compile(r"(?:nam )?(20\d\d)"), "{1}"),
    (re.compile(r"(?:6 thang|nua) dau (?:nam )?(20\d\d)"), "{1}-h1"),
    (re.compile(r"(?:6 thang|nua) cuoi (?:nam )?(20\d\d)"), "{1}-h2"),
    (re.compile(r"q(?:ui|uy)? ?(\d|i{1,3}|iv) (?:nam )?(20\d\d)"), "{2}-q{1}"),
    (re.compile(r"(?:thang|t) ?(\d{1,2}) (?:nam )?(20\d\d)"), "{2}-{1:0>2}"),
)
IN_A_TITLE = tuple((re.compile(rf"\b(?:{said.pattern})\b"), name) for said, name in SPOKEN[1:]) + (
    (re.compile(r"\bnam (20\d\d)\b"), "{1}"),
)
UNKNOWN = re.compile(  # "Quý V năm 2026", "9 tháng đầu năm 2026"
    r"\b(?:qui|quy|thang) ?(?!nam\b)\w{1,4} (?:nam )?20\d\d"
)
DAYS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](20\d\d)\s*(?:–|-|đến)[^\d]{0,12}(\d{1,2})[/.](\d{1,2})[/.](20\d\d)")
YEARS = re.compile(r"(?<![\d/])(20\d\d)\s*[-–]\s*(20\d\d)(?![\d/])")
NO_SPAN = re.compile(  # the day and the number of a document
    r"ngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm\s*[\d.…]*|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d+\s*/\s*\d{4}\s*/\s*[\wĐđ.-]+",
    re.I,
)
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
LENGTHS = {"": 12, "h": 6, "q": 3}


class UnknownTerm(ValueError):
    """The text names no span."""


def parse(text: str) -> Period:
    """The span that `text` names; raises UnknownTerm."""
    if ".." in text:
        return _days(text)
    found = NAMED.fullmatch(text)
    if not found:
        raise UnknownTerm(text[:30])
    year = int(found["year"])
    if found["month"]:
        return of_months(date(year, int(found["month"]), 1), 1)
    length, number = LENGTHS[found["kind"] or ""], int(found["number"] or 1)
    if length * number > 12:
        raise UnknownTerm(text[:30])
    return of_months(date(year, 1 + length * (number - 1), 1), length)


def spoken(text: str) -> Period | None:
    """The span that an office writes as "Quý IV/2026", "Năm 2026", "6 tháng đầu năm 2026" or "Tháng 11/2026"."""
    said = fold(text)
    for pattern, name in SPOKEN:
        if found := pattern.fullmatch(said):
            words = [ROMAN.get(word, word) for word in found.groups()]
            with suppress(UnknownTerm):
                return parse(name.format(None, *words))
    return None


def named_in(title: str) -> Period | None:
    """The span that the title of a table names, whatever else it says: "CHỈ TIÊU GIAO QUÝ IV NĂM 2026 (kèm theo Kế
    hoạch số 5/KH-UBND ngày 20/9/2026)"; two days, or years, with a dash between them are one, too."""
    if found := DAYS.search(title):
        day, month, year, *end = map(int, found.groups())
        with suppress(ValueError):
            span = Period(date(year, month, day), date(*reversed(end)))
            return span if within(span) else None
    if found := YEARS.search(title):
        span = Period(date(int(found[1]), 1, 1), date(int(found[2]), 12, 31))
        return span if within(span) else None
    said = fold(NO_SPAN.sub(" ", title))
    for pattern, name in IN_A_TITLE:
        if name == "{1}" and UNKNOWN.search(said):  # no year stands in for a part of it that was not understood
            return None
        if found := pattern.search(said):
            words = [ROMAN.get(word, word) for word in found.groups()]
            with suppress(UnknownTerm):
                return parse(name.format(None, *words))
    return None


def name_of(span: Period) -> str:
    """What parse() reads as this span."""
    months = months_in(span)
    if months:
        year, first, length = months[-1].year, months[0].month, len(months)
        for kind, usual in LENGTHS.items():
            if length == usual and (first - 1) % length == 0:
                return f"{year}-{kind}{(first - 1) // length + 1}" if kind else str(year)
        if length == 1:
            return f"{year}-{first:02}"
    return f"{span.start.isoformat()}..{span.end.isoformat()}"


def of_year(year: int) -> list[tuple[str, str]]:
    """(name, words) of the usual spans of a year: the year, its halves, quarters and months."""
    halves = [f"{year}-h{n}" for n in (1, 2)]
    quarters = [f"{year}-q{n}" for n in range(1, 5)]
    months = [f"{year}-{n:02}" for n in range(1, 13)]
    return [(name, title(parse(name))) for name in [str(year), *halves, *quarters, *months]]


def in_words(span: Period) -> str:
    """ "Quý IV/2026 (01/10/2026 – 31/12/2026)"."""
    name = title(span)
    return name if name == days(span) else f"{name} ({days(span)})"


def _days(text: str) -> Period:
    try:
        span = Period(*(date.fromisoformat(day) for day in text.split("..", 1)))
    except ValueError:
        raise UnknownTerm(text[:30]) from None
    if not within(span):
        raise UnknownTerm(text[:30])
    return span
