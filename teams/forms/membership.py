from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from areas.dates import FOREVER
from teams.forms.day import OpenDayField, day_input
from teams.forms.service import ServiceForm
from teams.models import Membership


class MembershipForm(ServiceForm):
    """Correcting a service and the person's particulars. Who may not read the phone can only replace it.

    Of a service that ended only the role and days, unless the person serves in the user's area today. Who serves
    elsewhere alone has left: the old service is not opened again, coming back is a new one."""

    valid_until = OpenDayField(
        open_day=FOREVER, label=_("Tham gia đến hết ngày"), help_text=_("Để trống khi còn tham gia.")
    )

    def __init__(self, *args, membership: Membership, user, phone_open: bool, **kwargs):
        days = {"role": membership.role, "valid_from": membership.valid_from, "valid_until": membership.valid_until}
        today = timezone.localdate()
        serving = Membership.objects.on(today).filter(member=membership.member_id)
        here = serving.filter(team__area__in=user.areas_where(Permission.EDIT_TEAMS).values("pk")).exists()
        locked = membership.valid_until < today and not here
        hidden = {} if phone_open else {"phone": membership.member.masked_phone if locked else ""}
        super().__init__(*args, team=membership.team, instance=membership.member, initial=days | hidden, **kwargs)
        self.membership, self.phone_open = membership, phone_open
        self.left = locked and serving.exists()
        for name in self.Meta.fields if locked else ():
            self.fields[name].disabled = True
        if not (phone_open or locked) and membership.member.phone:
            text = _("Đang có số %(phone)s. Để trống nếu không đổi.")
            self.fields["phone"].help_text = text % {"phone": membership.member.masked_phone}

    def clean_phone(self):
        if self.fields["phone"].disabled:
            return self.membership.member.phone
        typed = super().clean_phone()
        return typed if typed or self.phone_open else self.membership.member.phone

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and start > end:
            self.add_error("valid_until", _("Ngày thôi tham gia không thể sớm hơn ngày tham gia."))
        elif start and end:
            self.check_days(self.membership.member, start, end, apart_from=self.membership.pk)
        return cleaned

    def clean_valid_until(self):
        day = self.cleaned_data["valid_until"]
        if day > self.team.valid_until:
            text = _("Tổ chỉ hoạt động đến hết ngày %(day)s.")
            raise forms.ValidationError(text % {"day": f"{self.team.valid_until:%d/%m/%Y}"})
        if self.left and day >= timezone.localdate():
            text = _(
                "Người này nay ở tổ của địa bàn khác. Nếu người này trở lại, thêm thành viên với ngày tham gia mới."
            )
            raise forms.ValidationError(text)
        return day


class LeaveForm(forms.Form):
    last_day = forms.DateField(label=_("Tham gia đến hết ngày"), widget=day_input())

    def __init__(self, *args, membership: Membership, **kwargs):
        super().__init__(*args, initial={"last_day": timezone.localdate()}, **kwargs)
        self.membership = membership

    def clean_last_day(self):
        day, start, end = self.cleaned_data["last_day"], self.membership.valid_from, self.membership.team.valid_until
        if day < start:
            text = _("Người này tham gia từ %(day)s; ngày thôi không thể sớm hơn.")
            raise forms.ValidationError(text % {"day": f"{start:%d/%m/%Y}"})
        if day > end:
            raise forms.ValidationError(_("Tổ chỉ hoạt động đến hết ngày %(day)s.") % {"day": f"{end:%d/%m/%Y}"})
        return day
