import uuid
from dataclasses import dataclass
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports.identity import without_identity_number
from visits.filing import BELIEVABLE_PEOPLE, CLOCK_TOLERANCE, FIRST_DAY
from visits.models import Indicator, Visit
from visits.progress import FIRST_ASKED
from visits.sent import FIRST_APPOINTMENT, LARGEST, LAST_APPOINTMENT, LONGEST_NOTE
from visits.texts import day_text

MET = Visit.Outcome.MET


def stepper():
    return forms.NumberInput(attrs={"inputmode": "numeric", "data-stepper": "", "placeholder": 0})


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator on the form: its field and what the household has already."""

    indicator: Indicator
    field: BoundField
    hint: str

    @property
    def is_toggle(self) -> bool:
        return self.indicator.kind == Indicator.Kind.HOUSEHOLD


class VisitForm(forms.Form):
    """What was done at one household. People and indicators count only when somebody was met."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết quả"),
        choices=Visit.Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn một trong bốn kết quả.")},
    )
    people = forms.IntegerField(
        label=gettext_lazy("Số người được hướng dẫn"),
        required=False,
        min_value=0,
        max_value=LARGEST,
        widget=stepper(),
    )
    visited_at = forms.DateTimeField(
        label=gettext_lazy("Thời điểm thăm"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    next_on = forms.DateField(
        label=gettext_lazy("Hẹn lại ngày"),
        required=False,
        validators=[MinValueValidator(FIRST_APPOINTMENT), MaxValueValidator(LAST_APPOINTMENT)],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Không ghi số căn cước, mật khẩu, tài khoản ngân hàng."),
    )

    def __init__(self, *args, indicators, reached, **kwargs):
        """`indicators`: what is asked, in order; `reached`: what the household has (visits.progress)."""
        super().__init__(*args, **kwargs)
        self.indicators, self.reached = list(indicators), reached
        for indicator in self.indicators:
            self.fields[self._name(indicator)] = self._field(indicator)
        for field in self.fields.values():
            if isinstance(
                field, forms.IntegerField
            ):  # buttons stop where a number is hard to believe, typing does not
                field.widget.attrs["max"] = BELIEVABLE_PEOPLE

    @staticmethod
    def _name(indicator):
        return f"r_{indicator.code}"

    def _field(self, indicator):
        if indicator.kind == Indicator.Kind.HOUSEHOLD:
            return forms.BooleanField(required=False, label=indicator.short_name)
        return forms.IntegerField(
            required=False,
            min_value=0,
            max_value=LARGEST,
            label=indicator.short_name,
            widget=stepper(),
        )

    @property
    def first_rows(self) -> list[Row]:
        return [self._row(indicator) for indicator in self.indicators[:FIRST_ASKED]]

    @property
    def other_rows(self) -> list[Row]:
        return [self._row(indicator) for indicator in self.indicators[FIRST_ASKED:]]

    @property
    def others_open(self) -> bool:
        """Whether something stands under the other indicators, so that it must not be folded away."""
        return any(row.field.value() or row.field.errors for row in self.other_rows)

    def _row(self, indicator):
        state = self.reached.get(indicator.code)
        return Row(indicator, self[self._name(indicator)], state.hint if state else "")

    def clean_visited_at(self):
        moment = self.cleaned_data["visited_at"]
        if moment > timezone.now() + CLOCK_TOLERANCE:
            raise ValidationError(_("Thời điểm thăm ở tương lai. Chọn lại ngày giờ đã đến hộ."))
        if moment < timezone.make_aware(datetime.combine(FIRST_DAY, time.min)):
            raise ValidationError(
                _("Thời điểm thăm trước %(day)s, khi chưa có tổ nào.") % {"day": day_text(FIRST_DAY)}
            )
        return moment

    def clean_note(self):
        return without_identity_number(self.cleaned_data["note"])

    def clean(self):
        cleaned = super().clean()
        moment = cleaned.get("visited_at")
        for indicator in self.results if moment else ():
            if not indicator.in_force(timezone.localdate(moment)):
                self.add_error(self._name(indicator), _("Chỉ tiêu này không dùng vào ngày thăm đã chọn."))
        if moment and cleaned.get("next_on") and cleaned["next_on"] < timezone.localdate(moment):
            self.add_error("next_on", _("Ngày hẹn lại phải từ ngày thăm trở đi."))
        return cleaned

    @property
    def results(self) -> dict[Indicator, int]:
        """What was counted, for somebody met; nothing otherwise."""
        if self.cleaned_data.get("outcome") != MET:
            return {}
        said = {indicator: self.cleaned_data.get(self._name(indicator)) for indicator in self.indicators}
        return {indicator: int(quantity) for indicator, quantity in said.items() if quantity}

    @property
    def facts(self) -> dict:
        """The arguments of visits.filing.file_visit and amend_visit that the form answers."""
        cleaned = self.cleaned_data
        return {
            "visited_at": cleaned["visited_at"],
            "outcome": cleaned["outcome"],
            "people": (cleaned["people"] or 0) if cleaned["outcome"] == MET else 0,
            "results": self.results,
            "note": cleaned["note"],
            "next_on": cleaned["next_on"],
        }

    @staticmethod
    def initial_for_new():
        return {"visit_id": uuid.uuid4(), "people": 1, "visited_at": timezone.now()}


class AmendForm(VisitForm):
    """The same for a visit that was filed; says why it is changed."""

    visit_id = None
    reason = forms.CharField(label=gettext_lazy("Lý do sửa"), max_length=200)

    def __init__(self, *args, visit, results, **kwargs):
        initial = {field: getattr(visit, field) for field in ("outcome", "people", "visited_at", "note", "next_on")}
        initial |= {self._name(indicator): quantity for indicator, quantity in results.items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.filed_at = visit.visited_at

    def clean_visited_at(self):
        """The form shows minutes; a moment left alone keeps its seconds."""
        if self.cleaned_data["visited_at"] == self.filed_at.replace(second=0, microsecond=0):
            return self.filed_at
        return super().clean_visited_at()


class RemovalForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Lý do xóa"), max_length=200)
