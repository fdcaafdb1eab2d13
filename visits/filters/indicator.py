import django_filters as filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.names import fold
from visits.filters.places import StrictFilterSet, search_field
from visits.models import Indicator


class IndicatorFilter(StrictFilterSet):
    q = search_field(_("Tên hoặc mã"), method="named_like")
    kind = filters.ChoiceFilter(label=_("Loại"), choices=Indicator.Kind, empty_label=_("Tất cả"))
    source = filters.ChoiceFilter(label=_("Nguồn"), choices=Indicator.Source, empty_label=_("Tất cả"))
    state = filters.ChoiceFilter(
        label=_("Hiệu lực"),
        choices=[("in_force", _("Đang dùng")), ("not_in_force", _("Không dùng"))],
        empty_label=_("Tất cả"),
        method="by_state",
    )

    class Meta:
        model = Indicator
        fields = ["q", "kind", "source", "state"]

    def named_like(self, indicators, name, text):
        """Folded in Python: the catalogue is short, and databases fold Vietnamese each in its own way."""
        wanted = fold(text)
        found = [row.pk for row in indicators if wanted in fold(f"{row.name} {row.short_name} {row.code}")]
        return indicators.filter(pk__in=found)

    def by_state(self, indicators, name, state):
        today = timezone.localdate()
        in_force = Q(valid_from__lte=today, valid_until__gte=today)
        return indicators.filter(in_force if state == "in_force" else ~in_force)
