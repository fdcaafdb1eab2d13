import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.models import Area
from areas.names import fold
from teams.models import Team
from visits.forms.household import HamletField
from visits.models import Household, Indicator, Visit
from visits.places import communes_for, hamlets_for

MANY_HAMLETS = 100  # beyond this a hamlet is chosen after its commune


def search_field(label, **kwargs):
    return filters.CharFilter(label=label, widget=forms.TextInput(attrs={"type": "search"}), **kwargs)


def day_field(label, **kwargs):
    return filters.DateFilter(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class HamletFilter(filters.ModelChoiceFilter):
    field_class = HamletField


class StrictFilterSet(filters.FilterSet):
    """A choice that does not exist, or is not the user's, leaves nothing instead of everything."""

    @property
    def qs(self):
        return super().qs if self.is_valid() else self.queryset.none()


class PlaceFilterSet(StrictFilterSet):
    """Rows with an area: by commune where the user sees several, by hamlet where the list can still be read."""

    commune = filters.ModelChoiceFilter(
        label=_("Xã, phường"), queryset=Area.objects.none(), empty_label=_("Tất cả"), method="in_commune"
    )
    hamlet = HamletFilter(
        label=_("Ấp, khu vực"), queryset=Area.objects.none(), empty_label=_("Tất cả"), field_name="area"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        seen = Area.objects.visible_to(self.request.user)
        communes = communes_for(seen, self.today)
        chosen = communes.filter(pk=self.data["commune"]).first() if self.data.get("commune", "").isdecimal() else None
        hamlets = hamlets_for(seen.under(chosen, self.today) if chosen else seen, self.today)
        self.filters["commune"].field.queryset, self.filters["hamlet"].field.queryset = communes, hamlets
        self.several_communes = communes.count() > 1
        if not self.several_communes:
            del self.filters["commune"]
        if not chosen and self.several_communes and hamlets.count() > MANY_HAMLETS:
            del self.filters["hamlet"]

    def in_commune(self, rows, name, commune):
        return rows.filter(area__in=Area.objects.under(commune, self.today).values("pk"))


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


class VisitFilter(PlaceFilterSet):
    REMOVED = "removed"

    since = day_field(_("Từ ngày"), field_name="day", lookup_expr="gte")
    until = day_field(_("Đến ngày"), field_name="day", lookup_expr="lte")
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
        fields = ["since", "until", "commune", "hamlet", "team", "outcome", "status"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        teams = Team.objects.visible_to(self.request.user)
        if "hamlet" not in self.filters:
            del self.filters["team"]
        elif self.data.get("commune", "").isdecimal():
            teams = teams.filter(area__in=self.filters["hamlet"].field.queryset.values("pk"))
        if "team" in self.filters:
            self.filters["team"].field.queryset = teams

    @property
    def qs(self):
        """Visits that were taken back only when asked for."""
        asked = self.is_valid() and self.form.cleaned_data["status"] == self.REMOVED
        return super().qs if asked else super().qs.standing()

    def by_status(self, visits, name, status):
        return visits.filter(removed_at__isnull=False) if status == self.REMOVED else visits.filter(status=status)


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
