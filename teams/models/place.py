"""Where a team stands: the commune of its area on a day, and the commune before the last change."""

from datetime import date

from django.db.models import OuterRef, Value
from django.db.models.functions import Concat

from areas.models import Ancestry, Level, Placement


def unit_label(path: str) -> Concat:
    """ "Xã Tân Hòa" in the database, as Area.__str__ writes it."""
    return Concat(f"{path}__kind", Value(" "), f"{path}__name")


def commune_on(day: date, area: str):
    """For a Subquery: the ancestry rows that lead from the area at `area` to its commune in force on `day`."""
    held = Ancestry.objects.on(day).filter(descendant=OuterRef(area), ancestor__level=Level.COMMUNE)
    return held.filter(ancestor__valid_from__lte=day, ancestor__valid_until__gte=day).order_by("pk")


def former_commune_on(day: date, area: str):
    """For a Subquery: the last placement of the area at `area` that ended before `day`."""
    ended = Placement.objects.filter(area=OuterRef(area), valid_until__lt=day, parent__level=Level.COMMUNE)
    return ended.order_by("-valid_until")
