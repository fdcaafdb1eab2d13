from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from accounts.models import User
from areas.forms import search_box
from imports.kinds import KINDS
from imports.models import Import


def people(request):
    """Those who sent the imports that the user sees."""
    seen = Import.objects.visible_to(request.user).values("by")
    return User.objects.filter(pk__in=seen).order_by("full_name", "pk")


class ImportFilter(FilterSet):
    """The history of imports, narrowed by its address; a choice that does not exist leaves nothing."""

    q = CharFilter(field_name="file_name", lookup_expr="icontains", label=_("Tìm"), widget=search_box(_("Tên tệp")))
    kind = ChoiceFilter(label=_("Danh sách"), empty_label=_("Tất cả"))
    state = ChoiceFilter(choices=Import.State.choices, label=_("Trạng thái"), empty_label=_("Tất cả"))
    by = ModelChoiceFilter(queryset=people, label=_("Người nhập"), empty_label=_("Tất cả"))

    class Meta:
        model = Import
        fields = ["q", "kind", "state", "by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = [(key, kind.title) for key, kind in KINDS.items()]

    @property
    def qs(self):
        return super().qs if self.is_valid() else self.queryset.none()
