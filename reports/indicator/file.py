"""One indicator as tables for a file: how far the units are and why, and how it moved."""

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from reports.board_file import titles_of
from reports.indicator.laggards import Laggard, Standing
from reports.indicator.question import IndicatorQuestion
from reports.sheet import NAME_WIDTH, PLACE_WIDTH, Drawing, Sheet
from reports.trend.points import Point, label
from visits.models import Indicator

REASON_WIDTH = 60  # characters


def sheet_of(standing: Standing | None, points: list[Point], question: IndicatorQuestion) -> Sheet:
    """`standing` is None for an area without units: then the file tells how the indicator moved, and no more."""
    moved = trend_of(points, question)
    if standing is None:
        return moved
    sheet = units_of(standing, question)
    sheet.further = [moved]
    return sheet


def units_of(standing: Standing, question: IndicatorQuestion) -> Sheet:
    """In the order of what they lack, as on the page."""
    unit = question.indicator.unit
    header = [
        _("Đơn vị"),
        _("Thuộc"),
        _("Đã đạt (%(unit)s)") % {"unit": unit},
        _("Phải đạt đến nay"),
        _("Còn thiếu"),
        _("Mức giao"),
        _("Số hộ"),
        _("Tình trạng"),
        _("Vì sao"),
    ]
    compared, silent = standing.compared, standing.silent
    return Sheet(
        [*titles_of(question), question.indicator.name],
        header,
        [_row(laggard, question.indicator) for laggard in [*compared, *silent]],
        silent=len(silent),
        name=_("Các đơn vị"),
        drawn=[Drawing((2, 3), f"{question.indicator.short_name} ({unit})")],
        widths=(NAME_WIDTH, PLACE_WIDTH, 12, 12, 12, 12, 10, 16, REASON_WIDTH),
    )


def trend_of(points: list[Point], question: IndicatorQuestion) -> Sheet:
    indicator = question.indicator
    return Sheet(
        [*titles_of(question), indicator.name],
        [_("Thời gian"), _("Từ ngày"), _("Đến hết ngày"), f"{indicator.short_name} ({indicator.unit})"],
        [[label(p.period, question.step), p.period.start, p.period.end, p.value] for p in points],
        name=_("Diễn biến"),
        drawn=[Drawing((3,))],
        over_time=True,
        widths=(14, 14, 14, 24),
    )


def _row(laggard: Laggard, indicator: Indicator) -> list:
    progress, gauge = laggard.progress, laggard.gauge
    goal = [round(gauge.needed, 2), round(laggard.missing, 2), round(progress.goal, 2)] if gauge else [None] * 3
    reasons = " ".join(strip_tags(reason) for reason in laggard.reasons)
    notes = " · ".join(laggard.line.notes)
    return [
        laggard.line.name,
        notes,
        laggard.actual,
        *goal,
        laggard.households,
        gauge.word if gauge else "",
        reasons,
    ]
