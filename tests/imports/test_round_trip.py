"""A list that was exported, perhaps edited, comes back: what nobody touched is unchanged."""

from datetime import date

import pytest
from django.urls import reverse

from areas import ancestry
from areas.models import AreaStatistic, Level
from imports import blank
from imports.kinds import KINDS, Question
from imports.rows import Action
from imports.workbook import open_book
from teams.models import Member, Membership, Team
from tests.cast import NEW, make_area, make_team
from visits.models import Household

TODAY = date(2026, 11, 22)
FILES = ["xlsx", "csv"]


@pytest.fixture
def team(team):
    """With names that an import takes for names."""
    for member, name in zip(Member.objects.all(), ("Võ Thị Én", "Hồ Văn Giàu"), strict=True):
        member.full_name = name
        member.save()
    return team


@pytest.fixture
def officer(client, cast, team):
    client.force_login(cast.commune_officer)
    return cast.commune_officer


def export(client, address, file, **query) -> bytes:
    return client.get(address, {"_export": file, **query}).content


def read(key, data, user, area, file="xlsx"):
    question = Question(TODAY, area=area, user=user, areas=user.areas_where(KINDS[key].permission))
    parsed = KINDS[key].parse(open_book(data, f"danh-sach.{file}"), question)
    KINDS[key].check(parsed, question)
    return parsed


def actions(parsed) -> list[Action]:
    assert [reason.code for row in parsed.rows for reason in row.reasons] == []
    return [row.action for row in parsed.rows]


def make_hamlet(country, name):
    """One that was founded after the reform: it has no former commune."""
    hamlet = make_area(Level.HAMLET, "Ấp", name, country.commune, **NEW)
    ancestry.rebuild()
    return hamlet


def serve(team, name, **more) -> Membership:
    role = more.pop("role", "member")
    return Membership.objects.create(team=team, member=Member.objects.create(full_name=name, **more), role=role)


@pytest.mark.parametrize("file", FILES)
def test_members_come_back_unchanged(client, officer, country, team, file):
    serve(team, "Lê Thị Bưởi", birth_year=1985, gender="f", phone="0590000001", position="Chi hội trưởng, ấp 1")
    both = serve(make_team(country.other_hamlet, "Tổ của ấp hai"), "Trần Văn Cam", phone="0590000002", role="deputy")
    Membership.objects.create(team=team, member=both.member, role="secretary")
    commune = Team.objects.create(area=country.commune, name="Tổ công nghệ số xã Tân Hòa", kind="commune")
    serve(commune, "Ngô Thị Dừa", birth_year=1990, role="leader")
    serve(make_team(make_hamlet(country, "3"), "Tổ công nghệ số cộng đồng ấp 3"), "Hà Văn Ích", birth_year=1980)
    parsed = read("members", export(client, reverse("teams:member_list"), file), officer, country.commune, file)
    assert actions(parsed) == [Action.UNCHANGED] * 7


def test_a_masked_phone_overwrites_no_number(client, cast, country, team):
    client.force_login(cast.province_officer)
    data = export(client, reverse("teams:member_list"), "xlsx")
    parsed = read("members", data, cast.province_officer, country.province)
    assert "phone_masked" in [issue.code for row in parsed.rows for issue in row.issues]
    assert actions(parsed) == [Action.UNCHANGED] * 2


def test_a_name_guarded_against_formulas_comes_back_bare(client, officer, country, team):
    serve(team, "Lê Thị Bưởi", birth_year=1985, position="=HYPERLINK(1)")
    parsed = read("members", export(client, reverse("teams:member_list"), "xlsx"), officer, country.commune)
    assert [row.values["position"] for row in parsed.rows if row.values["position"]] == ["=HYPERLINK(1)"]
    assert actions(parsed) == [Action.UNCHANGED] * 3


@pytest.mark.parametrize("file", FILES)
def test_households_come_back_unchanged(client, officer, country, household, file):
    Household.objects.create(area=country.other_hamlet, head_name="Lý Văn Em", kind="business", address="Số 3")
    data = export(client, reverse("visits:household_list"), file)
    parsed = read("households", data, officer, country.commune, file)
    assert actions(parsed) == [Action.UNCHANGED] * 2


@pytest.mark.parametrize("file", FILES)
def test_hamlets_come_back_unchanged(client, officer, country, file):
    make_hamlet(country, "Tân Phú")
    data = export(client, reverse("areas:area_detail", args=[country.commune.pk]), file)
    parsed = read("hamlets", data, officer, country.commune, file)
    assert actions(parsed) == [Action.UNCHANGED] * 3


@pytest.mark.parametrize("file", FILES)
def test_figures_come_back_unchanged(client, officer, country, file):
    figures = {"households": 100, "residents": 390, "adults": None, "businesses": 0, "source": "Niên giám 2025"}
    for area in (country.commune, country.hamlet, country.other_hamlet):
        AreaStatistic.objects.create(area=area, year=2025, **figures)
    data = export(client, reverse("areas:statistic_export", args=[country.commune.pk]), file)
    parsed = read("statistics", data, officer, country.commune, file)
    assert actions(parsed) == [Action.UNCHANGED] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["members", "households", "hamlets", "statistics", "accounts"])
def test_a_blank_workbook_holds_nobody_and_all_of_its_columns_are_known(cast, country, key):
    parsed = read(key, blank.template(KINDS[key]), cast.administrator, country.commune)
    [header] = parsed.headers
    assert parsed.rows == [] and header.unmapped == {}
    assert len(header.columns) == len([field for field in KINDS[key].fields if field.label])
