"""Sentences about facts and counts that several pages show."""

from django.template.defaultfilters import date as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.dates import Dated
from visits.models import Contribution, Indicator

Kind, Reason = Indicator.Kind, Contribution.Reason

HOW_IT_ADDS = {
    Kind.FLOW: gettext_lazy("Cộng dồn theo thời gian và theo địa bàn: lượt nào cũng tính, lặp lại cũng tính."),
    Kind.HOUSEHOLD: gettext_lazy(
        "Mỗi hộ chỉ tính một lần, vào ngày đầu tiên đạt; sau đó cộng dồn theo thời gian và theo địa bàn."
    ),
    Kind.PERSON: gettext_lazy(
        "Chỉ cộng người mới, không vượt số nhân khẩu của hộ; cộng dồn theo thời gian và theo địa bàn."
    ),
    Kind.STOCK: gettext_lazy("Theo thời gian lấy số của ngày cuối kỳ, không cộng dồn; theo địa bàn thì cộng."),
    Kind.RATIO: gettext_lazy(
        "Không cộng và không lấy trung bình: ở cấp nào, kỳ nào cũng tính lại từ tử số và mẫu số."
    ),
}


def day_text(day) -> str:
    return format_date(day, "SHORT_DATE_FORMAT")


def amount(indicator: Indicator, quantity: int) -> str:
    """ "2 người"."""
    return f"{number_format(quantity)} {indicator.unit}"


def validity(row: Dated) -> str:
    """From when until when it is in force, in words."""
    days = {"start": day_text(row.valid_from), "end": day_text(row.valid_until)}
    if row.starts and row.ends:
        return _("%(start)s – %(end)s") % days
    if row.ends:
        return _("đến hết %(end)s") % days
    return _("từ %(start)s") % days if row.starts else _("đang dùng")


def counted(contribution: Contribution) -> str:
    """What one fact added to a count and, where not all of it, why."""
    indicator, left_out = contribution.indicator, contribution.claimed - contribution.quantity
    values = {
        "quantity": amount(indicator, contribution.quantity),
        "left_out": amount(indicator, left_out),
    }
    if not left_out:
        return _("Được tính %(quantity)s.") % values
    if contribution.reason == Reason.REPEAT:
        return _("Không tính thêm: hộ đã đạt từ trước.")
    if contribution.reason == Reason.REVIEW:
        return _("Chưa tính %(left_out)s: lượt thăm đang chờ xem lại.") % values
    return _("Được tính %(quantity)s; không tính %(left_out)s vì vượt số nhân khẩu của hộ.") % values
