from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.phones import plain_phone, validate_phone
from areas.dates import BEGINNING
from teams.forms.day import OpenDayField
from teams.models import Member, Membership, Team

OLDEST, YOUNGEST = 100, 14  # years


class ServiceForm(forms.ModelForm):
    """A person and the service in one team: what both adding and correcting have in common."""

    role = forms.ChoiceField(choices=Membership.Role.choices, label=_("Nhiệm vụ trong tổ"), widget=forms.RadioSelect)
    phone = forms.CharField(
        required=False,
        label=_("Số điện thoại"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    valid_from = OpenDayField(open_day=BEGINNING, label=_("Tham gia từ ngày"), help_text=_("Để trống nếu không rõ."))

    class Meta:
        model = Member
        fields = ["full_name", "birth_year", "gender", "phone", "position"]
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
            "birth_year": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }

    def __init__(self, *args, team: Team, **kwargs):
        super().__init__(*args, **kwargs)
        self.team = team
        self.fields["role"].choices = list(team.roles.items())
        self.fields["role"].label = _("Nhiệm vụ trong ban") if team.is_committee else self.fields["role"].label
        self.fields["gender"].choices = [("", _("Không ghi")), *Member.Gender.choices]

    def clean_full_name(self):
        name = " ".join(self.cleaned_data["full_name"].split())
        if len(name.split()) < 2 and not self.fields["full_name"].disabled:
            raise forms.ValidationError(_("Ghi đủ họ và tên, ví dụ Nguyễn Văn An."))
        return name

    def clean_birth_year(self):
        year, this_year = self.cleaned_data["birth_year"], timezone.localdate().year
        if year is not None and not this_year - OLDEST <= year <= this_year - YOUNGEST:
            raise forms.ValidationError(_("Năm sinh gồm bốn chữ số, ví dụ 1985."))
        return year

    def clean_phone(self):
        phone = plain_phone(self.cleaned_data["phone"])
        if phone:
            validate_phone(phone)
        return phone

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if BEGINNING < day < self.team.valid_from:
            text = _("Tổ lập ngày %(day)s; ngày tham gia không thể sớm hơn.")
            raise forms.ValidationError(text % {"day": f"{self.team.valid_from:%d/%m/%Y}"})
        if day > self.team.valid_until:
            text = _("Tổ đã giải thể, hoạt động đến hết ngày %(day)s.")
            raise forms.ValidationError(text % {"day": f"{self.team.valid_until:%d/%m/%Y}"})
        return day

    def check_days(self, member, start: date, end: date, apart_from=None):
        """Refuse days on which the person already serves in this team."""
        others = Membership.objects.filter(team=self.team, member=member, valid_from__lte=end, valid_until__gte=start)
        if other := others.exclude(pk=apart_from).first():
            text = _("Người này đã ở trong tổ từ %(start)s đến %(end)s. Chọn ngày khác.")
            start, end = other.starts, other.ends
            days = {"start": f"{start:%d/%m/%Y}" if start else "—", "end": f"{end:%d/%m/%Y}" if end else _("nay")}
            self.add_error("valid_from", text % days)
