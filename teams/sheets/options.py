from django import forms
from django.utils.translation import gettext_lazy as _


class MembersOptions(forms.Form):
    """What a list of members leaves open: those whom it does not name."""

    absent = forms.ChoiceField(
        label=_("Người đang tham gia tổ mà không có trong danh sách"),
        choices=[
            ("", _("Giữ nguyên: tệp chỉ bổ sung, cập nhật")),
            ("end", _("Danh sách kiện toàn đầy đủ: người không có trong danh sách thôi tham gia")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
