"""What a figure means, in words: how it adds up, what it is made of, what it is on the other maps."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.models import AreaStatistic
from reports.asked import Asked
from reports.figures import figure
from reports.kin import on_the_map
from reports.lens import RECORDED, TODAY, Lens
from reports.rollup import totals
from visits.models import Indicator

HOW_IT_ADDS = {
    Indicator.Kind.FLOW: gettext_lazy("Cộng mọi lần ghi nhận trong kỳ. Cộng được giữa các kỳ và các địa bàn."),
    Indicator.Kind.HOUSEHOLD: gettext_lazy(
        "Mỗi hộ tính một lần, vào ngày đầu tiên đạt, dù được ghi nhiều lần. Cộng được giữa các kỳ và các địa bàn."
    ),
    Indicator.Kind.PERSON: gettext_lazy(
        "Cộng số người mới đạt của từng hộ, không quá số nhân khẩu của hộ. Cộng được giữa các kỳ và các địa bàn."
    ),
    Indicator.Kind.STOCK: gettext_lazy(
        "Lấy giá trị cuối kỳ. Không cộng các kỳ với nhau; cộng được giữa các địa bàn. "
        "Mỗi dòng là phần tăng, giảm so với lần báo trước của tổ."
    ),
    Indicator.Kind.RATIO: gettext_lazy(
        "Tử số chia mẫu số, tính lại cho từng địa bàn; không lấy trung bình các tỷ lệ. Có thể vượt 100 %."
    ),
}


@dataclass
class Part:
    """Numerator or denominator of a ratio; `of` is the figure to open, None for a statistic."""

    label: str
    name: str
    number: str
    unit: str
    of: Asked | None = None
    source: str = ""


def parts_of(asked: Asked) -> list[Part]:
    """Numerator and denominator of a ratio, nothing for the others."""
    indicator = asked.indicator
    if indicator.kind != Indicator.Kind.RATIO:
        return []
    parts = [_counted(_("Tử số"), indicator.numerator, asked)]
    if indicator.denominator:
        return [*parts, _counted(_("Mẫu số"), indicator.denominator, asked)]
    return [*parts, _statistic(asked)]


def other_maps(asked: Asked) -> list[tuple[str, str, Lens]]:
    """(label, figure, map) as recorded and on today's map, where they are not the present one and know the area."""
    names = {RECORDED: _("Như đã ghi nhận"), TODAY: _("Trên bản đồ hôm nay")}
    found = []
    for key, label in names.items():
        lens = Lens.parse(key)
        if key != asked.lens.key and on_the_map(asked.area, asked.period, lens):
            values = totals(asked.area, period=asked.period, lens=lens, indicators=[asked.indicator])
            found.append((label, figure(values[asked.indicator.code]), lens))
    return found


def statistics_for(asked: Asked) -> QuerySet[AreaStatistic]:
    """What was published for the area, newest first, nothing younger than the period."""
    return AreaStatistic.objects.filter(area=asked.area, year__lte=asked.period.end.year).order_by("-year")


def _counted(label: str, indicator: Indicator, asked: Asked) -> Part:
    number = figure(asked.values[indicator.code])
    of = replace(asked, indicator=indicator)
    return Part(label, indicator.name, number, indicator.unit, of)


def _statistic(asked: Asked) -> Part:
    kind = Indicator.Statistic(asked.indicator.denominator_statistic)
    row = None if asked.team or asked.rest else statistics_for(asked).first()
    number = getattr(row, kind.value, None)
    if number is None:
        source = _("Chưa có số liệu này của địa bàn, nên chưa tính được tỷ lệ.")
    else:
        source = _("năm %(year)s, nguồn: %(source)s") % {"year": row.year, "source": row.source}
    return Part(_("Mẫu số"), str(kind.label), figure(number), "", None, source)
