"""What the lists of visits and of activities are narrowed by alike."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from teams.models import Team
from visits.filters.places import PlaceFilterSet

REMOVED = "removed"  # of the filter `status`, which both lists have


class FactFilterSet(PlaceFilterSet):
    team = filters.ModelChoiceFilter(label=_("Tổ"), queryset=Team.objects.none(), empty_label=_("Tất cả"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        teams = Team.objects.visible_to(self.request.user).without_committees()
        teams = teams.filter(area__in=self.within().values("pk"))
        self._offer("team", None if self.too_many and not self.data.get("team") else teams)

    @property
    def qs(self):
        """What was taken back only when asked for."""
        asked = self.is_valid() and self.form.cleaned_data["status"] == REMOVED
        return super().qs if asked else super().qs.standing()
