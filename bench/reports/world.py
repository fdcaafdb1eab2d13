"""A province to report on: its real communes of before and since the reform, hamlets, teams, and two years of facts.

python -m bench reports.world HOUSEHOLDS [A_HAMLET]    fills the database of DATABASE_URL

With fewer households in a hamlet it is a province of as many units and teams with fewer visits: pages take as long.
"""

from datetime import date
from io import StringIO
from time import perf_counter

from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Post, User
from accounts.roles import Role
from areas import ancestry
from areas.dates import ONE_DAY
from areas.models import Area, Level, Placement, Reform, Succession
from areas.official import LAST_DAY_BEFORE, REFORM_DAY
from areas.reforms import carry_hamlets
from bench.reports import facts, people, targets
from teams.models import Team
from teams.sheets.naming import team_name
from visits.models import Contribution, Household, MonthlyTotal, Visit

PROVINCE = "92"
HOUSEHOLDS_A_HAMLET = 360
HAMLETS = (100, 2800)  # of a province, at least and at most
LEFT_BEHIND = 10  # one in so many hamlets of a split commune waits for somebody to say where it went
LOT = 5000


def lay_out() -> None:
    """Official units and indicators."""
    call_command("migrate", verbosity=0)
    call_command("load_areas", stdout=StringIO())
    call_command("load_indicators", stdout=StringIO())
    appoint()


def appoint() -> None:
    """Who reads the pages: one of the country, one of the province."""
    today = timezone.localdate()
    country = Area.objects.get(level=Level.COUNTRY)
    province = Area.objects.on(today).get(code=PROVINCE, level=Level.PROVINCE)
    for name, role, area in (
        ("ministry", Role.PROVINCE_LEADER, country),
        ("officer", Role.PROVINCE_OFFICER, province),
    ):
        Post.objects.create(user=User.objects.create_user(name), role=role, area=area, valid_from=today)


def former_communes(province: Area | None = None) -> QuerySet[Area]:
    """Those of the day before the reform that are in the province today."""
    communes = Area.objects.on(LAST_DAY_BEFORE).filter(level=Level.COMMUNE).order_by("pk")
    return communes.under(province, timezone.localdate()) if province else communes


def found(communes: QuerySet[Area], number: int) -> list[Area]:
    """`number` hamlets dealt out to these communes of before the reform, and carried over it; a team in each."""
    communes = list(communes)
    places = [(communes[n % len(communes)], n // len(communes) + 1) for n in range(number)]
    hamlets = [Area(level=Level.HAMLET, kind="Ấp", name=str(n)) for _commune, n in places]
    for hamlet in hamlets:
        hamlet.derive_keys()
    Area.objects.bulk_create(hamlets, batch_size=LOT)
    rows = [Placement(area=h, parent=commune) for h, (commune, _n) in zip(hamlets, places, strict=True)]
    Placement.objects.bulk_create(rows, batch_size=LOT)
    _divide(rows)
    for reform in Reform.objects.filter(successions__old__in=communes).distinct():
        carry_hamlets(reform)
    ancestry.rebuild(hamlets if number < LOT else None)
    teams = [Team(area=h, name=team_name("ấp", h.name), valid_from=date(2022, 6, 1)) for h in hamlets]
    for team in teams:
        team.derive_keys()
    Team.objects.bulk_create(teams, batch_size=LOT)
    return hamlets


def _divide(placements: list[Placement]) -> None:
    """The hamlets of a split commune go to one of its parts each, but for a few."""
    parts: dict[int, list[int]] = {}
    for old, new in Succession.objects.filter(extent="part").order_by("new").values_list("old", "new"):
        parts.setdefault(old, []).append(new)
    split = [row for n, row in enumerate(placements) if row.parent_id in parts and n % LEFT_BEHIND]
    chosen = [parts[row.parent_id][n % len(parts[row.parent_id])] for n, row in enumerate(split)]
    for row in split:
        row.valid_until = REFORM_DAY - ONE_DAY
    Placement.objects.bulk_update(split, ["valid_until"], batch_size=LOT)
    moved = [
        Placement(area_id=row.area_id, parent_id=new, valid_from=REFORM_DAY)
        for row, new in zip(split, chosen, strict=True)
    ]
    Placement.objects.bulk_create(moved, batch_size=LOT)


def build(households: int, a_hamlet: int) -> None:
    lay_out()
    province = Area.objects.on(timezone.localdate()).get(code=PROVINCE, level=Level.PROVINCE)
    fewest, most = HAMLETS
    number = min(max(households // a_hamlet, fewest), most)
    hamlets = found(former_communes(province), number)
    people.serve(province)
    facts.fill([hamlet.pk for hamlet in hamlets], households)
    give_targets(province, households // number)


def give_targets(province: Area, households: int) -> None:
    """To a province and its communes, for so many households in each hamlet."""
    communes = Area.objects.children_of(province, timezone.localdate())
    targets.give(communes | Area.objects.filter(pk=province.pk), households)


def main(households: str, a_hamlet: str = str(HOUSEHOLDS_A_HAMLET)) -> dict:
    begun = perf_counter()
    build(int(households), int(a_hamlet))
    rows = {model.__name__: model.objects.count() for model in (Household, Visit, Contribution, MonthlyTotal)}
    return {"seconds": perf_counter() - begun, "rows": rows}
