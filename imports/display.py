"""Values, problems and reasons as people read them."""

import re
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.phones import masked_phone
from imports.identity import holds_identity_number
from imports.kinds import Field, ListKind
from imports.rows import Ignored, Issue
from imports.sentences import SENTENCES, sentence
from imports.workbook import CellError, Formula

MISSING = "—"
YEARS = ("year", "birth_year")  # numbers that count nothing
SEXES = {"M": _("Nam"), "F": _("Nữ")}
LONGEST = 80  # letters of a cell's value beside what is wrong with it
NUMBER = re.compile(r"\+?\d(?:[\s.\-()]*\d){7,}")  # a phone number, however it was typed
REASONS = {
    "title": _("tiêu đề văn bản"),
    "header": _("tiêu đề cột"),
    "blank": _("dòng trống"),
    "column_numbers": _("số thứ tự cột"),
    "repeated_header": _("tiêu đề cột lặp lại"),
    "section": _("tên tổ, tên nhóm"),
    "subtotal": _("dòng cộng"),
    "grand_total": _("dòng tổng cộng"),
    "closing_sentence": _("câu kết"),
    "signature_block": _("chữ ký, nơi nhận"),
    "footnote": _("ghi chú dưới bảng"),
    "hidden_sheet": _("trang tính ẩn"),
    "hidden_row": _("dòng ẩn hoặc bị lọc"),
    "nothing_given": _("không ô nào có mức giao"),
    "left": _("người đã thôi tham gia trước ngày của danh sách"),
    "sheet_without_table": _("trang tính không có bảng danh sách"),
}


def label_of(one: Field) -> str:
    """What a column is called; one that the blank workbook leaves out goes by its usual heading."""
    return str(one.label) or capfirst(one.headings[0])


def in_words(kind: ListKind, name: str, value: Any, *, masked: bool = False) -> str:
    """The value of a field of the list; telephone numbers half hidden when `masked`."""
    if type(value) in (int, float) and name not in YEARS:
        return number_format(int(value) if value == int(value) else value)
    words = getattr(kind, "words", {}).get(name, SEXES if name == "gender" else {})
    return str(words[value]) if isinstance(value, str) and value in words else plain(value, masked=masked)


def plain(value: Any, *, masked: bool = False) -> str:
    if value is None or value == "":
        return MISSING
    if isinstance(value, bool):
        return _t("Có") if value else _t("Không")
    if isinstance(value, date):
        return date_format(value, "DATETIME_FORMAT" if isinstance(value, datetime) and value.hour else "DATE_FORMAT")
    if isinstance(value, list | tuple):
        return ", ".join(plain(part, masked=masked) for part in value)
    if isinstance(value, CellError | Formula):
        value = value.text
    if isinstance(value, float):
        value = int(value) if value.is_integer() else str(value).replace(".", ",")
    return hide_numbers(str(value)) if masked else str(value)


def raw_words(value: Any, *, masked: bool = False) -> str:
    """What a cell holds, as short as it can stand beside a sentence; "" for an empty one. Never an identity number."""
    if value is None or value == "" or holds_identity_number(value):
        return ""
    text = plain(value, masked=masked)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def hide_numbers(text: str) -> str:
    return NUMBER.sub(lambda found: masked_phone(re.sub(r"\D", "", found[0])), text)


def say(issue: Issue, *, masked: bool = False) -> str:
    """What an issue means and what to do."""
    if issue.code not in SENTENCES:
        return _t("Cần xem lại chỗ này.")
    text = sentence(issue)
    return hide_numbers(text) if masked else text


def reason_words(line: Ignored) -> str:
    """Why a line is no data: "Tên tổ, tên nhóm: Tổ ấp 1"."""
    reason, _colon, name = line.reason.partition(":")
    label = str(REASONS.get(reason, _("không phải dữ liệu")))
    return capfirst(f"{label}: {name}" if name else label)
