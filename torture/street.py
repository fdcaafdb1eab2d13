"""A province small enough to build in seconds: hamlets with a team, two phones and households each, signed in."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Post, User
from accounts.roles import Role
from areas import ancestry
from areas.dates import ONE_DAY
from areas.models import Area, Level, Placement, Reform, Succession
from areas.reforms import carry_hamlets
from teams.models import Member, Membership, Team
from visits import catalogue
from visits.models import Household, Indicator

COMMUNES = 4
PHONES_A_HAMLET = 2
FOUNDED = date(2022, 6, 1)
MERGED_BEFORE = timedelta(days=20)  # days before today; visits are dated before and after it


@dataclass(frozen=True)
class Account:
    """What a phone is given: how it is signed in, where it may knock, and what is asked there."""

    username: str
    session: str
    homes: list[str]
    codes: list[str]


def build(phones: int, homes: int) -> list[Account]:
    """The accounts of `phones` phones, each with `homes` households that it shares with its neighbour."""
    catalogue.load()
    communes = _communes()
    hamlets = [Area(level=Level.HAMLET, kind="Ấp", name=str(n + 1)) for n in range(-(-phones // PHONES_A_HAMLET))]
    _place(hamlets, [communes[n % COMMUNES] for n in range(len(hamlets))])
    ancestry.rebuild()
    teams = [Team(area=hamlet, name=f"Tổ ấp {hamlet.name}", valid_from=FOUNDED) for hamlet in hamlets]
    houses = [Household(area=h, head_name=f"Hộ {n}", size=4) for h in hamlets for n in range(homes)]
    for row in (*teams, *houses):
        row.derive_keys()
    Team.objects.bulk_create(teams)
    Household.objects.bulk_create(houses, batch_size=1000)
    codes = list(Indicator.objects.asked_at_visits().on(timezone.localdate()).values_list("code", flat=True))
    accounts = []
    for n in range(phones):
        place = n // PHONES_A_HAMLET
        session = _sign_in(f"phone{n}", teams[place])
        own = [str(house.pk) for house in houses[place * homes : (place + 1) * homes]]
        accounts.append(Account(f"phone{n}", session, own, codes))
    return accounts


def _communes() -> list[Area]:
    country = Area.objects.create(level=Level.COUNTRY, kind="", name="Việt Nam", code="VN")
    province = Area.objects.create(level=Level.PROVINCE, kind="Thành phố", name="Cần Thơ", code="92")
    communes = [Area(level=Level.COMMUNE, kind="Xã", name=f"Số {n}", code=f"9{n:04}") for n in range(COMMUNES)]
    Placement.objects.create(area=province, parent=country)
    _place(communes, [province] * COMMUNES)
    return communes


def _place(areas: list[Area], parents: list[Area]) -> None:
    for area in areas:
        area.derive_keys()
    Area.objects.bulk_create(areas)
    Placement.objects.bulk_create(Placement(area=a, parent=p) for a, p in zip(areas, parents, strict=True))


def _sign_in(username: str, team: Team) -> str:
    user = User.objects.create(username=username, full_name=f"Người {username}")
    Post.objects.create(user=user, role=Role.TEAM_MEMBER, area=team.area, valid_from=FOUNDED)
    member = Member.objects.create(full_name=user.full_name, user=user)
    Membership.objects.create(team=team, member=member, role=Membership.Role.MEMBER, valid_from=FOUNDED)
    browser = Client()
    browser.force_login(user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


@transaction.atomic
def merge_communes() -> None:
    """The first two communes became one some weeks ago, and the office hears of it only now."""
    day = timezone.localdate() - MERGED_BEFORE
    old = list(Area.objects.filter(level=Level.COMMUNE).order_by("code")[:2])
    province = Area.objects.get(level=Level.PROVINCE)
    new = Area.objects.create(level=Level.COMMUNE, kind="Xã", name="Mới", code="99999", valid_from=day)
    Placement.objects.create(area=new, parent=province, valid_from=day)
    Area.objects.filter(pk__in=[area.pk for area in old]).update(valid_until=day - ONE_DAY)
    reform = Reform.objects.create(name="Sắp xếp", effective_on=day)
    Succession.objects.bulk_create(Succession(reform=reform, old=area, new=new) for area in old)
    carry_hamlets(reform)
    ancestry.rebuild()
