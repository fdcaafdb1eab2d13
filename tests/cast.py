"""One small country and a fixed cast, shared by all tests.

    Việt Nam
    ├── tỉnh Hậu Giang (until 30/06/2025) ── huyện Châu Thành A ── thị trấn Một Ngàn ┐
    │                                                            └─ xã Tân Hòa (cũ) ┤ merged on 01/07/2025
    ├── thành phố Cần Thơ (from 01/07/2025) ── xã Tân Hòa  ◄────────────────────────┘
    │                                          ├── ấp 1  (the cast lives here)
    │                                          └── ấp 2
    └── tỉnh An Giang (always) ── xã Vĩnh Gia ── ấp Vĩnh Lạc  (the others)

Ấp 1 stood under Tân Hòa (cũ), ấp 2 under Một Ngàn. Whoever is of the cast must see nothing of Vĩnh Gia.
"""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import Post, User
from accounts.roles import Role
from areas import ancestry
from areas.models import Area, Level, Placement, Reform, Succession
from areas.reforms import carry_hamlets
from teams.models import Member, Membership, Team
from tests.once import once
from visits import ledger
from visits.models import Household, Indicator, Result, Visit

REFORM_DAY = date(2025, 7, 1)
OLD = {"valid_until": REFORM_DAY - timedelta(days=1)}
NEW = {"valid_from": REFORM_DAY}
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def at(year, month, day, hour=9) -> datetime:
    """A moment of the local day."""
    return datetime(year, month, day, hour, tzinfo=LOCAL)


def make_area(level, kind, name, parent=None, code="", **days) -> Area:
    area = Area.objects.create(level=level, kind=kind, name=name, code=code, **days)
    if parent:
        Placement.objects.create(area=area, parent=parent, **days)
    return area


def split(old: Area, names, parent: Area, day: date) -> list[Area]:
    """Units of its level and kind in its stead from that day on, each of which took a part of it."""
    parts = [make_area(old.level, old.kind, name, parent, valid_from=day) for name in names]
    Area.objects.filter(pk=old.pk).update(valid_until=day - timedelta(days=1))
    reform = Reform.objects.create(name=f"Chia {old}", effective_on=day)
    for part in parts:
        Succession.objects.create(reform=reform, old=old, new=part, extent=Succession.Extent.PART)
    ancestry.rebuild()
    return parts


@pytest.fixture
@once
def country(db):
    w = SimpleNamespace()
    w.vn = make_area(Level.COUNTRY, "", "Việt Nam", code="VN")
    w.old_province = make_area(Level.PROVINCE, "Tỉnh", "Hậu Giang", w.vn, "93", **OLD)
    w.old_district = make_area(Level.DISTRICT, "Huyện", "Châu Thành A", w.old_province, "932", **OLD)
    w.old_town = make_area(Level.COMMUNE, "Thị trấn", "Một Ngàn", w.old_district, "31342", **OLD)
    w.old_commune = make_area(Level.COMMUNE, "Xã", "Tân Hòa", w.old_district, "31345", **OLD)
    w.province = make_area(Level.PROVINCE, "Thành phố", "Cần Thơ", w.vn, "92", **NEW)
    w.commune = make_area(Level.COMMUNE, "Xã", "Tân Hòa", w.province, "31342", **NEW)
    w.hamlet = make_area(Level.HAMLET, "Ấp", "1", w.old_commune)
    w.other_hamlet = make_area(Level.HAMLET, "Ấp", "2", w.old_town)
    w.foreign_province = make_area(Level.PROVINCE, "Tỉnh", "An Giang", w.vn, "91")
    w.foreign_commune = make_area(Level.COMMUNE, "Xã", "Vĩnh Gia", w.foreign_province, "30580")
    w.foreign_hamlet = make_area(Level.HAMLET, "Ấp", "Vĩnh Lạc", w.foreign_commune)
    w.reform = Reform.objects.create(name="Sắp xếp 2025", decision="1668/NQ-UBTVQH15", effective_on=REFORM_DAY)
    for old, new in ((w.old_province, w.province), (w.old_town, w.commune), (w.old_commune, w.commune)):
        Succession.objects.create(reform=w.reform, old=old, new=new)
    carry_hamlets(w.reform)
    ancestry.rebuild()
    known = Area.objects.in_bulk()  # with what was derived
    return SimpleNamespace(**{name: known[row.pk] if isinstance(row, Area) else row for name, row in vars(w).items()})


@pytest.fixture
@once
def cast(country):
    """One user for each role around ấp 1, a foreign officer, and an outsider without a post."""
    places = {
        Role.TEAM_MEMBER: country.hamlet,
        Role.TEAM_LEADER: country.hamlet,
        Role.COMMUNE_OFFICER: country.commune,
        Role.COMMUNE_LEADER: country.commune,
        Role.PROVINCE_OFFICER: country.province,
        Role.PROVINCE_LEADER: country.province,
        Role.ADMINISTRATOR: country.vn,
    }
    users = {role.value: make_user(role.value, role, area) for role, area in places.items()}
    foreign = make_user("foreign_officer", Role.COMMUNE_OFFICER, country.foreign_commune)
    return SimpleNamespace(**users, foreign_officer=foreign, outsider=make_user("outsider"))


def make_user(username, role=None, area=None, **days) -> User:
    user = User.objects.create_user(username, full_name=f"Người {username}")
    if role:
        Post.objects.create(user=user, role=role, area=area, **days)
    return user


def make_team(area, name, *users) -> Team:
    """A team founded in 2022; the first user leads it."""
    team = Team.objects.create(area=area, name=name, valid_from=date(2022, 6, 1))
    for number, user in enumerate(users):
        member = Member.objects.create(full_name=f"{user.full_name} {area.name}", phone="0900000111", user=user)
        role = Membership.Role.MEMBER if number else Membership.Role.LEADER
        Membership.objects.create(team=team, member=member, role=role, valid_from=team.valid_from)
    return team


@pytest.fixture
@once
def team(cast, country):
    return make_team(country.hamlet, "Tổ công nghệ số cộng đồng ấp 1", cast.team_leader, cast.team_member)


@pytest.fixture
@once
def foreign_team(cast, country):
    return make_team(country.foreign_hamlet, "Tổ công nghệ số cộng đồng ấp Vĩnh Lạc", cast.foreign_officer)


@pytest.fixture
@once
def indicators(db):
    """One indicator of each kind, and the three that every visit makes."""
    kind, derived = Indicator.Kind, Indicator.Derived
    rows = [
        ("luot_tham", kind.FLOW, "lượt", {"derived": derived.VISITS}),
        ("ho_tiep_can", kind.HOUSEHOLD, "hộ", {"derived": derived.HOUSEHOLDS_MET}),
        ("luot_nguoi", kind.FLOW, "lượt", {"derived": derived.PEOPLE}),
        ("dvc_ho_so", kind.FLOW, "hồ sơ", {}),
        ("app_ho", kind.HOUSEHOLD, "hộ", {}),
        ("vneid_muc_2", kind.PERSON, "người", {}),
        ("zalo_thanh_vien", kind.STOCK, "người", {}),
    ]
    made = {
        code: Indicator.objects.create(
            code=code, name=f"Chỉ tiêu {code}", short_name=code, explanation="Để thử.", unit=unit, kind=kind, **more
        )
        for code, kind, unit, more in rows
    }
    made["ty_le_ho_app"] = Indicator.objects.create(
        code="ty_le_ho_app",
        name="Tỷ lệ hộ có app",
        short_name="Hộ có app",
        explanation="Hộ có app trên số hộ.",
        unit="%",
        kind=kind.RATIO,
        numerator=made["app_ho"],
        denominator_statistic=Indicator.Statistic.HOUSEHOLDS,
    )
    return made


@pytest.fixture
@once
def household(country):
    return Household.objects.create(area=country.hamlet, head_name="Trần Thị Mẫu", phone="0900000222", size=4)


@pytest.fixture
@once
def foreign_household(country):
    return Household.objects.create(area=country.foreign_hamlet, head_name="Lý Văn Lạ", phone="0900000333", size=3)


def make_visit(household, *, by=None, team=None, when=None, outcome="met", people=0, results=None, **more) -> Visit:
    """A visit as if it had been filed, counted; results maps indicators to quantities."""
    when = when or timezone.now() - timedelta(hours=1)
    visit = Visit.objects.create(
        household=household,
        area=household.area,
        team=team,
        day=timezone.localdate(when),
        visited_at=when,
        outcome=outcome,
        people=people,
        created_by=by,
        **more,
    )
    for indicator, quantity in (results or {}).items():
        Result.objects.create(visit=visit, indicator=indicator, quantity=quantity)
    ledger.recount(households=[household.pk])
    return visit


@pytest.fixture
def visit(cast, team, household, indicators):
    results = {indicators["app_ho"]: 1, indicators["vneid_muc_2"]: 2}
    return make_visit(household, by=cast.team_member, team=team, people=2, results=results)


@pytest.fixture
def foreign_visit(cast, foreign_team, foreign_household, indicators):
    results = {indicators["app_ho"]: 1}
    return make_visit(foreign_household, by=cast.foreign_officer, team=foreign_team, people=1, results=results)


@pytest.fixture
def world(country, team, foreign_team, household, foreign_household, indicators, visit, foreign_visit):
    """Everything at once, an own and a foreign one of each, for tests that walk all pages."""
    things = {name: thing for name, thing in locals().items() if name != "country"}
    return SimpleNamespace(**vars(country), **things)
