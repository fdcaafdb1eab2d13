"""Phone numbers in all the ways people write them, in the one form in which they are kept: 0 and nine digits."""

import re

from accounts.phones import is_masked, plain_phone
from areas.names import fold
from imports.rows import Cell, Issue
from imports.values.cells import content, info, refuse, warn

MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}", re.ASCII)
NATIONAL = re.compile(r"0[1-9]\d{8}", re.ASCII)
LANDLINE = re.compile(r"02\d{9}", re.ASCII)
# Numbers of eleven digits were shortened in 2018: 0120 became 070.
NEW_PREFIXES = {
    **{"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"},
    **{"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"},
    **{f"016{digit}": f"03{digit}" for digit in range(2, 10)},
    **{"0186": "056", "0188": "058", "0199": "059"},
}
OLD_NUMBER = re.compile(rf"(?:{'|'.join(NEW_PREFIXES)})\d{{7}}", re.ASCII)

LETTER_O = re.compile(r"(?<![^\W\d_])[oO](?=[\s.-]*\d)|(?<=\d)[oO](?![^\W\d_])")
FLOAT = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+|\d{9,11}\.0+")
BETWEEN = re.compile(r"[^\d+().\s·-]+|\s[-–]\s|[\r\n]+|(?<=\d)\s*(?=\+)")  # may stand between two numbers
TWO_IN_A_ROW = re.compile(r"(0[1-9]\d{8})(0[1-9]\d{8})")
LABELS = frozenset(
    "điện thoại số đt dt sđt sdt dđ đtdđ di động tel phone mobile zalo viettel vina vinaphone mobi".split()
)
LETTERS = re.compile(r"[^\W\d_]+")
NONE = re.compile(r"(?:khong|ko|kg|k|chua|none|null|n a|na|x)(?: \D*)?")  # of a folded text


def phone(cell: Cell, issues: list[Issue]) -> tuple[str | None, str | None]:
    """(phone, phone_alt): the number, and the second one when the cell holds two."""
    if isinstance(cell.value, str) and MOBILE.fullmatch(cell.value):
        return cell.value, None
    before = len(issues)
    value = content(cell, issues)
    if len(issues) > before:
        return None, None
    text = "" if value is None else str(value)
    if is_masked(text):
        info(issues, cell, "phone_masked")
        return None, None
    if not re.search("[1-9]", text):
        _say_without_digits(text, cell, issues)
        return None, None
    parts = _parts(LETTER_O.sub("0", text))
    read = [_national(part) for part in parts]
    unread = [part for part, number in zip(parts, read, strict=True) if not number]
    codes: dict[str, str] = {}
    for number, code in filter(None, read):
        codes.setdefault(number, code)
    if not codes:
        _refuse(unread, cell, issues)
    elif len(codes) > 1 or unread:
        _say_several(len(codes), unread, cell, issues)
    else:
        _say_what_changed(text, *next(iter(codes.items())), cell, issues)
    return (*codes, None, None)[:2]


def _say_without_digits(text: str, cell: Cell, issues: list[Issue]) -> None:
    key = fold(text)
    if not key.strip("0 ") or NONE.fullmatch(key):
        warn(issues, cell, "phone_missing")
    else:
        refuse(issues, cell, "phone_invalid")


def _parts(text: str) -> list[str]:
    """The digits of each number that the text may hold; "599,152,783" is one number with two signs in it."""
    if MOBILE.fullmatch(whole := plain_phone(text)):
        return [whole]
    if FLOAT.fullmatch(text):
        return [str(int(float(text)))]
    parts = [digits for part in BETWEEN.split(text) if (digits := plain_phone(part.replace("·", ""))).isdecimal()]
    if len(parts) > 1 and not any(map(_national, parts)) and _national(whole := plain_phone("".join(parts))):
        return [whole]
    return [digits for part in parts for digits in (_two(part) or [part])]


def _two(digits: str) -> list[str]:
    pair = TWO_IN_A_ROW.fullmatch(digits)
    return [*pair.groups()] if pair else []


def _national(digits: str) -> tuple[str, str] | None:
    """(number, code of what had to be changed or ""); None for what is no number that can be kept."""
    if re.fullmatch(r"(?:00|840)[1-9]\d{8}", digits):  # +84 0912… and 0084 0912…
        digits = digits[-10:]
    if NATIONAL.fullmatch(digits):
        return digits, ""
    if MOBILE.fullmatch("0" + digits):
        return "0" + digits, "phone_leading_zero_restored"
    for old in (digits, "0" + digits, "0" + digits.removeprefix("84")):
        if OLD_NUMBER.fullmatch(old):
            return NEW_PREFIXES[old[:4]] + old[4:], "phone_old_prefix_converted"
    return None


def _refuse(unread: list[str], cell: Cell, issues: list[Issue]) -> None:
    if any(map(_may_be_identity, unread)):
        refuse(issues, cell, "phone_not_a_phone", secret=True)
    elif any(map(LANDLINE.fullmatch, unread)):
        refuse(issues, cell, "phone_landline")
    else:
        refuse(issues, cell, "phone_invalid")


def _may_be_identity(digits: str) -> bool:
    """CCCD has twelve digits, fewer without its zeros, CMND nine; not a mobile number with a digit too many."""
    return 9 <= len(digits) <= 12 and not LANDLINE.fullmatch(digits) and not MOBILE.match(digits)


def _say_several(count: int, unread: list[str], cell: Cell, issues: list[Issue]) -> None:
    code = "phone_part_unread" if unread else "phone_multiple" if count == 2 else "phone_too_many"
    warn(issues, cell, code)
    if any(map(_may_be_identity, unread)):
        issues[-1].raw = None


def _say_what_changed(text: str, number: str, code: str, cell: Cell, issues: list[Issue]) -> None:
    words = [] if FLOAT.fullmatch(text) else LETTERS.findall(LETTER_O.sub("0", text))
    note = " ".join(word for word in words if word.lower() not in LABELS)
    if code:
        info(issues, cell, code)
    elif LETTER_O.search(text):
        info(issues, cell, "phone_letter_replaced")
    elif text != number and not note:
        info(issues, cell, "phone_reformatted")
    if note:
        warn(issues, cell, "phone_note_removed", note=note)
    if not MOBILE.fullmatch(number) and not number.startswith("02"):
        warn(issues, cell, "phone_prefix_unknown")
