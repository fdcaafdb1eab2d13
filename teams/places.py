"""The communes and hamlets for which a user may found teams."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.roles import Permission
from areas.lists import read_key
from areas.models import Area, Level
from areas.places import with_places

SHOWN = 60  # places offered before a name must be typed


def places_for_teams(user, day: date) -> QuerySet:
    """Communes and hamlets of `day` where the user may found and edit teams, communes first."""
    places = user.areas_where(Permission.EDIT_TEAMS).on(day).filter(level__gte=Level.COMMUNE)
    return with_places(places, day, "pk").order_by("level", "sort_key", "pk")


def chosen_place(request: HttpRequest) -> Area | None:
    """The commune or hamlet that the address names, or the only commune where the user may found a team."""
    today = timezone.localdate()
    if named := request.GET.get("area"):
        if not (key := read_key(named)):
            raise Http404
        place = get_object_or_404(Area.objects.visible_to(request.user), pk=key)
        request.user.require(Permission.EDIT_TEAMS, place)
        return place
    request.user.require_anywhere(Permission.EDIT_TEAMS)
    communes = places_for_teams(request.user, today).filter(level=Level.COMMUNE)[:2]
    return communes[0] if len(communes) == 1 else None
