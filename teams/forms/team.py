from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.dates import BEGINNING, FOREVER
from areas.models import Area, Level
from areas.names import fold
from areas.places import commune_of, place_label, with_places
from teams.forms.day import OpenDayField, day_input
from teams.models import Membership, Team
from teams.places import places_for_teams


class PlaceField(forms.ModelChoiceField):
    def label_from_instance(self, area):
        return place_label(area)


class TeamForm(forms.ModelForm):
    """A team in the commune of `place`: at the commune itself or in one of its hamlets."""

    area = PlaceField(queryset=None, label=_("Địa bàn"), empty_label=_("Chọn ấp, khu vực hoặc xã"))
    valid_from = OpenDayField(
        open_day=BEGINNING,
        label=_("Hoạt động từ ngày"),
        help_text=_("Ngày quyết định có hiệu lực. Để trống nếu không rõ."),
    )
    valid_until = OpenDayField(
        open_day=FOREVER, label=_("Giải thể, hoạt động đến hết ngày"), help_text=_("Xóa ngày này để tổ hoạt động lại.")
    )

    class Meta:
        model = Team
        fields = ["kind", "area", "name", "decision_number", "decision_date", "valid_from", "valid_until"]
        widgets = {
            "name": forms.TextInput(attrs={"placeholder": _("Tổ công nghệ số cộng đồng ấp 3")}),
            "kind": forms.RadioSelect,
            "decision_date": day_input(),
            "decision_number": forms.TextInput(attrs={"placeholder": "12/QĐ-UBND"}),
        }

    def __init__(self, *args, user, place, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        inside = Area.objects.under(commune_of(place, today), today).values("pk")
        current = Area.objects.filter(pk=self.instance.area_id)
        allowed = places_for_teams(user, today).filter(pk__in=inside)
        self.fields["area"].queryset = (
            with_places(allowed | current, today, "pk") if self.instance.area_id else allowed
        )
        if self.instance.ends is None:
            del self.fields["valid_until"]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean(self):
        cleaned = super().clean()
        area, kind, name = (cleaned.get(field) for field in ("area", "kind", "name"))
        if area and kind:
            self._check_level(area, kind)
        if area and name and cleaned.get("valid_until", FOREVER) == FOREVER:
            self._check_name(area, name)
        return cleaned

    def _check_level(self, area, kind):
        if kind == Team.Kind.HAMLET and area.level != Level.HAMLET:
            self.add_error("area", _("Tổ ấp, khu vực phải ở một ấp, khu vực. Chọn ấp, hoặc đổi loại tổ."))
        if kind == Team.Kind.COMMUNE and area.level != Level.COMMUNE:
            self.add_error("area", _("Tổ cấp xã phải ở một xã, phường. Chọn xã, hoặc đổi loại tổ."))
        if kind == Team.Kind.STEERING and area.level != Level.COMMUNE:
            self.add_error("area", _("Ban chỉ đạo phải ở một xã, phường. Chọn xã, hoặc đổi loại."))

    def _check_name(self, area, name):
        same = Team.objects.filter(area=area, search_key=fold(name), valid_until=FOREVER).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("name", _("%(area)s đã có một tổ đang hoạt động cùng tên. Đặt tên khác.") % {"area": area})


class DissolveForm(forms.Form):
    """The last day of a team; its members leave with it."""

    last_day = forms.DateField(label=_("Hoạt động đến hết ngày"), widget=day_input())
    number = forms.CharField(
        required=False,
        max_length=60,
        label=_("Số quyết định"),
        widget=forms.TextInput(attrs={"placeholder": "12/QĐ-UBND"}),
    )
    signed_on = forms.DateField(required=False, label=_("Ngày quyết định"), widget=day_input())

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, initial={"last_day": timezone.localdate()}, **kwargs)
        self.team = team

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day < self.team.valid_from:
            text = _("Tổ lập ngày %(day)s; ngày giải thể không thể sớm hơn.")
            raise forms.ValidationError(text % {"day": f"{self.team.valid_from:%d/%m/%Y}"})
        later = Membership.objects.filter(team=self.team, valid_from__gt=day).count()
        if later:
            raise forms.ValidationError(_("Có %(n)s người tham gia tổ sau ngày đó. Sửa ngày trước.") % {"n": later})
        return day
