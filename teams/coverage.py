"""How far the teams of an area reach on a day: hamlets with and without a team, members, what teams lack.

All figures are of the day's map. A person in two teams counts once in each unit and once in the total, so members
do not add up over units; everything else does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from areas.models import Ancestry, Area, AreaStatistic, Level
from areas.places import told_former, with_places
from teams.composition import with_rule
from teams.models import Membership, Team

KINDS = [kind for kind in Team.Kind if kind != Team.Kind.STEERING]


@dataclass
class Row:
    """`unit` is None for teams that stand in no unit of the list. `residents` is None where no figure is known."""

    unit: Area | None
    hamlets: int = 0
    covered: int = 0  # hamlets with a team
    teams: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    members: int = 0
    residents: int | None = None
    few: int = 0  # teams with fewer persons than their rule asks for
    leaderless: int = 0
    deputyless: int = 0
    note: str = ""  # where the unit stands, or stood, as far as its name does not tell

    @property
    def label(self) -> str:
        return str(self.unit)

    @property
    def bare(self) -> int:
        return self.hamlets - self.covered

    @property
    def percent(self) -> float | None:
        return 100 * self.covered / self.hamlets if self.hamlets else None

    @property
    def per_hundred(self) -> float | None:
        """Members per 100 residents (QĐ 405/QĐ-BKHCN 2025, DTI)."""
        return 100 * self.members / self.residents if self.residents else None

    @property
    def sort_key(self) -> str:
        return self.unit.sort_key if self.unit else ""


@dataclass
class Coverage:
    rows: list[Row]
    total: Row
    others: Row | None  # teams of the area that stand in none of the units

    @property
    def unlisted(self) -> int:
        """Units whose hamlets nobody has entered yet: they say nothing of where a team is missing."""
        return sum(not row.hamlets for row in self.rows)


def levels_below(area: Area, day: date) -> list[Level]:
    """The levels of the units below `area` on `day`, the nearest first; a hamlet stands for itself.

    The hamlets of the whole country, some 90,000, are no list to read.
    """
    last = Level.COMMUNE if area.level == Level.COUNTRY else Level.HAMLET
    below = Area.objects.on(day).under(area, day).filter(level__gt=area.level, level__lte=last)
    found = sorted(below.order_by().values_list("level", flat=True).distinct())
    return [Level(level) for level in found] or [Level.HAMLET] * (area.level == Level.HAMLET)


def units_of(area: Area, level: Level, day: date) -> QuerySet:
    """The units of that level in force under `area`, with their places and parents of the day."""
    units = Area.objects.on(day).under(area, day).filter(level=level).with_parent_name(day)
    return with_places(units, day, "pk").order_by("sort_key", "kind", "pk")


def read(area: Area, level: Level, day: date) -> Coverage:
    """The figures of the units of `level` under `area` on `day`, in the order of names; a fixed number of queries."""
    units = list(units_of(area, level, day))
    rows = {unit.pk: Row(unit) for unit in units} | {area.pk: Row(area)}
    keys = list(rows)
    for read_into in (_read_hamlets, _read_teams, _read_members, _read_residents):
        for key, values in read_into(keys, day):
            vars(rows[key]).update(values)
    total = rows[area.pk]
    listed = [rows[unit.pk] for unit in units]
    for row in listed if level > area.level else []:
        row.note = _note(row.unit, area)
    return Coverage(listed, total, _others(listed, total, day))


def _note(unit: Area, area: Area) -> str:
    former = told_former(unit) if unit.level == Level.HAMLET else None
    holder = f"{unit.parent_kind} {unit.parent_name}" if unit.parent_name else ""
    words = [holder if holder != str(area) else "", _("trước đây %(unit)s") % {"unit": former} if former else ""]
    return " · ".join(filter(None, words))


def _read_hamlets(keys: list[int], day: date):
    team = Team.objects.on(day).without_committees().filter(area=OuterRef("descendant"))
    held = Ancestry.objects.on(day).filter(ancestor__in=keys, descendant__level=Level.HAMLET)
    held = held.filter(descendant__valid_from__lte=day, descendant__valid_until__gte=day)
    counts = {"hamlets": Count("pk"), "covered": Count("pk", filter=Exists(team))}
    return _by_unit(held.annotate(unit=F("ancestor")), counts)


def _read_teams(keys: list[int], day: date):
    serving = Membership.objects.on(day).filter(team=OuterRef("pk"))
    teams = with_rule(Team.objects.on(day).without_committees().with_members(day), day)
    counts = {
        "teams": Count("pk"),
        "few": Count("pk", filter=Q(member_count__lt=F("fewest"))),
        "leaderless": Count("pk", filter=~Exists(serving.filter(role=Membership.Role.LEADER))),
        "deputyless": Count("pk", filter=~Exists(serving.filter(role=Membership.Role.DEPUTY))),
        **{kind.value: Count("pk", filter=Q(kind=kind)) for kind in KINDS},
    }
    for key, values in _by_unit(_under(teams, "area", keys, day), counts):
        yield key, values | {"kinds": {kind.value: values.pop(kind.value) for kind in KINDS}}


def _read_members(keys: list[int], day: date):
    services = _under(Membership.objects.in_teams().on(day), "team__area", keys, day)
    return _by_unit(services, {"members": Count("member", distinct=True)})


def _read_residents(keys: list[int], day: date):
    """Of the day's year, or of the latest year before it with a figure."""
    known = AreaStatistic.objects.filter(area__in=keys, year__lte=day.year, residents__isnull=False)
    for key, residents in known.order_by("year").values_list("area", "residents"):
        yield key, {"residents": residents}


def _under(rows: QuerySet, area: str, keys: Iterable[int], day: date) -> QuerySet:
    """Each row once for each unit among `keys` that holds its area on `day`, annotated as `unit`."""
    held = {"ancestor__in": keys, "valid_from__lte": day, "valid_until__gte": day}
    rows = rows.filter(**{f"{area}__ascent__{name}": value for name, value in held.items()})
    return rows.annotate(unit=F(f"{area}__ascent__ancestor"))


def _by_unit(rows: QuerySet, counts: dict):
    for values in rows.order_by().values("unit").annotate(**counts):
        yield values.pop("unit"), values


def _others(rows: list[Row], total: Row, day: date) -> Row | None:
    """What the total has beyond the rows: teams at a commune above its hamlets, or at a unit that was split."""
    left = {name: getattr(total, name) - sum(getattr(row, name) for row in rows) for name in ("teams", "hamlets")}
    if not left["teams"] or not rows or rows[0].unit == total.unit:
        return None
    listed = Ancestry.objects.on(day).filter(ancestor__in=[row.unit.pk for row in rows])
    inside = Area.objects.under(total.unit, day).exclude(pk__in=listed.values("descendant"))
    services = Membership.objects.in_teams().on(day).filter(team__area__in=inside)
    return Row(None, members=services.values("member").distinct().count(), **left)
