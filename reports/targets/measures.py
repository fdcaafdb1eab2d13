"""In what a target is written, in words: an amount, or per cent of which whole."""

from django.utils.translation import gettext_lazy as _

from reports.models import Target

Statistic = Target.Statistic
MEASURES = {
    (Target.Basis.AMOUNT, ""): _("Số lượng"),
    (Target.Basis.PERCENT, Statistic.HOUSEHOLDS): _("% số hộ"),
    (Target.Basis.PERCENT, Statistic.RESIDENTS): _("% nhân khẩu"),
    (Target.Basis.PERCENT, Statistic.ADULTS): _("% người trưởng thành"),
    (Target.Basis.PERCENT, Statistic.BUSINESSES): _("% cơ sở kinh doanh"),
    (Target.Basis.PERCENT, ""): _("%"),  # a rate, which has its own denominator
}
"""(basis, statistic) -> words"""


def measure_of(basis: str, statistic: str) -> str:
    return MEASURES[basis, statistic]
