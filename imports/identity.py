"""Citizen identity numbers (số định danh cá nhân, CCCD): twelve digits, the first a 0. They are never kept.

Columns that are headed so are dropped as a whole (imports.layout); this finds the number in any other cell, and the
nine digits of the older CMND where a word says what they are.
"""

import re

from imports.workbook import Formula

GAP = r"[\s.\-–]"
PHONE = rf"(?:02(?:{GAP}?\d){{9}}|0[2-9](?:{GAP}?\d){{8}}|84[235789]\d{{8}})"
# In any groups; not what begins as a day (05.08.2022 14.30), a phone with digits after it (0912345678 12 giờ) or the
# end of a sum (1.012.345.678.901).
WRITTEN = re.compile(
    rf"(?<!\d)(?:(?=\d{{12}})|(?<!\d\.))(?!0\d{GAP}|0{GAP}\d\d|000{GAP}|{PHONE}{GAP}\d)0(?:{GAP}?\d){{11}}(?!\d)"
)
REMOVED = "(đã bỏ số giấy tờ)"  # what is kept says instead
PAPERS = (
    r"\b(?:cccd|g?cmnd|g?cmt(?:nd)?|c[aă]n c[uư][oớ]c(?: c[oô]ng d[aâ]n)?|ch[uứ]ng minh(?: th[uư]| nh[aâ]n d[aâ]n)?"
    r"|(?:s[oố] )?[dđ][iị]nh danh(?: c[aá] nh[aâ]n)?)(?![^\W\d_])"
)
# After such a word also the nine digits of a CMND, and digits too few or too many; no phone, no sum of money.
NINE = (
    rf"(?<!\d)(?<!\d\.)(?<!84{GAP})(?!{PHONE}(?!\d))(?:\d{{9,12}}|\d{{3}}{GAP}\d{{3}}{GAP}\d{{3}})"
    rf"(?!\d|{GAP}\d{{3}}(?!\d)|\s*(?:đồng|vn[đd]|đ\b))"
)
BEFORE = rf"{PAPERS}\s*(?:s[oố])?\s*[:.]?\s*"
TOLD = re.compile(rf"(?:{BEFORE})?{WRITTEN.pattern}|{BEFORE}{NINE}", re.I)
# Số CMND của ông là …, or a second number: the words between stay.
FARTHER = re.compile(rf"((?:{PAPERS}|{re.escape(REMOVED)})[^\n;]{{0,40}}?){NINE}", re.I)
LONG = re.compile(r"\d[\d\s.\-–]{7,}\d")  # without which no number is told; most texts have none
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
    return bool(LONG.search(text)) and (bool(TOLD.search(text) or FARTHER.search(text)) or _lost_its_zeros(text))


def without_identity_number(value):
    """The value, with REMOVED in place of such a number, so that readers see that something was there."""
    if not holds_identity_number(value):
        return value
    bare = put_instead(REMOVED, value) if isinstance(value, str) else REMOVED
    return REMOVED if bare == value else bare


def put_instead(mark: str, text: str) -> str:
    """The text with `mark` for each such number and the word right before it."""
    before, bare = None, text
    while bare != before:  # one that is gone may uncover the next
        before, bare = bare, FARTHER.sub(rf"\1{REMOVED}", TOLD.sub(REMOVED, bare))
    return bare.replace(REMOVED, mark)


def cut_identity_number(text: str) -> str:
    """The text without such a number and the word before it: of a place, nothing should stand there instead."""
    if not holds_identity_number(text):
        return text
    bare = put_instead("", text).strip(" :;,.–-()")
    return "" if holds_identity_number(bare) else bare


def _lost_its_zeros(text: str) -> bool:
    if not text.isdecimal() or not 10 <= len(text) <= 11 or text[0] == "0":
        return False
    return bool(WITHOUT_ZEROS.fullmatch(text.zfill(12))) and not FOREIGN_MOBILE.fullmatch(text)
