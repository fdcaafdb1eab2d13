from datetime import datetime, time

import django_filters as filters
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from visits.filters.places import PlaceFilterSet, day_field
from visits.models import Visit


class VisitFilter(PlaceFilterSet):
    REMOVED = "removed"

    since = day_field(_("Từ ngày"), method="not_before")
    until = day_field(_("Đến ngày"), method="not_after")
    outcome = filters.ChoiceFilter(label=_("Kết quả"), choices=Visit.Outcome, empty_label=_("Tất cả"))
    status = filters.ChoiceFilter(
        label=_("Trạng thái"),
        choices=[*Visit.Status.choices, (REMOVED, _("Đã xóa"))],
        empty_label=_("Tất cả, trừ đã xóa"),
        method="by_status",
    )
    team = filters.ModelChoiceFilter(label=_("Tổ"), queryset=Team.objects.none(), empty_label=_("Tất cả"))

    class Meta:
        model = Visit
        fields = ["status", "outcome", "commune", "hamlet", "team", "since", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        teams = Team.objects.visible_to(self.request.user).without_committees()
        teams = teams.filter(area__in=self.within().values("pk"))
        self._offer("team", None if self.too_many and not self.data.get("team") else teams)

    @property
    def qs(self):
        """Visits that were taken back only when asked for."""
        asked = self.is_valid() and self.form.cleaned_data["status"] == self.REMOVED
        return super().qs if asked else super().qs.standing()

    def not_before(self, visits, name, day):
        """By moment, not by `day`: the list is read along the index of moments."""
        return visits.filter(visited_at__gte=make_aware(datetime.combine(day, time.min)))

    def not_after(self, visits, name, day):
        return visits.filter(visited_at__lte=make_aware(datetime.combine(day, time.max)))

    def by_status(self, visits, name, status):
        return visits.filter(removed_at__isnull=False) if status == self.REMOVED else visits.filter(status=status)
