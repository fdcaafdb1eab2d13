"""Questions about figures that have no answer, each refused with a sentence that says why and what to ask instead.

What a kind of indicator allows stands in visits.models.Indicator.Kind; nobody else decides it.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from visits.models import Indicator

Kind = Indicator.Kind


class Senseless(ValueError):
    """The message tells a person why the figure would mean nothing, and what can be asked instead."""


def require_addable(indicators: Iterable[Indicator]) -> None:
    """Different indicators are no amount of one thing: wallets and households do not add up to "people"."""
    found = list({indicator.pk: indicator for indicator in indicators}.values())
    if len(found) > 1:
        names = ", ".join(indicator.short_name for indicator in found)
        raise Senseless(
            _("Không cộng các chỉ tiêu khác nhau (%(names)s): tổng chẳng là số của cái gì. Xem từng cột.")
            % {"names": names}
        )


def require_no_average(indicator: Indicator) -> None:
    """A rate of a whole is its numerator by its denominator; the mean of the parts' rates is another number."""
    if indicator.kind == Kind.RATIO:
        raise Senseless(
            _("Không lấy trung bình “%(name)s” của các đơn vị: tỷ lệ chung là tổng tử số chia tổng mẫu số.")
            % {"name": indicator.name}
        )


def require_adds_over_time(indicator: Indicator) -> None:
    """A stock is the state at the end of a period; months of it do not add up, and neither do rates."""
    if indicator.kind == Kind.STOCK:
        raise Senseless(
            _("Không cộng “%(name)s” qua các tháng: đây là số đang có đến cuối kỳ. Lấy số của tháng cuối.")
            % {"name": indicator.name}
        )
    if indicator.kind == Kind.RATIO:
        raise Senseless(
            _("Không cộng tỷ lệ “%(name)s” qua các tháng. Chọn kỳ dài hơn, tỷ lệ được tính lại từ tử số và mẫu số.")
            % {"name": indicator.name}
        )


def require_rankable(indicator: Indicator, per: str) -> None:
    """A league by amounts is a league of size; `per` names the denominator, "" when there is none."""
    if indicator.kind == Kind.RATIO:
        return
    if not per:
        raise Senseless(
            _(
                "Chưa chọn mẫu số cho “%(name)s”. Xếp theo số tuyệt đối chỉ cho biết đơn vị nào lớn; "
                "hãy chọn số hộ, nhân khẩu …"
            )
            % {"name": indicator.name}
        )
