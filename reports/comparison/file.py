"""Two periods beside each other as a table for a file: both figures of each indicator and the change between them."""

from django.utils.translation import gettext as _

from reports.board_file import map_title, name_title
from reports.comparison.pairs import Compared, Comparison
from reports.comparison.question import CompareQuestion
from reports.periods import days, so_far, title, title_so_far
from reports.rollup import Period
from reports.sheet import Drawing, Sheet

FIRST_FIGURE, EACH = 2, 3


def sheet_of(comparison: Comparison, question: CompareQuestion) -> Sheet:
    lines = [*comparison.lines, *comparison.silent, *comparison.others, comparison.total]
    before, now = (title_so_far(period, question.today) for period in (question.before, question.period))
    header = [_("Đơn vị"), _("Thuộc")]
    for indicator in comparison.columns:
        name = f"{indicator.short_name} ({indicator.unit})"
        header += [f"{name}, {now}", f"{name}, {before}", _("%(name)s, tăng giảm") % {"name": name}]
    return Sheet(
        _titles(question),
        header,
        [_row(line) for line in lines],
        closing=len(comparison.others) + 1,
        silent=len(comparison.silent),
        drawn=[
            Drawing((FIRST_FIGURE + EACH * number, FIRST_FIGURE + EACH * number + 1), f"{i.short_name} ({i.unit})")
            for number, i in enumerate(comparison.columns)
        ],
    )


def _row(compared: Compared) -> list:
    row = [compared.line.name, " · ".join(compared.line.notes)]
    for pair in compared.pairs:
        row += [pair.now, pair.before, None if pair.step is None else round(pair.step, 2)]
    return row


def _titles(question: CompareQuestion) -> list[str]:
    words = {"now": _with_days(question.period, question), "before": _with_days(question.before, question)}
    return [name_title(question), _("%(now)s so với %(before)s") % words, *map_title(question)]


def _with_days(period: Period, question: CompareQuestion) -> str:
    """The name of a period and the days of it that are compared, once where they are its name."""
    name, found = title(period), days(so_far(period, period, question.today))
    return found if name == days(period) else f"{name} ({found})"
