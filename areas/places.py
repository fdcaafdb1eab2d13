"""Where something stands, in words. Names repeat after a merger ("Ấp 1" three times in one commune), so the former
commune goes with the one of today."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.models import Ancestry, Area, Level, Placement

Crumb = tuple[str, str | None]


def with_places(rows: QuerySet, day: date, area: str = "area") -> QuerySet:
    """Annotate commune_label and commune_sort (the commune that holds the area at `area` on `day`) and former_label
    (the commune before the last change, None without one)."""
    held = Ancestry.objects.on(day).filter(descendant=OuterRef(area), ancestor__level=Level.COMMUNE)
    commune = held.filter(ancestor__valid_from__lte=day, ancestor__valid_until__gte=day).order_by("pk")
    former = Placement.objects.filter(area=OuterRef(area), valid_until__lt=day, parent__level=Level.COMMUNE)
    return rows.annotate(
        commune_label=Subquery(commune.values(label=_label("ancestor"))[:1]),
        commune_sort=Subquery(commune.values("ancestor__sort_key")[:1]),
        former_label=Subquery(former.order_by("-valid_until").values(label=_label("parent"))[:1]),
    )


def place_label(area: Area) -> str:
    """ "Ấp 1 (trước đây Thị trấn Một Ngàn)", for an area of with_places()."""
    return with_former(str(area), told_former(area))


def hamlet_label(hamlet: Area) -> str:
    """For a select: "Ấp 1 – Xã Tân Hòa (trước đây Thị trấn Một Ngàn)"."""
    label = f"{hamlet} – {hamlet.commune_label}" if hamlet.commune_label else str(hamlet)
    return with_former(label, told_former(hamlet))


def told_former(row) -> str | None:
    """The former commune of a row of with_places(), to be told beside today's: not where the new one took its name."""
    return row.former_label if row.former_label != row.commune_label else None


def with_former(label: str, former: str | None) -> str:
    """`former`: as told_former() says it."""
    return _("%(unit)s (trước đây %(former)s)") % {"unit": label, "former": former} if former else label


def hamlets_of(areas: QuerySet, day: date) -> QuerySet:
    """The hamlets among `areas` that exist on `day`, with their places, in the order of names."""
    hamlets = areas.filter(level=Level.HAMLET).on(day)
    return with_places(hamlets, day, area="pk").order_by("sort_key", "commune_label", "former_label", "pk")


def communes_of(areas: QuerySet, day: date) -> QuerySet:
    """The communes of `day` that hold hamlets among `areas`."""
    hamlets = areas.filter(level=Level.HAMLET).values("pk")
    held = Ancestry.objects.on(day).filter(descendant__in=hamlets, ancestor__level=Level.COMMUNE)
    return Area.objects.on(day).filter(pk__in=held.values("ancestor")).order_by("sort_key", "pk")


def commune_of(area: Area, day: date) -> Area:
    """The commune that holds `area` on `day`; the area itself when there is none."""
    return Area.objects.above(area, day).on(day).filter(level=Level.COMMUNE).first() or area


def on(day: date) -> str:
    """The end of an address that keeps the day of the map; nothing for today."""
    return "" if day == timezone.localdate() else f"?on={day.isoformat()}"


def crumbs(area: Area, day: date, *pages: Crumb) -> list[Crumb]:
    """(label, address) from the country down to `area`, as the hierarchy stood on `day`, then the pages given."""
    chain = [unit for unit in Area.objects.above(area, day) if unit == area or unit.in_force(day)]
    return [(str(unit), unit.get_absolute_url() + on(day)) for unit in chain] + list(pages)


def _label(path: str) -> Concat:
    """ "Xã Tân Hòa" in the database, as Area.__str__ writes it."""
    return Concat(f"{path}__kind", Value(" "), f"{path}__name")
