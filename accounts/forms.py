from django import forms
from django.utils.translation import gettext_lazy as _

from areas.forms import search_box


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Tìm một tài khoản để cấp lại"),
        max_length=100,
        required=False,
        widget=search_box(_("Họ tên, tên đăng nhập hoặc thư điện tử")),
    )
