"""What the page of an indicator says in a sentence."""

from django.utils.translation import gettext as _

from reports.figures import figure
from reports.indicator.laggards import Laggard, Standing
from reports.indicator.question import IndicatorQuestion
from visits.models import Indicator


def summary(standing: Standing, worst: list[Laggard], question: IndicatorQuestion) -> str:
    """How many lag, and how much of what is missing the first ones hold."""
    if standing.goal is None:
        return _no_goal(standing, question)
    if not worst:
        return _("Mọi đơn vị đều đạt mức phải có đến nay.")
    behind = len(standing.behind)
    given = [unit for unit in standing.laggards if unit.progress]
    said = _("%(n)s trong %(all)s đơn vị có mức giao còn thiếu.") % {"n": figure(behind), "all": figure(len(given))}
    if question.indicator.kind != Indicator.Kind.RATIO and behind > len(worst):
        share = 100 * sum(unit.missing for unit in worst) / sum(unit.missing for unit in standing.behind)
        words = {"n": len(worst), "share": figure(round(share))}
        said += " " + _("%(n)s đơn vị đầu chiếm %(share)s %% phần thiếu.") % words
    if standing.is_shared:
        said += " " + _shared(question)
    return said


def _shared(question: IndicatorQuestion) -> str:
    if question.indicator.kind == Indicator.Kind.RATIO:
        return _("Chưa giao mức cho từng đơn vị, nên so với tỷ lệ chung.")
    return _("Chưa giao mức cho từng đơn vị, nên mức chung được chia theo số hộ để so.")


def _no_goal(standing: Standing, question: IndicatorQuestion) -> str:
    if any(unit.progress for unit in standing.laggards):
        return _("Địa bàn này chưa có mức chung; mỗi đơn vị so với mức của mình.")
    if question.indicator.kind == Indicator.Kind.RATIO or any(unit.households for unit in standing.laggards):
        return _("Chưa đặt mức phải đạt cho kỳ này, nên xếp theo mức đạt trên 100 hộ, thấp nhất trước.")
    return _("Chưa đặt mức phải đạt và chưa có số hộ, nên chưa so được các đơn vị.")
