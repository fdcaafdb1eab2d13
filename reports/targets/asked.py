"""The question behind a page of targets: of which area, for which span, which indicators."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.models import Area
from reports.forms import day_field
from reports.kin import called
from reports.models import Target
from reports.periods import Usual, months_in, usual, within
from reports.question import read_address
from reports.rollup import Period
from reports.targets import terms
from visits.models import Indicator

COLUMNS = 8  # at most
CELLS = 900  # a form may have a thousand fields (DATA_UPLOAD_MAX_NUMBER_FIELDS)
SPANS = 8  # of free days, offered again
NAMES = {"start": "from", "end": "to"}


class AskedForm(forms.Form):
    """A part that cannot be read is answered with a sentence, and its default is taken."""

    area = forms.IntegerField(required=False)
    span = forms.CharField(required=False)
    start = day_field(gettext_lazy("Từ ngày"), gettext_lazy("Ngày bắt đầu không đọc được; viết như 01/10/2026."))
    end = day_field(gettext_lazy("Đến hết ngày"), gettext_lazy("Ngày kết thúc không đọc được; viết như 31/12/2026."))
    i = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Không có chỉ tiêu “%(value)s”; đang xem các chỉ tiêu chính.")},
    )

    def __init__(self, data, *, indicators: list[Indicator]):
        super().__init__(data)
        self.fields["i"].choices = [(indicator.code, indicator.short_name) for indicator in indicators]

    def add_prefix(self, field_name):
        return NAMES.get(field_name, field_name)

    def clean_span(self) -> Period | None:
        text = self.cleaned_data["span"].strip()
        if not text:
            return None
        try:
            return terms.parse(text)
        except terms.UnknownTerm:
            message = _("Không có kỳ “%(text)s”; đang xem quý này.") % {"text": text[:30]}
            raise forms.ValidationError(message) from None

    def clean(self):
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if bool(start) != bool(end) or (start and not within(Period(start, end))):
            raise forms.ValidationError(_("Chọn ngày bắt đầu, rồi ngày kết thúc không sớm hơn. Đang xem quý này."))
        if start:
            self.cleaned_data["span"] = Period(start, end)


@dataclass(frozen=True)
class Asked:
    area: Area
    span: Period
    chosen: tuple[Indicator, ...]
    catalogue: tuple[Indicator, ...]

    @property
    def term(self) -> str:
        return terms.name_of(self.span)

    def address(self, view: str = "reports:target_grid", **changes) -> str:
        said = {"area": self.area.pk, "span": self.term, "i": [i.code for i in self.chosen]} | changes
        return f"{reverse(view)}?{urlencode({key: value for key, value in said.items() if value}, doseq=True)}"

    def but(self, **changes) -> "Asked":
        return replace(self, **changes)

    @property
    def counted(self) -> list[Indicator]:
        """What is counted on some day of the span."""
        span = self.span
        return [i for i in self.catalogue if i.valid_from <= span.end and i.valid_until >= span.start]

    def other_spans(self, units: list[Area]) -> list[Period]:
        """Spans of free days for which something was given here, the latest first."""
        held = Target.objects.current().filter(area__in=[self.area, *units])
        found = held.order_by("-start", "-end").values_list("start", "end").distinct()
        return [span for span in (Period(*days) for days in found) if not months_in(span)][:SPANS]

    def columns(self, units: list[Area], *, to_fill_in: bool) -> list[Indicator]:
        """The chosen ones; else those that have targets here, and the main ones where there are none, or where they
        may still be given."""
        most = min(COLUMNS, max(1, CELLS // (len(units) + 3)))
        if self.chosen:
            return list(self.chosen)[:most]
        held = Target.objects.current().filter(start=self.span.start, end=self.span.end)
        used = set(held.filter(area__in=[self.area, *units]).values_list("indicator", flat=True))
        given = [i for i in self.counted if i.pk in used]
        main = [i for i in self.counted if i.headline and i.pk not in used] if to_fill_in or not given else []
        shown = [*given, *main][:most]
        return [i for i in self.counted if i in shown]


def read(request) -> tuple[Asked | None, list[str]]:
    """What the address asks for, and sentences about what could not be read; None for a user without any area, 404
    for an area out of sight."""
    area, form, catalogue = read_address(request, AskedForm)
    if area is None:
        return None, []
    told = form.cleaned_data
    span = told.get("span") or usual(Usual.QUARTER, timezone.localdate())
    chosen = tuple(i for i in catalogue if i.code in told.get("i", []))
    return Asked(area, span, chosen, tuple(catalogue)), [line for found in form.errors.values() for line in found]


def crumbs(asked: Asked, user, *here: str) -> list[tuple[str, str | None]]:
    """The way down to the area, then `here`; a unit that the user may not open is only named."""
    area, today = asked.area, timezone.localdate()
    day = max(area.valid_from, min(area.valid_until, today))
    above = list(Area.objects.above(area, day))
    seen = set(Area.objects.visible_to(user).filter(pk__in=[unit.pk for unit in above]).values_list("pk", flat=True))
    path = [
        (called(unit, today), asked.address(area=unit.pk) if unit.pk in seen and (unit != area or here) else None)
        for unit in above
    ]
    return [*path, *((label, None) for label in here)]
