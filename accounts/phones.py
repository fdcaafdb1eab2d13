"""Phone numbers: one way to write them, and how they look to a role that does not need them."""

import re

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

MASKED = re.compile(r"\d{1,4}\*{3}\d{1,3}")
validate_phone = RegexValidator(r"^0\d{9}$", _("Số điện thoại gồm 10 chữ số, bắt đầu bằng 0."))


def plain_phone(text: str) -> str:
    """The number as it is kept: "+84 912.345.678" and "0912 345 678" become 0912345678; other text stays."""
    digits = re.sub(r"^(\+84|0084|84(?=\d{9}$))", "0", re.sub(r"[\s.\-()]", "", text))
    return digits if digits.isdecimal() else text.strip()


def masked_phone(phone: str) -> str:
    """For readers whose role does not need the number: 0912***678."""
    return f"{phone[:4]}***{phone[-3:]}" if phone else ""


def is_masked(text: str) -> bool:
    """Whether it is what masked_phone() shows: a list that was exported so tells no number."""
    return bool(MASKED.fullmatch(text.strip()))
