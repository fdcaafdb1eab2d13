from django import forms
from django.utils.translation import gettext_lazy as _

from areas.dates import BEGINNING, FOREVER
from areas.models import Area
from teams.forms.day import OpenDayField
from teams.models import CompositionRule


class RuleForm(forms.ModelForm):
    """What a province asks of its teams, from a day until a day."""

    area = forms.ModelChoiceField(Area.objects.none(), label=_("Địa bàn áp dụng"), empty_label=None)
    valid_from = OpenDayField(
        open_day=BEGINNING, label=_("Áp dụng từ ngày"), help_text=_("Để trống nếu áp dụng từ đầu.")
    )
    valid_until = OpenDayField(
        open_day=FOREVER, label=_("Đến hết ngày"), help_text=_("Để trống khi quy định còn áp dụng.")
    )

    class Meta:
        model = CompositionRule
        fields = [
            "area",
            "kind",
            "fewest",
            "most",
            "leader_position",
            "deputy_position",
            "source",
            "valid_from",
            "valid_until",
        ]
        help_texts = {
            "most": _("Để trống nếu không giới hạn."),
            "leader_position": _("Các chức vụ, cách nhau bằng dấu phẩy. Để trống nếu không quy định."),
            "deputy_position": _("Các chức vụ, cách nhau bằng dấu phẩy. Để trống nếu không quy định."),
            "source": _("Văn bản có quy định này, để người đọc biết."),
        }
        widgets = {
            "leader_position": forms.TextInput(
                attrs={"placeholder": _("Trưởng ấp, trưởng thôn, trưởng khu vực, tổ trưởng dân phố")}
            ),
            "deputy_position": forms.TextInput(attrs={"placeholder": _("Bí thư chi đoàn")}),
            "source": forms.TextInput(attrs={"placeholder": "12/KH-UBND"}),
        }

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        own = Area.objects.filter(pk=self.instance.area_id)
        self.fields["area"].queryset = (areas | own).order_by("-level", "sort_key", "pk")
        self.fields["area"].disabled = bool(self.instance.pk)

    def clean(self):
        cleaned = super().clean()
        fewest, most = cleaned.get("fewest"), cleaned.get("most")
        if fewest and most and fewest > most:
            self.add_error("most", _("Số nhiều nhất phải không nhỏ hơn số ít nhất."))
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and start > end:
            self.add_error("valid_until", _("Ngày kết thúc không được sớm hơn ngày bắt đầu."))
        elif start and end and cleaned.get("area"):
            self._check_days(cleaned)
        return cleaned

    def _check_days(self, cleaned):
        same = CompositionRule.objects.filter(area=cleaned["area"], kind=cleaned.get("kind", ""))
        same = same.filter(valid_from__lte=cleaned["valid_until"], valid_until__gte=cleaned["valid_from"])
        if other := same.exclude(pk=self.instance.pk).first():
            text = _(
                "Đã có quy định cho loại tổ này, áp dụng từ %(start)s đến %(end)s. Sửa hoặc kết thúc quy định đó."
            )
            start, end = other.starts, other.ends
            days = {
                "start": f"{start:%d/%m/%Y}" if start else _("đầu"),
                "end": f"{end:%d/%m/%Y}" if end else _("nay"),
            }
            self.add_error("valid_from", text % days)
