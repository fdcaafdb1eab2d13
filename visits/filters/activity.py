import django_filters as filters
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from visits.filters.places import PlaceFilterSet, day_field, search_field
from visits.models import Activity


class ActivityFilter(PlaceFilterSet):
    REMOVED = "removed"

    q = search_field(_("Nội dung"), field_name="title", lookup_expr="icontains")
    kind = filters.ChoiceFilter(label=_("Loại"), choices=Activity.Kind, empty_label=_("Tất cả"))
    team = filters.ModelChoiceFilter(label=_("Tổ"), queryset=Team.objects.none(), empty_label=_("Tất cả"))
    since = day_field(_("Từ ngày"), field_name="day", lookup_expr="gte")
    until = day_field(_("Đến ngày"), field_name="day", lookup_expr="lte")
    status = filters.ChoiceFilter(
        label=_("Trạng thái"), choices=[(REMOVED, _("Đã xóa"))], empty_label=_("Trừ đã xóa"), method="by_status"
    )

    class Meta:
        model = Activity
        fields = ["q", "kind", "commune", "hamlet", "team", "since", "until", "status"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        teams = Team.objects.visible_to(self.request.user).without_committees()
        teams = teams.filter(area__in=self.within().values("pk"))
        self._offer("team", None if self.too_many and not self.data.get("team") else teams)

    @property
    def qs(self):
        asked = self.is_valid() and self.form.cleaned_data["status"] == self.REMOVED
        return super().qs if asked else super().qs.standing()

    def by_status(self, activities, name, status):
        return activities.filter(removed_at__isnull=False)
