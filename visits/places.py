"""The hamlets and communes between which households and visits are told apart."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from areas.models import Ancestry, Area, Level
from teams.places import with_places


def hamlets_for(areas: QuerySet, day: date) -> QuerySet:
    """The hamlets among `areas` that exist on `day`, with their places, in the order of names."""
    hamlets = areas.filter(level=Level.HAMLET).on(day)
    return with_places(hamlets, day, area="pk").order_by("sort_key", "commune_label", "former_label", "pk")


def hamlet_label(hamlet: Area) -> str:
    """For a select: "Ấp 1 – Xã Tân Hòa (trước đây Thị trấn Một Ngàn)"."""
    label = f"{hamlet} – {hamlet.commune_label}" if hamlet.commune_label else str(hamlet)
    former = hamlet.former_label
    return _("%(hamlet)s (trước đây %(former)s)") % {"hamlet": label, "former": former} if former else label


def communes_for(areas: QuerySet, day: date) -> QuerySet:
    """The communes of `day` that hold hamlets among `areas`."""
    hamlets = areas.filter(level=Level.HAMLET).values("pk")
    held = Ancestry.objects.on(day).filter(descendant__in=hamlets, ancestor__level=Level.COMMUNE)
    return Area.objects.on(day).filter(pk__in=held.values("ancestor")).order_by("sort_key", "pk")
