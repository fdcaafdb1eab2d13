import django_filters as filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from visits.filters.places import PlaceFilterSet, day_field, search_field
from visits.models import Household, Visit


class HouseholdFilter(PlaceFilterSet):
    class Visited:
        NEVER, NEVER_MET, MET = "never", "never_met", "met"
        CHOICES = [
            (NEVER, _("Chưa thăm lần nào")),
            (NEVER_MET, _("Đã đến, chưa gặp được")),
            (MET, _("Đã gặp được")),
        ]

    q = search_field(_("Chủ hộ, địa chỉ, số điện thoại"), method="named_like")
    kind = filters.ChoiceFilter(label=_("Loại hộ"), choices=Household.Kind, empty_label=_("Tất cả"))
    visited = filters.ChoiceFilter(
        label=_("Lượt thăm"), choices=Visited.CHOICES, empty_label=_("Tất cả"), method="by_visits"
    )
    before = day_field(_("Thăm lần cuối trước ngày"), method="last_visit_before")

    class Meta:
        model = Household
        fields = ["q", "commune", "hamlet", "kind", "visited", "before"]

    def named_like(self, households, name, text):
        return households.named_like(text, self.request.user)

    def by_visits(self, households, name, wanted):
        visits = Visit.objects.standing().filter(household=OuterRef("pk"))
        came, met = Exists(visits), Exists(visits.filter(outcome=Visit.Outcome.MET))
        rules = {self.Visited.NEVER: ~came, self.Visited.NEVER_MET: came & ~met, self.Visited.MET: met}
        return households.filter(rules[wanted])

    def last_visit_before(self, households, name, day):
        """Visited, and not since; a household that nobody visited has a filter of its own."""
        visits = Visit.objects.standing().filter(household=OuterRef("pk"))
        return households.filter(Exists(visits), ~Exists(visits.filter(day__gte=day)))
