"""Citizen identity numbers (số định danh cá nhân, CCCD): twelve digits, the first a 0. They are never kept.

Columns that are headed so are dropped as a whole (imports.layout); this finds the number in any other cell.
"""

import re

from imports.workbook import Formula

WRITTEN = re.compile(r"(?<!\d)0(?:[\s.\-–]?\d){11}(?!\d)")
# Typed as a number it lost its zeros: 093…, 001…. The fourth digit tells sex and century: 0 to 3 for the living.
WITHOUT_ZEROS = re.compile(r"0(?:0[1-9]|[1-9]\d)[0-3]\d{8}")
FOREIGN_MOBILE = re.compile(r"84[35789]\d{8}")  # +84 and a mobile number, which would read as one of province 084


def holds_identity_number(value) -> bool:
    if isinstance(value, Formula):
        value = value.text
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    text = str(value).strip()
    return bool(WRITTEN.search(text)) or _lost_its_zeros(text)


def _lost_its_zeros(text: str) -> bool:
    if not text.isdecimal() or not 10 <= len(text) <= 11 or text[0] == "0":
        return False
    return bool(WITHOUT_ZEROS.fullmatch(text.zfill(12))) and not FOREIGN_MOBILE.fullmatch(text)
