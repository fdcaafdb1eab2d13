"""When something was last recorded in each unit: a visit or an activity that was not taken back, whatever came of it.

A call at a closed door and a session that only told people count too: the office asks who has gone silent. Of communes
and the units above them the totals of days tell it, and the few activities after that, which report nothing and so are
in no total; of hamlets their visits and activities: all through indexes, so the time depends on the units, not on the
visits.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import DateField, Exists, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from areas.dates import BEGINNING, ONE_DAY
from areas.models import Ancestry, Area, Level
from reports.lens import Lens
from reports.sums import UNIT
from teams.models import Team
from visits.models import Activity, DailyTotal, MovedDay, Visit

MOST_WALKED = 20_000  # activities
RECENT = timedelta(days=31)


def last_days(units: Iterable[int], *, lens: Lens, end: date) -> dict[int, date]:
    """Unit (primary key) -> the last day until `end` with a standing visit or activity that the map gives to it."""
    units = set(units)
    known = _of_totals(units, lens, end)
    found = {unit: day for unit, day in known.items() if day > BEGINNING}
    return found | _of_activities(known, lens, end) | _one_by_one(units - known.keys(), lens, end)


def _of_totals(units: set[int], lens: Lens, end: date) -> dict[int, date]:
    """Of all but hamlets, and of those that the map shows as they were on their last day; BEGINNING where nothing was.
    Every visit is counted or claimed in some indicator."""
    known = Area.objects.filter(level__lte=Level.COMMUNE, pk__among=units)
    days = DailyTotal.objects.filter(area=OuterRef("pk"), day__lte=end, facts__gt=0).order_by("-day")
    moved = MovedDay.objects.none()
    if lens.day:
        known = known.that_stood_still(lens.day, lens.day)
        same = {name: OuterRef(name) for name in ("area", "indicator", "day")}
        days = days.filter(~Exists(MovedDay.objects.filter(facts__lte=Value(-1) * OuterRef("facts"), **same)))
        moved = MovedDay.objects.filter(area=OuterRef("pk"), day__lte=end, facts__gt=0).order_by("-day")
    rows = known.values_list("pk", Subquery(days.values("day")[:1]), Subquery(moved.values("day")[:1]))
    return {unit: max(filter(None, found), default=BEGINNING) for unit, *found in rows}


def _of_activities(known: dict[int, date], lens: Lens, end: date) -> dict[int, date]:
    """The later days with an activity. Where there are many, since some unit is silent, each of the silent ones is
    asked for itself."""
    if not known:
        return {}
    since, silent = min(known.values()), set()
    if _activities(since, end)[:MOST_WALKED].count() == MOST_WALKED:
        since = end - RECENT
        silent = {unit for unit, day in known.items() if day < since}
    day, others = lens.day or F("day"), known.keys() - silent
    rows = _activities(since, end).filter(area__ascent__valid_from__lte=day, area__ascent__valid_until__gte=day)
    rows = rows.annotate(unit=UNIT).filter(unit__among=others)
    later = dict(rows.values_list("unit").annotate(last=Max("day"))) | _one_by_one(silent, lens, end, (Activity,))
    return {unit: day for unit, day in later.items() if day > known[unit]}


def _activities(since: date, until: date) -> QuerySet[Activity]:
    return Activity.objects.standing().filter(day__gt=since, day__lte=until).order_by()


def _one_by_one(units: set[int], lens: Lens, end: date, kinds: tuple = (Visit, Activity)) -> dict[int, date]:
    """From the visits and activities of every hamlet below."""
    if not units:
        return {}
    held = Ancestry.objects.filter(ancestor__among=units)
    if lens.day:
        held = held.on(lens.day)
    last = {
        Visit: _standing(Visit, lens).filter(visited_at__lt=_midnight_after(end)).order_by("-visited_at", "-pk"),
        Activity: _standing(Activity, lens).filter(day__lte=end).order_by("-day", "-pk"),
    }
    found: dict[int, date] = {}
    for unit, *days in held.values_list("ancestor", *(Subquery(last[kind].values("day")[:1]) for kind in kinds)):
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
    rows = with_last_day(Team.objects.filter(pk__in=teams), end).values_list("pk", "last_day")
    return {pk: day for pk, day in rows if day > BEGINNING}


def with_last_day(teams: QuerySet[Team], end: date) -> QuerySet[Team]:
    """Annotate last_day: the last one until `end` with a standing visit or activity of the team, else BEGINNING."""
    facts = [model.objects.standing().filter(team=OuterRef("pk"), day__lte=end) for model in (Visit, Activity)]
    days = [Coalesce(Subquery(found.order_by("-day").values("day")[:1]), Value(BEGINNING)) for found in facts]
    return teams.annotate(last_day=Greatest(*days, output_field=DateField()))
