from datetime import datetime, time

import django_filters as filters
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from visits.filters.facts import REMOVED, FactFilterSet
from visits.filters.places import day_field
from visits.models import Visit


class VisitFilter(FactFilterSet):
    since = day_field(_("Từ ngày"), method="not_before")
    until = day_field(_("Đến ngày"), method="not_after")
    outcome = filters.ChoiceFilter(label=_("Kết quả"), choices=Visit.Outcome, empty_label=_("Tất cả"))
    status = filters.ChoiceFilter(
        label=_("Trạng thái"),
        choices=[*Visit.Status.choices, (REMOVED, _("Đã xóa"))],
        empty_label=_("Tất cả, trừ đã xóa"),
        method="by_status",
    )

    class Meta:
        model = Visit
        fields = ["status", "outcome", "commune", "hamlet", "team", "since", "until"]

    def not_before(self, visits, name, day):
        """By moment, not by `day`: the list is read along the index of moments."""
        return visits.filter(visited_at__gte=make_aware(datetime.combine(day, time.min)))

    def not_after(self, visits, name, day):
        return visits.filter(visited_at__lte=make_aware(datetime.combine(day, time.max)))

    def by_status(self, visits, name, status):
        return visits.filter(removed_at__isnull=False) if status == REMOVED else visits.filter(status=status)
