"""Two periods beside each other as a table for a file: both figures of each indicator and the change between them."""

from django.utils.translation import gettext as _

from reports.board_file import map_title, name_title
from reports.comparison.pairs import Compared, Comparison
from reports.comparison.question import CompareQuestion
from reports.periods import passed_of, title_and_days, title_so_far
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
    now, before = (title_and_days(p, passed_of(p, question.today)) for p in (question.period, question.before))
    words = {"now": now, "before": before}
    return [name_title(question), _("%(now)s so với %(before)s") % words, *map_title(question)]
