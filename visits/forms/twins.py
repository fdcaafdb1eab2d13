"""Forms about households that are one, and about one that moves."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Permission
from areas.places import hamlets_of
from visits.filing import FIRST_DAY
from visits.forms.household import HamletField
from visits.texts import day_text

SHORTER = 120  # the history says what was done before the reason


class HamletChoice(forms.Form):
    hamlet = HamletField(
        queryset=None, required=False, label=gettext_lazy("Ấp, khu vực"), empty_label=gettext_lazy("Tất cả")
    )

    def __init__(self, *args, hamlets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hamlet"].queryset = hamlets


class MergeForm(forms.Form):
    """Which of two households stays."""

    stays = forms.ChoiceField(
        label=gettext_lazy("Hộ còn lại"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn hộ còn lại.")},
    )
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=SHORTER)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stays"].choices = choices


class MoveForm(forms.Form):
    hamlet = HamletField(queryset=None, label=gettext_lazy("Chuyển đến ấp, khu vực"))
    day = forms.DateField(
        label=gettext_lazy("Từ ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Ngày đầu tiên hộ ở nơi mới."),
    )
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=SHORTER)

    def __init__(self, *args, household, user, **kwargs):
        super().__init__(*args, **kwargs)
        hamlets = hamlets_of(user.areas_where(Permission.EDIT_VISITS), timezone.localdate())
        self.fields["hamlet"].queryset = hamlets.exclude(pk=household.area_id)
        self.earliest = max(household.moved_on or FIRST_DAY, FIRST_DAY)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("Ngày chuyển ở tương lai. Ghi khi hộ đã chuyển."))
        if day < self.earliest:
            raise ValidationError(_("Ngày chuyển phải từ %(day)s trở đi.") % {"day": day_text(self.earliest)})
        return day
