"""How far the teams of an area reach and how many of them work: one definition a figure, shared with its list of rows.

* hamlets, covered: the hamlets, and those in which a team stands, at the end of the period (today while it runs);
* teams, active: the teams that stood on some day of the period, and those with at least one accepted visit or activity
  in it; silent: those that still stand at its end and had none in the SILENT_AFTER before;
* members, recording, trained: the persons who served in such teams, each once, those whose account recorded one, and
  those who attended a training before the period ended.

A team counts in the unit that holds its area: on the map's day, or as recorded, during the days asked about.
The number of queries depends neither on the rows nor on the facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least

from areas.dates import ONE_DAY
from areas.models import Ancestry, Area, Level
from reports.lens import Lens
from reports.rollup import Period, units_below
from teams.models import Membership, Team, Training
from visits.models import Activity, Visit

SILENT_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Days:
    """The days for which a unit is asked, and the day whose map places teams and hamlets; None: as recorded."""

    start: date
    end: date
    map_day: date | None

    @property
    def placed(self) -> tuple[date, date]:
        """A place counts when it held on a day from the first to the second of these."""
        return (self.map_day, self.map_day) if self.map_day else (self.start, self.end)


@dataclass
class Reach:
    """The figures of one unit; `days` are those it was asked for, which its lists of rows need again."""

    days: Days
    hamlets: int = 0
    covered: int = 0
    teams: int = 0
    active: int = 0
    silent: int = 0
    members: int = 0
    recording: int = 0
    trained: int = 0

    @property
    def bare(self) -> int:
        return self.hamlets - self.covered

    @property
    def idle(self) -> int:
        return self.teams - self.active


ADDING = ("hamlets", "covered", "teams", "active", "silent")
"""What adds up over units on a map; a person who serves in two units counts in both."""


def reach(
    area: Area, *, level: int, period: Period, lens: Lens, today: date, only: list[int] | None = None
) -> dict[int, Reach]:
    """Unit (primary key) -> its figures, for the area and its units of `level`, or for `only` these units; nothing
    for days to come."""
    found: dict[int, Reach] = {}
    for days, units in _by_days(area, level, period, lens, today, only).items():
        found |= {unit: Reach(days) for unit in units}
        for row in (*_hamlets(units, days), *_teams(units, days), *_members(units, days)):
            vars(found[row.pop("unit")]).update(row)
    return found


def days_of(area: Area, *, period: Period, lens: Lens, today: date) -> Days:
    """The days for which the area itself is asked."""
    return Days(*lens.days_of(area, period.start, min(period.end, today)), lens.day)


def hamlets_in(units: Iterable[int], days: Days) -> QuerySet[Ancestry]:
    """The hamlets (`descendant`) of each unit (`unit`) at the end of the days, annotated is_covered."""
    on = days.map_day or days.end
    held = Ancestry.objects.on(on).filter(ancestor__among=units, descendant__level=Level.HAMLET)
    held = held.filter(descendant__valid_from__lte=on, descendant__valid_until__gte=on)
    there = {"ancestor": OuterRef("descendant"), "valid_from__lte": on, "valid_until__gte": on}
    teams = Team.objects.on(days.end).without_committees()
    teams = teams.filter(**{f"area__ascent__{name}": value for name, value in there.items()})
    return held.annotate(unit=F("ancestor"), is_covered=Exists(teams))


def teams_in(units: Iterable[int], days: Days, silent_after: timedelta = SILENT_AFTER) -> QuerySet[Team]:
    """The teams that stood in each unit (`unit`) on one of the days, annotated is_active and is_silent."""
    teams = Team.objects.without_committees().filter(valid_from__lte=days.end, valid_until__gte=days.start)
    recent = {"start": days.end - silent_after + ONE_DAY, "end": days.end}
    standing = Q(valid_until__gte=days.end)
    return _placed(teams, "area", units, days).annotate(
        is_active=_recorded({"team": OuterRef("pk")}, start=OuterRef("since"), end=OuterRef("until")),
        is_silent=standing & ~_recorded({"team": OuterRef("pk")}, **recent),
    )


def services_in(units: Iterable[int], days: Days) -> QuerySet[Membership]:
    """The services in teams of each unit (`unit`) on one of the days, annotated is_recording and is_trained."""
    served = Membership.objects.in_teams().filter(valid_from__lte=days.end, valid_until__gte=days.start)
    by_account = {"created_by": OuterRef("member__user")}
    return _placed(served, "team__area", units, days).annotate(
        is_recording=_recorded(by_account, start=OuterRef("since"), end=OuterRef("until")),
        is_trained=Exists(Training.objects.filter(attendees=OuterRef("member"), day__lte=days.end)),
    )


def _by_days(
    area: Area, level: int, period: Period, lens: Lens, today: date, only: list[int] | None
) -> dict[Days, list[int]]:
    """The units, grouped by the days on which they were under the area."""
    period = Period(period.start, min(period.end, today))
    groups: dict[Days, list[int]] = defaultdict(list)
    if period.start > period.end:
        return groups
    if only is None:
        below = units_below(area, period=period, lens=lens, levels=[level]).order_by()
        only = list({area.pk, *below.values_list("pk", flat=True)})
    if lens.day:
        groups[Days(period.start, period.end, lens.day)] = only
        return groups
    held = Ancestry.objects.filter(ancestor=area, valid_from__lte=period.end, valid_until__gte=period.start)
    held = held.filter(descendant__among=only)
    lives = ("descendant", "valid_from", "valid_until", "descendant__valid_from", "descendant__valid_until")
    for unit, start, end, born, died in held.values_list(*lives):
        first, last = max(start, born, period.start), min(end, died, period.end)
        if first <= last:
            groups[Days(first, last, None)].append(unit)
    return groups


def _placed(rows: QuerySet, path: str, units: Iterable[int], days: Days) -> QuerySet:
    """Each row once for each unit that holds it, annotated unit, and since and until: the days it was there."""
    first, last = days.placed
    held = {"ancestor__among": units, "valid_from__lte": last, "valid_until__gte": first}
    rows = rows.filter(**{f"{path}__ascent__{name}": value for name, value in held.items()})
    since, until = Value(days.start), Value(days.end)
    if days.map_day is None:
        since, until = (
            Greatest(F(f"{path}__ascent__valid_from"), since),
            Least(F(f"{path}__ascent__valid_until"), until),
        )
    return rows.annotate(unit=F(f"{path}__ascent__ancestor"), since=since, until=until)


def _recorded(by: dict, *, start, end):
    """Whether there is an accepted visit or activity of that team or account from `start` to `end`."""
    within = by | {"day__gte": start, "day__lte": end}
    visits = Visit.objects.standing().filter(status=Visit.Status.ACCEPTED, **within)
    return Q(Exists(visits)) | Q(Exists(Activity.objects.standing().filter(**within)))


def _hamlets(units: list[int], days: Days) -> Iterator[dict]:
    counts = {"hamlets": Count("pk"), "covered": Count("pk", filter=Q(is_covered=True))}
    yield from hamlets_in(units, days).values("unit").annotate(**counts)


def _teams(units: list[int], days: Days) -> Iterator[dict]:
    yield from (
        teams_in(units, days)
        .order_by()
        .values("unit")
        .annotate(
            teams=Count("pk", distinct=True),
            active=Count("pk", distinct=True, filter=Q(is_active=True)),
            silent=Count("pk", distinct=True, filter=Q(is_silent=True)),
        )
    )


def _members(units: list[int], days: Days) -> Iterator[dict]:
    yield from (
        services_in(units, days)
        .order_by()
        .values("unit")
        .annotate(
            members=Count("member", distinct=True),
            recording=Count("member", distinct=True, filter=Q(is_recording=True)),
            trained=Count("member", distinct=True, filter=Q(is_trained=True)),
        )
    )
