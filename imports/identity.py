"""Citizen identity numbers (số định danh cá nhân, CCCD): twelve digits, the first a 0. They are never kept.

Columns that are headed so are dropped as a whole (imports.layout); this finds the number in any other cell, and the
nine digits of the older CMND where a word says what they are.
"""

import re

from imports.workbook import Formula

WRITTEN = re.compile(r"(?<!\d)0(?:[\s.\-–]?\d){11}(?!\d)")
REMOVED = "(đã bỏ số giấy tờ)"  # what a workbook that is kept says instead
PAPERS = r"cccd|cmnd|cmt|căn cước(?: công dân)?|(?:số )?định danh(?: cá nhân)?"
# With the word before it; after such a word also the nine digits of a CMND.
TOLD = re.compile(
    rf"(?:\b(?:{PAPERS})\s*(?:số)?\s*[:.]?\s*)?{WRITTEN.pattern}|\b(?:{PAPERS})\D{{0,9}}\d{{9,12}}\b", re.I
)
LONG = re.compile(r"\d[\d\s.\-–]{7,}\d")  # without which no number is told; most cells have none
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
    return bool(LONG.search(text)) and (bool(TOLD.search(text)) or _lost_its_zeros(text))


def without_identity_number(value):
    """The value, with REMOVED in place of such a number: the cell is still read as one that held something wrong."""
    if not holds_identity_number(value):
        return value
    bare = TOLD.sub(REMOVED, value) if isinstance(value, str) else REMOVED
    return REMOVED if bare == value else bare


def cut_identity_number(text: str) -> str:
    """The text without such a number and the word before it: of a place, nothing should stand there instead."""
    if not holds_identity_number(text):
        return text
    bare = TOLD.sub("", text).strip(" :;,.–-()")
    return "" if holds_identity_number(bare) else bare


def _lost_its_zeros(text: str) -> bool:
    if not text.isdecimal() or not 10 <= len(text) <= 11 or text[0] == "0":
        return False
    return bool(WITHOUT_ZEROS.fullmatch(text.zfill(12))) and not FOREIGN_MOBILE.fullmatch(text)
