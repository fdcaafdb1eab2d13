"""The question behind the page of one indicator: what every page of figures asks, which indicator, how it moved."""

from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.forms import BY_TEAM, QuestionForm
from reports.question import Question, read
from reports.trend.points import Step
from visits.models import Indicator


class IndicatorForm(QuestionForm):
    indicator = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có chỉ tiêu “%(value)s”; đang xem chỉ tiêu đầu tiên.")},
    )
    trend = forms.ChoiceField(
        choices=Step,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có cách chia “%(value)s”; đang xem theo tháng.")},
    )
    sum = forms.BooleanField(required=False)

    def __init__(self, data, *, indicators: list[Indicator]):
        super().__init__(data, indicators=indicators)
        self.fields["indicator"].choices = self.fields["i"].choices


COLUMNS, NARROWING = ("i", "show"), ("q", "state", "sort")


@dataclass(frozen=True)
class IndicatorQuestion(Question):
    """`running`: the trend adds up from the first day of the target, or of the year. `kept`: what the address holds
    for the way back to the board and this page has no use for."""

    indicator: Indicator | None = None
    step: str = Step.MONTH
    running: bool = False
    kept: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, question: Question, indicator: Indicator, **more) -> "IndicatorQuestion":
        """The question of another page, asked about one indicator; its table, but for the level, waits in `kept`."""
        by_team = question.by == BY_TEAM
        names = {*COLUMNS, *NARROWING, *(["by"] if by_team else [])}
        kept = tuple(pair for pair in question.parameters() if pair[0] in names)
        plain = question.plain(indicators=(), show="", by="" if by_team else question.by)
        told = {field.name: getattr(plain, field.name) for field in fields(Question)}
        return cls(**told, indicator=indicator, kept=kept, **more)

    def derived(self, kind: str) -> Indicator | None:
        """The indicator that every visit makes: of visits, of households met."""
        return next((i for i in self.catalogue if i.derived == kind), None)

    def parameters(self) -> list[tuple[str, str]]:
        kept = [(name, value) for name, value in self.kept if name != "by" or not self.by]
        asked = [*super().parameters(), *kept, ("indicator", self.indicator.code)]
        if self.step != Step.MONTH:
            asked.append(("trend", self.step))
        return asked + [("sum", "1")] * self.running

    def plain(self, **changes) -> "IndicatorQuestion":
        """Also without what narrows and orders the table of the board; its columns go along to another area."""
        columns = tuple(pair for pair in self.kept if pair[0] in COLUMNS)
        return super().plain(**{"kept": columns, **changes})

    def board_url(self) -> str:
        """The board that led here as it was, with this indicator in its pictures."""
        asked = [(name, value) for name, value in self.parameters() if name not in ("indicator", "sum")]
        return f"{reverse('reports:dashboard')}?{urlencode([*asked, ('focus', self.indicator.code)])}"

    def way_down(self) -> str:
        """This page of another area, whose number takes the place of %s; by the level below that one."""
        others = urlencode(self.plain().parameters()[1:]).replace("%", "%%")
        return f"{reverse('reports:indicator')}?area=%s&{others}"

    def address(self, view: str = "reports:indicator") -> str:
        return super().address(view)


def read_indicator(request) -> tuple[IndicatorQuestion | None, IndicatorForm]:
    """As reports.question.read(); without an indicator in the address the first of the main ones."""
    question, form = read(request, IndicatorForm)
    if question is None:
        return None, form
    asked = form.cleaned_data
    named = next((i for i in question.catalogue if i.code == asked.get("indicator")), None)
    indicator = named or next(iter(question.headline), None)
    if indicator is None:
        raise Http404(_("Chưa có chỉ tiêu nào. Người quản trị lập danh mục chỉ tiêu trước."))
    step, running = asked.get("trend") or Step.MONTH, bool(asked.get("sum"))
    return IndicatorQuestion.of(question, indicator, step=step, running=running), form


def indicator_url(question: Question, indicator: Indicator) -> str:
    """The page of one indicator for the area, period and map of another page."""
    return IndicatorQuestion.of(question, indicator).address()
