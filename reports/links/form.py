from django import forms
from django.utils.translation import gettext_lazy as _

from reports.links.secret import LIFETIMES


class LinkForm(forms.Form):
    title = forms.CharField(
        label=_("Dành cho"),
        max_length=120,
        help_text=_("Chức vụ hoặc cơ quan, ví dụ “Chủ tịch UBND tỉnh”. Chỉ để nhớ: trang của liên kết không hiện."),
        error_messages={"required": _("Ghi liên kết này dành cho ai, để sau này biết mà thu hồi.")},
    )
    days = forms.TypedChoiceField(
        label=_("Xem được trong"),
        coerce=int,
        choices=[(days, _("%(days)s ngày") % {"days": days}) for days in LIFETIMES],
        initial=30,
        widget=forms.RadioSelect,
    )
