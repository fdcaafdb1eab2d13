"""When something was last recorded in each unit.

Asked of each hamlet through the indexes by area, so the time depends on the hamlets, not on the visits.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from areas.dates import ONE_DAY
from areas.models import Ancestry
from reports.lens import Lens
from teams.models import Team
from visits.models import Activity, Visit


def last_days(units: Iterable[int], *, lens: Lens, end: date) -> dict[int, date]:
    """Unit (primary key) -> the last day until `end` with a standing visit or activity that the map gives to it."""
    held = Ancestry.objects.filter(ancestor__in=list(units))
    if lens.day:
        held = held.on(lens.day)
    visits = _standing(Visit, lens).filter(visited_at__lt=_midnight_after(end)).order_by("-visited_at", "-pk")
    activities = _standing(Activity, lens).filter(day__lte=end).order_by("-day", "-pk")
    found: dict[int, date] = {}
    for unit, *days in held.values_list(
        "ancestor", Subquery(visits.values("day")[:1]), Subquery(activities.values("day")[:1])
    ):
        for day in filter(None, days):
            found[unit] = max(day, found.get(unit, day))
    return found


def _standing(model, lens: Lens):
    facts = model.objects.standing().filter(area=OuterRef("descendant"))
    if lens.day:
        return facts
    return facts.filter(day__gte=OuterRef("valid_from"), day__lte=OuterRef("valid_until"))


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + ONE_DAY, time.min))


def last_days_of_teams(teams: list, *, end: date) -> dict:
    """Team (primary key) -> the last day until `end` with a standing visit or activity of that team."""
    visits = Visit.objects.standing().filter(team=OuterRef("pk"), day__lte=end).order_by("-day")
    activities = Activity.objects.standing().filter(team=OuterRef("pk"), day__lte=end).order_by("-day")
    rows = Team.objects.filter(pk__in=teams).values_list(
        "pk", Subquery(visits.values("day")[:1]), Subquery(activities.values("day")[:1])
    )
    return {pk: max(filter(None, days)) for pk, *days in rows if any(days)}
