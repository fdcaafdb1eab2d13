import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.models import Ancestry, Area
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
        self.seen = Area.objects.visible_to(self.request.user)
        communes = communes_for(self.seen, self.today)
        self.chosen = self._chosen(communes)
        hamlets = hamlets_for(self.within(), self.today)
        count, several = hamlets.count(), communes.count() > 1
        self.too_many = several and not self.chosen and count > MANY_HAMLETS
        self._offer("commune", communes if several else None)
        self._offer("hamlet", None if self.too_many or count == 1 else hamlets)

    def _chosen(self, communes) -> Area | None:
        """The commune that the address names, or that of the hamlet that it names."""
        if self.data.get("commune", "").isdecimal():
            return communes.filter(pk=self.data["commune"]).first()
        if self.data.get("hamlet", "").isdecimal():
            above = Ancestry.objects.on(self.today).filter(descendant=self.data["hamlet"])
            return communes.filter(pk__in=above.values("ancestor")).first()
        return None

    def within(self):
        """The units that the user sees, in the chosen commune if there is one."""
        return self.seen.under(self.chosen, self.today) if self.chosen else self.seen

    def _offer(self, name, choices):
        """Let the filter choose among `choices`; no filter without any."""
        if choices is None:
            del self.filters[name]
        else:
            self.filters[name].field.queryset = choices

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
        fields = ["status", "outcome", "commune", "hamlet", "team", "since", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        teams = Team.objects.visible_to(self.request.user).filter(area__in=self.within().values("pk"))
        self._offer("team", None if self.too_many and not self.data.get("team") else teams)

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
