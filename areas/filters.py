from collections import Counter

from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from areas.forms import search_box
from areas.models import Area


class UnitFilter(FilterSet):
    """A list of units narrowed by name and kind; a kind that the list has not leaves nothing."""

    name = CharFilter(method="named", label=_("Tìm trong danh sách"), widget=search_box(_("Tên, có dấu hoặc không")))
    kind = ChoiceFilter(label=_("Loại"), empty_label=_("Tất cả"))

    class Meta:
        model = Area
        fields = ["name", "kind"]

    def __init__(self, data, queryset, *, kinds: Counter):
        super().__init__(data, queryset)
        choices = [(kind, f"{kind} ({localize(number)})") for kind, number in kinds.most_common()]
        self.filters["kind"].extra["choices"] = choices

    @property
    def qs(self):
        return super().qs if self.is_valid() else self.queryset.none()

    def named(self, queryset, field, text):
        return queryset.named_like(text[:100])
