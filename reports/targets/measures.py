"""In what a target is written, in words: an amount, or per cent of which whole."""

from django.utils.translation import gettext_lazy as _

from areas.names import fold
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
AMOUNT, RATE = (Target.Basis.AMOUNT, ""), (Target.Basis.PERCENT, "")
AMOUNTS = {"so luong", "so tuyet doi", "tuyet doi", "so"}
SPOKEN = {  # folded, without the sign
    (Target.Basis.PERCENT, Statistic.HOUSEHOLDS): {"so ho", "ho", "ho dan", "ho gia dinh", "tong so ho"},
    (Target.Basis.PERCENT, Statistic.RESIDENTS): {"nhan khau", "dan so", "so dan", "so nhan khau"},
    (Target.Basis.PERCENT, Statistic.ADULTS): {"nguoi truong thanh", "so nguoi truong thanh", "truong thanh"},
    (Target.Basis.PERCENT, Statistic.BUSINESSES): {"co so kinh doanh", "co so", "so co so kinh doanh"},
    RATE: {"", "ti le"},
}


def measure_of(basis: str, statistic: str) -> str:
    return MEASURES[basis, statistic]


def read_measure(text: str) -> tuple[str, str] | None:
    """(basis, statistic) of words like "% số hộ", "phần trăm nhân khẩu" or "số lượng"; None for others."""
    said = fold(text).removeprefix("phan tram").strip()
    if "%" in text or fold(text).startswith("phan tram"):
        return next((key for key, words in SPOKEN.items() if said in words), None)
    return AMOUNT if said in AMOUNTS else None
