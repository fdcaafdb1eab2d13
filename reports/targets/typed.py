"""A target as it is typed into a cell: "1.250", "12,5", "70 %"."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reports.models import Target
from visits.models import Indicator

MOST, MOST_PERCENT = Decimal(999_999_999), Decimal(1000)
WHOLE = re.compile(r"\d{1,3}(\.\d{3})+|\d+")
BROKEN = re.compile(r"(?P<whole>\d{1,3}(\.\d{3})+|\d+),(?P<part>\d{1,2})|(?P<plain>\d+)\.(?P<decimals>\d{1,2})")


def read(text: str, indicator: Indicator) -> tuple[Decimal, str]:
    """(value, Target.Basis); ValidationError tells what to write instead. Of a ratio the sign may be missing; of an
    amount with decimals it was forgotten."""
    said, text = " ".join(text.split())[:20], "".join(text.split())
    is_percent = text.endswith("%") or indicator.kind == Indicator.Kind.RATIO
    basis = Target.Basis.PERCENT if is_percent else Target.Basis.AMOUNT
    value = number(text.removesuffix("%"))
    if text.startswith(("-", "−")) and number(text[1:].removesuffix("%")) is not None:
        raise ValidationError(_("Mức phải đạt không thể âm: ghi một số từ 0 trở lên."))
    if value is None:
        raise ValidationError(_("«%(text)s» không phải là số. Viết như 1.250 hoặc 70 %%.") % {"text": said})
    most = MOST_PERCENT if is_percent else MOST
    if value > most:
        words = {"text": said, "most": write(most, basis)}
        raise ValidationError(_("«%(text)s» lớn quá: nhiều nhất là %(most)s. Xem có gõ thừa chữ số không.") % words)
    if value % 1 and not is_percent:
        words = {"text": write(value, Target.Basis.PERCENT)}
        raise ValidationError(_("Số lượng không có phần lẻ. Nếu là phần trăm, viết %(text)s.") % words)
    return value, basis


def number(text: str) -> Decimal | None:
    """As Vietnamese offices write it, 1.250 and 12,5, and as Excel may: 12.5."""
    if WHOLE.fullmatch(text):
        return Decimal(text.replace(".", ""))
    found = BROKEN.fullmatch(text)
    if not found:
        return None
    if found["plain"]:
        return Decimal(f"{found['plain']}.{found['decimals']}")
    return Decimal(f"{found['whole'].replace('.', '')}.{found['part']}")


def write(value: Decimal, basis: str) -> str:
    """What read() reads as this; "70 %"."""
    value = value.normalize() if value % 1 else value.quantize(Decimal(1))
    text = number_format(value, use_l10n=True, force_grouping=True)
    return f"{text} %" if basis == Target.Basis.PERCENT else text
