"""Where something stands, in words. Names repeat after a merger ("Ấp 1" three times in one commune), so the former
commune goes with the one of today."""

from datetime import date

from django.db.models import QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Permission
from areas.models import Area, Level
from teams.models.place import commune_on, former_commune_on, unit_label

SHOWN = 60  # places offered before a name must be typed


def with_places(rows: QuerySet, day: date, area: str = "area") -> QuerySet:
    """Annotate commune_label (on `day`) and former_label (the commune before the last change, None without one)."""
    former = former_commune_on(day, area)
    return rows.annotate(
        commune_label=Subquery(commune_on(day, area).values(label=unit_label("ancestor"))[:1]),
        former_label=Subquery(former.values(label=unit_label("parent"))[:1]),
    )


def place_label(area: Area) -> str:
    """ "Ấp 1 (trước đây Thị trấn Một Ngàn)", for an area of with_places()."""
    return (
        _("%(unit)s (trước đây %(former)s)") % {"unit": area, "former": area.former_label}
        if area.former_label
        else str(area)
    )


def places_for_teams(user, day: date) -> QuerySet:
    """Communes and hamlets of `day` where the user may found and edit teams, communes first."""
    places = user.areas_where(Permission.EDIT_TEAMS).on(day).filter(level__gte=Level.COMMUNE)
    return with_places(places, day, "pk").order_by("level", "sort_key", "pk")


def commune_of(area: Area, day: date) -> Area:
    """The commune that holds `area` on `day`; the area itself when there is none."""
    return Area.objects.above(area, day).on(day).filter(level=Level.COMMUNE).first() or area


def chosen_place(request: HttpRequest) -> Area | None:
    """The commune or hamlet that the address names, or the only commune where the user may found a team."""
    today = timezone.localdate()
    if named := request.GET.get("area"):
        if not named.isdecimal():
            raise Http404
        place = get_object_or_404(Area.objects.visible_to(request.user), pk=named)
        request.user.require(Permission.EDIT_TEAMS, place)
        return place
    request.user.require_anywhere(Permission.EDIT_TEAMS)
    communes = places_for_teams(request.user, today).filter(level=Level.COMMUNE)[:2]
    return communes[0] if len(communes) == 1 else None


def crumbs(area: Area, *pages: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way from the country down to `area`, then the pages given."""
    units = Area.objects.above(area, timezone.localdate())
    return [(str(unit), reverse("areas:area_detail", args=[unit.pk])) for unit in units] + list(pages)
