"""Which two periods of an area are compared, and on which map.

As recorded, the units of two periods need not be the same ones, so a comparison is always read on the map of a day:
today's, or of the last day of an area that has ended.
"""

from dataclasses import dataclass, fields
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.dates import ONE_DAY
from reports.forms import QuestionForm, day_field
from reports.lens import TODAY, Lens
from reports.periods import compared_with, moved, of_months, so_far, within, year_before
from reports.question import Question, read
from reports.rollup import Period
from visits.months import month_of

MONTHS_AROUND = 12  # before and after a reform


class Before(models.TextChoices):
    """What a period is compared with, when no days are given."""

    PREVIOUS = "previous", gettext_lazy("Kỳ liền trước")
    LAST_YEAR = "last_year", gettext_lazy("Cùng kỳ năm trước")


class CompareForm(QuestionForm):
    vs = forms.ChoiceField(
        choices=Before,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có cách so “%(value)s”; đang so với kỳ liền trước.")},
    )
    vs_start = day_field(
        gettext_lazy("Từ ngày"),
        gettext_lazy("Ngày bắt đầu của kỳ so sánh không đọc được; viết như 01/08/2022. Đang so với kỳ liền trước."),
    )
    vs_end = day_field(
        gettext_lazy("Đến hết ngày"),
        gettext_lazy("Ngày kết thúc của kỳ so sánh không đọc được; viết như 31/12/2022. Đang so với kỳ liền trước."),
    )

    def add_prefix(self, field_name):
        return {"vs_start": "vs_from", "vs_end": "vs_to"}.get(field_name) or super().add_prefix(field_name)

    def clean(self):
        super().clean()
        start, end = self.cleaned_data.get("vs_start"), self.cleaned_data.get("vs_end")
        if {"vs_start", "vs_end"} & set(self.errors) or not (start or end):
            return
        if not (start and end) or start > end or not within(Period(start, end)):
            raise ValidationError(
                _(
                    "Kỳ so sánh cần ngày bắt đầu và ngày kết thúc đúng thứ tự, trong khoảng 2000 – 2100. "
                    "Đang so với kỳ liền trước."
                )
            )
        self.cleaned_data["vs_days"] = Period(start, end)


@dataclass(frozen=True)
class CompareQuestion(Question):
    """`before` is the other period; `vs` its name (Before), "" for free days."""

    before: Period | None = None
    vs: str = Before.PREVIOUS

    def parameters(self) -> list[tuple[str, str]]:
        if self.vs:
            return super().parameters() + [("vs", self.vs)] * (self.vs != Before.PREVIOUS)
        days = [("vs_from", self.before.start.isoformat()), ("vs_to", self.before.end.isoformat())]
        return super().parameters() + days

    def address(self, view: str = "reports:compare") -> str:
        return super().address(view)

    def way_down(self) -> str:
        return super().way_down().replace(reverse("reports:dashboard"), reverse("reports:compare"), 1)

    def of(self, period: Period) -> Question:
        """The same question about one of the two periods, as the board asks it."""
        same = {field.name: getattr(self, field.name) for field in fields(Question)}
        return Question(**(same | {"period": period, "named": "", "sort": ""}))


def read_comparison(request) -> tuple[CompareQuestion | None, CompareForm]:
    """As reports.question.read(), always on the map of a day."""
    question, form = read(request, CompareForm)
    if question is None:
        return None, form
    asked = form.cleaned_data
    days = asked.get("vs_days")
    vs = "" if days else asked.get("vs") or Before.PREVIOUS.value
    same = {field.name: getattr(question, field.name) for field in fields(question)}
    if question.lens.day is None:
        same["lens"] = map_for(question)
    return CompareQuestion(**same, before=days or before_of(vs, question.period, question.today), vs=vs), form


def compare_url(question: Question) -> str:
    """The comparison of the area, period and indicators of another page with the period before."""
    same = {field.name: getattr(question, field.name) for field in fields(Question)}
    return CompareQuestion(**(same | {"sort": "", "text": "", "state": "", "show": ""})).address()


def map_for(question: Question) -> Lens:
    """Today's map, or of the last day of an area that has ended."""
    area, today = question.area, question.today
    return Lens.parse(TODAY) if area.in_force(today) else Lens.parse(area.valid_until.isoformat())


def before_of(vs: str, period: Period, today: date) -> Period:
    """The period that `vs` names; while `period` runs, only as many days of it."""
    return so_far(year_before(period), period, today) if vs == Before.LAST_YEAR else compared_with(period, today)


def around(day: date) -> tuple[Period, Period]:
    """A year before the day of a reform, and a year from it on."""
    after = of_months(month_of(day), MONTHS_AROUND)
    return Period(moved(after, -1).start, day - ONE_DAY), Period(day, after.end)
