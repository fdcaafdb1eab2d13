import django_filters as filters
from django.utils.translation import gettext_lazy as _

from visits.filters.facts import REMOVED, FactFilterSet
from visits.filters.places import day_field, search_field
from visits.models import Activity


class ActivityFilter(FactFilterSet):
    q = search_field(_("Nội dung"), field_name="title", lookup_expr="icontains")
    kind = filters.ChoiceFilter(label=_("Loại"), choices=Activity.Kind, empty_label=_("Tất cả"))
    since = day_field(_("Từ ngày"), field_name="day", lookup_expr="gte")
    until = day_field(_("Đến ngày"), field_name="day", lookup_expr="lte")
    status = filters.ChoiceFilter(
        label=_("Trạng thái"), choices=[(REMOVED, _("Đã xóa"))], empty_label=_("Trừ đã xóa"), method="by_status"
    )

    class Meta:
        model = Activity
        fields = ["q", "kind", "commune", "hamlet", "team", "since", "until", "status"]

    def by_status(self, activities, name, status):
        return activities.filter(removed_at__isnull=False)
