"""Days and years of birth in every notation: real dates, serial numbers, 20/8/1985, "ngày 20 tháng 8 năm 1985", 1985.

Day comes before month, as in Viet Nam; a list in which the month cannot be one (08/20/1985) is read the other way and
shown. A year alone is a full answer to "năm sinh".
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from areas.names import fold
from imports.rows import Cell, Issue
from imports.values.cells import content, info, refuse, warn

YOUNGEST, OLDEST = 14, 100  # age of a member in the year of the list
EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet, for days after its 29 February 1900 that never was
SERIALS = range(7306, 60_000)  # 1920 to 2064
YEARS = range(1000, 5000)  # four digits that somebody meant as a year
LATEST_OF_TWO_DIGITS = 2049  # "50" in a date of a paper is 1950, "49" is 2049
NUMBERS_UNTIL = date(
    1905, 12, 31
)  # earlier dates are numbers in a cell that is formatted as a date: 1985 is 07/06/1905
CLOCK = re.compile(r"[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m)?$", re.I)
WORDS = frozenset("ngày tháng thg th t năm sinh sn ns s n ngay thang nam mùng mồng".split())
MONTHS = {name: month for month, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
PIECES = re.compile(r"\d+|[^\W\d_]+")
UNKNOWN = re.compile(r"(?:khong|ko|k|chua)\b")  # of a folded text


@dataclass(slots=True)
class Reading:
    """What a cell says of a day. `wrong` is the code of an error; the year may be certain all the same."""

    day: date | None = None
    year: int | None = None
    notes: tuple[str, ...] = ()  # codes of infos and warnings
    wrong: str = ""
    secret: bool = False


SAY = {
    "date_without_day": info,
    "date_empty": warn,
    "date_month_day_swapped": warn,
    "date_partly_read": warn,
    "year_two_digits": warn,
}


def birth(cell: Cell, issues: list[Issue], as_of: date) -> tuple[date | None, int | None]:
    """(birth_date, birth_year), either alone when that is all that is certain. `as_of`: the day of the list."""
    value = cell.value
    if type(value) is int and YOUNGEST <= as_of.year - value <= OLDEST:
        return None, value
    value = content(cell, issues)
    if value is None:
        return None, None
    reading = _read(value, as_of.year - YOUNGEST)
    year = reading.day.year if reading.day else reading.year
    if year is not None and not YOUNGEST <= as_of.year - year <= OLDEST:
        refuse(issues, cell, "birth_year_implausible")
        return None, None
    _say(reading, cell, issues)
    return reading.day, year


def day(cell: Cell, issues: list[Issue]) -> date | None:
    """The day that a cell tells in full: of a decision, of an end."""
    value = content(cell, issues)
    if value is None:
        return None
    reading = _read(value, LATEST_OF_TWO_DIGITS)
    if reading.day is None and reading.year or reading.day and not 1900 <= reading.day.year <= 2100:
        reading = _wrong()
    _say(reading, cell, issues)
    return reading.day


def _say(reading: Reading, cell: Cell, issues: list[Issue]) -> None:
    for code in reading.notes:
        SAY[code](issues, cell, code)
    if reading.wrong:
        refuse(issues, cell, reading.wrong, secret=reading.secret)


def _wrong(year: int | None = None, digits: int = 0) -> Reading:
    """Nine to twelve digits in a row may be an identity number."""
    return Reading(year=year if year in YEARS else None, wrong="date_invalid", secret=9 <= digits <= 12)


def _read(value: Any, until: int) -> Reading:
    """`until`: the latest year that two digits may mean."""
    if isinstance(value, bool):
        return _wrong()
    if isinstance(value, date):
        return _of_date(value.date() if isinstance(value, datetime) else value, until)
    if isinstance(value, int):
        return _of_number(str(value), until) if value >= 0 else _wrong()
    if isinstance(value, float) and SERIALS.start <= value < SERIALS.stop:
        return Reading(EPOCH + timedelta(int(value)))
    if isinstance(value, str | float):
        return _of_text(str(value), until)
    return Reading(notes=("date_empty",)) if value == time() else _wrong()


def _of_date(day: date, until: int) -> Reading:
    if day > NUMBERS_UNTIL:
        return Reading(day)
    number = (day - EPOCH).days - (day < date(1900, 3, 1))
    return _read(number, until) if number > 12 else Reading(notes=("date_empty",))  # 00/01/1900 stands for nothing


def _of_number(digits: str, until: int) -> Reading:
    number, length = int(digits), len(digits)
    if number == 0:
        return Reading(notes=("date_empty",))
    if length == 4 and number in YEARS:
        return Reading(year=number)
    if length <= 2:
        return Reading(year=_four_digits(number, until), notes=("year_two_digits",))
    if length == 5 and number in SERIALS:
        return Reading(EPOCH + timedelta(number))
    if length in (7, 8):
        return _of_eight(digits.zfill(8), until)
    return _wrong(digits=length)


def _of_eight(digits: str, until: int) -> Reading:
    """20081985, or 19850820."""
    reading = _of_three([digits[:2], digits[2:4], digits[4:]], until)
    return reading if reading.day else _of_three([digits[:4], digits[4:6], digits[6:]], until)


def _of_text(text: str, until: int) -> Reading:
    pieces = [_month(piece) for piece in PIECES.findall(CLOCK.sub("", text).lower()) if piece not in WORDS]
    numbers = [piece for piece in pieces if piece.isdecimal()]
    if not numbers:
        known = pieces and not UNKNOWN.match(fold(text))
        return _wrong() if known else Reading(notes=("date_empty",))
    if len(numbers) < len(pieces):
        return _of_mixed(numbers)
    if len(numbers) == 1:
        return _of_number(numbers[0], until)
    if len(numbers) == 2:
        return _of_two(numbers, until)
    return _of_three(numbers, until) if len(numbers) == 3 else _wrong(digits=len("".join(numbers)))


def _month(piece: str) -> str:
    return str(MONTHS.get(piece[:3], piece)) if piece.isascii() and piece.isalpha() else piece


def _of_mixed(numbers: list[str]) -> Reading:
    """Words that say something else stand around the numbers: "khoảng 1985", "40 tuổi"."""
    if len(numbers) == 1 and len(numbers[0]) == 4 and int(numbers[0]) in YEARS:
        return Reading(year=int(numbers[0]), notes=("date_partly_read",))
    years = [int(number) for number in numbers if len(number) == 4]
    return _wrong(years[0] if len(years) == 1 else None, max(map(len, numbers)))


def _of_two(numbers: list[str], until: int) -> Reading:
    """8/1985 or 1985-08; "8/85" too, but not "20/8", which lacks the year."""
    month, year = numbers if len(numbers[1]) == 4 else numbers[::-1] if len(numbers[0]) == 4 else numbers
    if len(year) == 4 and len(month) <= 2:
        return Reading(year=int(year), notes=("date_without_day",)) if int(month) <= 12 else _wrong(int(year))
    if len(year) == 2 and int(year) > 31 and 1 <= int(month) <= 12:
        return Reading(year=_four_digits(int(year), until), notes=("year_two_digits", "date_without_day"))
    return _wrong(digits=len(month + year))


def _of_three(numbers: list[str], until: int) -> Reading:
    day, month, year = numbers[::-1] if len(numbers[0]) == 4 else numbers
    if len(year) not in (2, 4) or len(day) > 2 or len(month) > 2:
        return _wrong(digits=len(day + month + year))
    notes = ("year_two_digits",) if len(year) == 2 else ()
    full = _four_digits(int(year), until) if notes else int(year)
    if 0 in (int(day), int(month)) and full == 1900:  # an empty cell that is formatted as a date
        return Reading(notes=("date_empty",))
    if int(day) == 0 and int(month) <= 12 and full in YEARS:
        return Reading(year=full, notes=(*notes, "date_without_day"))
    if found := _date(full, int(month), int(day)):
        return Reading(found, notes=notes)
    if swapped := _date(full, int(day), int(month)):
        return Reading(swapped, notes=(*notes, "date_month_day_swapped"))
    return _wrong(None if notes else full)


def _four_digits(year: int, until: int) -> int:
    """The last year up to `until` that ends so."""
    return until - (until - year) % 100


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
