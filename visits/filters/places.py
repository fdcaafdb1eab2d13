"""What the filters of several lists have in common."""

import django_filters as filters
from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.dates import BEGINNING
from areas.lists import read_key
from areas.models import Ancestry, Area
from areas.places import communes_of, hamlets_of
from visits.forms.household import HamletField

MANY_HAMLETS = 100  # beyond this a hamlet is chosen after its commune


def search_field(label, **kwargs):
    return filters.CharFilter(label=label, widget=forms.TextInput(attrs={"type": "search"}), **kwargs)


def day_field(label, **kwargs):
    """A day that has a moment on every clock: year 1 has none in UTC."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return filters.DateFilter(label=label, widget=widget, validators=[MinValueValidator(BEGINNING)], **kwargs)


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
        communes = communes_of(self.seen, self.today)
        self.chosen = self._chosen(communes)
        hamlets = hamlets_of(self.within(), self.today)
        count, several = hamlets.count(), communes.count() > 1
        self.too_many = several and not self.chosen and count > MANY_HAMLETS
        self._offer("commune", communes if several else None)
        self._offer("hamlet", None if self.too_many or count == 1 else hamlets)

    def _chosen(self, communes) -> Area | None:
        """The commune that the address names, or that of the hamlet that it names."""
        if commune := read_key(self.data.get("commune", "")):
            return communes.filter(pk=commune).first()
        if hamlet := read_key(self.data.get("hamlet", "")):
            above = Ancestry.objects.on(self.today).filter(descendant=hamlet)
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
