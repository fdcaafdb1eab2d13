from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.phones import plain_phone
from accounts.roles import Permission
from areas.places import hamlet_label, hamlets_of
from visits.households import probable_duplicates
from visits.models import Household


class HamletField(forms.ModelChoiceField):
    def label_from_instance(self, hamlet):
        return hamlet_label(hamlet)


class HouseholdForm(forms.ModelForm):
    """A household in a hamlet where the user logs visits; one that may be there already is asked about once.

    The hamlet is chosen for a new one only.
    """

    area = HamletField(queryset=None, label=_("Ấp, khu vực"))
    phone = forms.CharField(
        required=False,
        label=_("Số điện thoại"),
        help_text=_("Viết cách nào cũng được: 0912 345 678, 0912.345.678 hoặc +84 912345678."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    confirmed = forms.BooleanField(required=False, label=_("Đây là một hộ khác, vẫn lưu khi bấm Lưu lần nữa"))

    class Meta:
        model = Household
        fields = ["area", "head_name", "address", "phone", "size", "kind"]
        labels = {"head_name": _("Họ và tên chủ hộ"), "size": _("Số nhân khẩu"), "kind": _("Loại hộ")}
        help_texts = {"address": _("Số nhà, đường hoặc cách tìm: đối diện trường học, cạnh cầu …")}
        widgets = {
            "head_name": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
            "size": forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": 50}),
            "kind": forms.RadioSelect,
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.duplicates = []
        if not self.instance._state.adding:
            del self.fields["area"]  # it moves on a day and for a reason (visits/moving.py)
            return
        hamlets = hamlets_of(user.areas_where(Permission.LOG_VISITS), timezone.localdate())
        self.fields["area"].queryset = hamlets
        if len(hamlets) == 1:
            self.initial["area"], self.fields["area"].empty_label = hamlets[0].pk, None

    def clean_head_name(self):
        return " ".join(self.cleaned_data["head_name"].split())

    def clean_phone(self):
        return plain_phone(self.cleaned_data["phone"])

    def clean(self):
        cleaned = super().clean()
        area = cleaned.get("area") or self.instance.area_id and self.instance.area
        named_anew = {"area", "head_name"} & set(self.changed_data) and "head_name" in cleaned
        if area and named_anew and not cleaned.get("confirmed"):
            self._ask_about_duplicates(area, cleaned["head_name"])
        return cleaned

    def _ask_about_duplicates(self, area, head_name):
        self.duplicates = probable_duplicates(Household(pk=self.instance.pk, area=area, head_name=head_name))
        if self.duplicates:
            self.add_error("confirmed", ValidationError(_("Ấp, khu vực này đã có hộ cùng tên chủ hộ.")))
