"""Cells that are one word, mark or number: sex, yes, how many, an address of e-mail; and plain text."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import number_format

from areas.names import fold
from imports.identity import REMOVED, holds_identity_number, put_instead
from imports.rows import Cell, Issue
from imports.values.cells import content, in_one_line, info, refuse, warn

MALE = frozenset(["nam", "m", "male", "trai", "con trai", "nam gioi", "ong"])
FEMALE = frozenset(["nu", "f", "female", "gai", "con gai", "nu gioi", "ba"])
YES = frozenset(
    ["x", "xx", "co", "v", "true", "1", "ies", "i", "ok", "roi", "dung", "su dung", "zalo", "dang ki", "da dang ki"]
)  # folded: y is i
NO = frozenset(
    ["", "0", "khong", "ko", "k", "khong co", "khong dung", "khong su dung", "chua", "chua co", "false", "no", "n"]
)
MARKS = frozenset("+✓✔√☑☒✗×üþ\uf0fc\uf0fe\uf050\uf052")  # the last are of Wingdings
NOTHING = frozenset(["", "khong", "khong co", "ko", "chua co", "chua", "x", "n a", "none"])
GROUPED = re.compile(r"([+-]?\d{1,3}([.,\s])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,]0+)?")  # 26.291 or 26,291.00
WHOLE = re.compile(r"([+-]?\d+)(?:[.,]0{1,2})?")
UNIT_BEHIND = re.compile(r"([\d.,\s+-]*\d)\s*[^\W\d_]\D*")  # 4 người, 12 hộ
LONG_NUMBER = re.compile(r"\d[\d\s.–-]{7,}\d")
ADDRESS = re.compile(r"[^\s<>;,/]+@[^\s<>;,/]+")


_key = lru_cache(maxsize=512)(fold)  # the same few words in every row


def text(cell: Cell, issues: list[Issue]) -> str | None:
    """What the cell says, in one line; a citizen identity number in it is left out."""
    value = content(cell, issues)
    if value is None:
        return None
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    line = in_one_line(str(value))
    if not LONG_NUMBER.search(line) and REMOVED not in line:
        return line
    is_number = holds_identity_number(value) and not isinstance(value, str)
    bare = "" if is_number else put_instead("", line).replace(REMOVED, "")
    if bare != line:
        warn(issues, cell, "identity_number_removed")
        issues[-1].raw = None
        bare = bare.strip(" ,;:.-–()")
    return in_one_line(bare) or None


def sex(cell: Cell, issues: list[Issue]) -> str | None:
    """ "M", "F" or None."""
    value = content(cell, issues)
    key = _key(str(value)) if value is not None else ""
    if key in MALE:
        return "M"
    if key in FEMALE:
        return "F"
    if key:
        warn(issues, cell, "sex_unclear")
    return None


def yes(cell: Cell, issues: list[Issue]) -> bool | None:
    """True for a mark, a word that agrees, or a phone number (of Zalo); None for everything else."""
    value = content(cell, issues)
    if value is None or isinstance(value, bool):
        return value or None
    said = str(value)
    key = _key(said)
    if MARKS.issuperset(said.replace(" ", "")) or key in YES or key.startswith(("co ", "da ")):
        return True
    if len(re.sub(r"\D", "", said)) >= 9:
        return True
    if key not in NO and not key.startswith(("khong ", "chua ")):
        warn(issues, cell, "yes_no_unclear")
    return None


def whole(cell: Cell, issues: list[Issue], low: int, high: int, *, is_year: bool = False) -> int | None:
    """A number without fraction from `low` to `high`; 26.291 in a text is twenty-six thousand."""
    value = content(cell, issues)
    if value is None or (isinstance(value, str) and not value.strip("-–. …")):
        return None
    number = _whole_of(value)
    if number is None:
        refuse(issues, cell, "number_invalid")
        return None
    if not low <= number <= high:
        low, high = (str(end) if is_year else number_format(end) for end in (low, high))
        refuse(issues, cell, "number_out_of_range", low=low, high=high)
        return None
    if isinstance(value, str) and not value.isdecimal():
        info(issues, cell, "number_reformatted")
    return number


def _whole_of(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    counted = UNIT_BEHIND.fullmatch(value)
    digits = counted[1].strip() if counted else value
    grouped = GROUPED.fullmatch(digits)
    if grouped:
        return int(grouped[1].replace(grouped[2], ""))
    plain = WHOLE.fullmatch(digits)
    return int(plain[1]) if plain else None


def email(cell: Cell, issues: list[Issue]) -> str | None:
    """The address, its host in lower case; the first one when there are several."""
    value = content(cell, issues)
    if value is None or _key(str(value)) in NOTHING:
        return None
    said = str(value)
    found = ADDRESS.findall(re.sub(r"\s*@\s*", "@", said))
    address = found[0].removeprefix("mailto:").rstrip(".") if found else ""
    local, _, host = address.rpartition("@")
    try:
        validate_email(address)
    except ValidationError:
        refuse(issues, cell, "email_invalid")
        return None
    if len(found) > 1:
        warn(issues, cell, "email_multiple")
    return f"{local}@{host.lower()}"
