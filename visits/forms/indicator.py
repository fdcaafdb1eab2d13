from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.dates import BEGINNING, FOREVER
from teams.forms.day import day_input
from visits.indicators import days_with_facts
from visits.models import Indicator
from visits.texts import HOW_IT_ADDS, day_text


def explained_kinds():
    return [
        (kind, format_html("<span><b>{}.</b> {}</span>", kind.label, HOW_IT_ADDS[kind])) for kind in Indicator.Kind
    ]


LEADING = 10  # fields before the days


class IndicatorForm(forms.ModelForm):
    """One indicator of the catalogue. What facts already stand on cannot be given another meaning."""

    starts = forms.DateField(required=False, label=gettext_lazy("Dùng từ ngày"), widget=day_input())
    ends = forms.DateField(required=False, label=gettext_lazy("Dùng đến hết ngày"), widget=day_input())

    class Meta:
        model = Indicator
        fields = [
            "name",
            "short_name",
            "code",
            "explanation",
            "unit",
            "kind",
            "numerator",
            "denominator",
            "denominator_statistic",
            "source",
            "position",
            "headline",
        ]
        labels = {"explanation": gettext_lazy("Cách tính")}
        help_texts = {
            "short_name": gettext_lazy("Hiện ở bảng và ở phiếu ghi lượt thăm."),
            "code": gettext_lazy("Chữ thường không dấu, ví dụ vneid_muc_2. Không đổi được sau khi lập."),
            "explanation": gettext_lazy("Đếm cái gì, khi nào tính một, căn cứ văn bản nào."),
            "numerator": gettext_lazy("Chỉ dùng cho tỷ lệ."),
            "denominator": gettext_lazy("Chỉ dùng cho tỷ lệ; chọn một trong hai loại mẫu số."),
            "position": gettext_lazy("Số nhỏ đứng trước, ở danh mục và ở phiếu ghi lượt thăm."),
        }
        widgets = {"kind": forms.RadioSelect, "explanation": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*list(self.fields)[:LEADING], "starts", "ends"])
        stored = not self.instance._state.adding
        self.first_fact, self.last_fact = days_with_facts(self.instance) if stored else (None, None)
        self.fields["kind"].choices = explained_kinds()
        self.fields["starts"].initial, self.fields["ends"].initial = self.instance.starts, self.instance.ends
        for side in ("numerator", "denominator"):
            self.fields[side].queryset = Indicator.objects.counted()
            self.fields[side].empty_label = _("Không")
        self.fields["code"].disabled = stored

    def _is_part_of_a_ratio(self) -> bool:
        parts = Q(numerator=self.instance.pk) | Q(denominator=self.instance.pk)
        return not self.instance._state.adding and Indicator.objects.filter(parts).exists()

    def clean_kind(self):
        kind = self.cleaned_data["kind"]
        if "kind" in self.changed_data and self.first_fact:
            raise ValidationError(
                _(
                    "Chỉ tiêu đã có số liệu từ %(day)s nên không đổi được loại: số cũ sẽ mang nghĩa khác. "
                    "Đặt ngày kết thúc cho chỉ tiêu này và lập chỉ tiêu mới."
                ),
                params={"day": day_text(self.first_fact)},
            )
        if "kind" in self.changed_data and self.instance.derived:
            raise ValidationError(_("Chỉ tiêu tính từ lượt thăm giữ nguyên loại."))
        if kind == Indicator.Kind.RATIO and self._is_part_of_a_ratio():
            raise ValidationError(_("Một tỷ lệ lấy chỉ tiêu này làm tử số hoặc mẫu số, nên không đổi được."))
        return kind

    def clean(self):
        cleaned = super().clean()
        self.instance.valid_from = cleaned.get("starts") or BEGINNING
        self.instance.valid_until = cleaned.get("ends") or FOREVER
        if self.instance.derived and {"starts", "ends"} & set(self.changed_data):
            raise ValidationError(_("Chỉ tiêu tính từ lượt thăm luôn có hiệu lực, không đặt được ngày."))
        if self.first_fact and self.first_fact < self.instance.valid_from:
            self.add_error("starts", _("Đã có số liệu từ %(day)s.") % {"day": day_text(self.first_fact)})
        if self.last_fact and self.last_fact > self.instance.valid_until:
            self.add_error("ends", _("Đã có số liệu đến %(day)s.") % {"day": day_text(self.last_fact)})
        return cleaned

    def _post_clean(self):
        """Django skips constraints on columns without a field: the days, and how it derives from visits."""
        super()._post_clean()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as problem:
                self.add_error(None, problem)
