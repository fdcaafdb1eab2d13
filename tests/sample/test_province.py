"""Hậu Giang as the press described it in 2022 to 2024."""

from datetime import date

import pytest
from django.db.models import Count

from areas.models import Area, AreaStatistic, Level
from areas.official import LAST_DAY_BEFORE, REFORM_DAY
from teams import coverage
from teams.decisions import changes_on
from teams.models import Member, Membership, Team, TeamDecision
from visits.models import Household

OLD_MAP = date(2023, 8, 21)
TODAY = date(2026, 1, 1)


def units(level, day, province):
    return Area.objects.on(day).under(province, day).filter(level=level)


@pytest.fixture
def hau_giang(sample):
    return Area.objects.on(OLD_MAP).get(code="93")


def test_it_has_8_districts_75_communes_and_525_hamlets(hau_giang):
    levels = [Level.DISTRICT, Level.COMMUNE, Level.HAMLET]
    assert [units(level, OLD_MAP, hau_giang).count() for level in levels] == [8, 75, 525]


def test_chau_thanh_a_has_79_hamlets_and_79_teams(sample):
    district = Area.objects.on(OLD_MAP).get(code="932")
    hamlets = units(Level.HAMLET, OLD_MAP, district)
    assert hamlets.count() == 79
    assert Team.objects.filter(area__in=hamlets).count() == 79


def test_each_hamlet_has_one_team_founded_by_a_decision_of_2022(sample):
    teams = Team.objects.without_committees()
    assert teams.count() == teams.values("area").distinct().count() == 525
    assert teams.filter(area__level=Level.HAMLET, decision_date__year=2022).exclude(decision_number="").count() == 525


@pytest.mark.parametrize(("day", "persons"), [(date(2023, 8, 21), 3_928), (date(2024, 4, 26), 3_740)])
def test_as_many_members_serve_as_were_published(sample, day, persons):
    assert Membership.objects.persons_on(day) == persons


@pytest.mark.parametrize("day", [date(2022, 7, 1), date(2024, 4, 26), date(2026, 6, 1)])
def test_each_team_has_exactly_one_leader_and_at_least_three_members(sample, day):
    leaders = Membership.objects.in_teams().on(day).filter(role=Membership.Role.LEADER)
    assert leaders.count() == leaders.values("team").distinct().count() == 525
    assert min(team.member_count for team in Team.objects.without_committees().with_members(day)) >= 3


def test_nine_in_ten_teams_have_a_deputy(sample):
    deputies = Membership.objects.in_teams().on(TODAY).filter(role=Membership.Role.DEPUTY)
    assert 472 <= deputies.values("team").distinct().count() < 525


def test_hamlets_are_called_ap_in_a_xa_and_khu_vuc_elsewhere(hau_giang):
    for commune in units(Level.COMMUNE, OLD_MAP, hau_giang):
        kinds = set(Area.objects.children_of(commune, OLD_MAP).values_list("kind", flat=True))
        assert kinds == {"Ấp" if commune.kind == "Xã" else "Khu vực"}, commune


def test_no_commune_had_two_hamlets_of_one_name(sample):
    placed = Area.objects.filter(level=Level.HAMLET, placements__valid_until=LAST_DAY_BEFORE)
    doubles = placed.values("placements__parent", "kind", "name").annotate(n=Count("pk")).filter(n__gt=1)
    assert list(doubles) == []


def test_since_the_reform_the_hamlets_stand_under_28_communes_of_can_tho(sample):
    can_tho = Area.objects.on(TODAY).get(code="92")
    hamlets = units(Level.HAMLET, TODAY, can_tho)
    assert hamlets.count() == 525
    parents = hamlets.filter(placements__valid_from=REFORM_DAY).values("placements__parent").distinct()
    assert Area.objects.on(TODAY).filter(pk__in=parents, level=Level.COMMUNE).count() == 28


def test_a_merged_commune_has_hamlets_of_one_name(sample):
    placed = Area.objects.filter(level=Level.HAMLET, placements__valid_from=REFORM_DAY)
    doubles = placed.values("placements__parent", "kind", "name").annotate(n=Count("pk")).filter(n__gt=1)
    assert doubles.exists()


def test_figures_of_the_province_are_the_sums_of_its_parts(hau_giang):
    fields = ("households", "residents", "adults")
    whole = AreaStatistic.objects.values_list(*fields).get(area=hau_giang, year=2022)
    assert whole == (196_000, 729_000, 532_000)
    for level in (Level.DISTRICT, Level.COMMUNE, Level.HAMLET):
        of_level = AreaStatistic.objects.filter(year=2022, area__level=level)
        assert tuple(map(sum, zip(*of_level.values_list(*fields), strict=True))) == whole


def test_every_commune_of_today_has_figures_marked_as_invented(sample):
    rows = AreaStatistic.objects.filter(year=2026, area__level=Level.COMMUNE, source="Số liệu minh họa")
    assert rows.count() == 28
    assert all(row.households < row.adults < row.residents for row in rows)


def test_no_telephone_number_belongs_to_a_subscriber(sample):
    for model in (Member, Household):
        numbers = list(model.objects.exclude(phone="").values_list("phone", flat=True))
        assert len(numbers) > 2_000
        assert [number for number in numbers if len(number) != 10 or not number.startswith("0400")] == []


def test_xa_thanh_xuan_has_a_committee_beside_its_teams(sample):
    committee = Team.objects.get(kind=Team.Kind.STEERING)
    assert (str(committee.area), committee.memberships.count()) == ("Xã Thạnh Xuân", 7)
    leading = committee.memberships.filter(member__memberships__team__kind=Team.Kind.HAMLET)
    assert leading.count() == 1


def test_one_team_was_restaffed_and_keeps_its_size(sample):
    decision = TeamDecision.objects.select_related("team").get()
    services = list(decision.team.memberships.select_related("member", "team"))
    moved, left, came, stayed = changes_on(decision.effective_on, services)
    assert (moved.count("→"), left.count(","), came.count(",")) == (1, 1, 0)


def test_the_province_has_a_rule_that_some_teams_do_not_meet(sample):
    can_tho = Area.objects.on(TODAY).get(code="92")
    total = coverage.read(can_tho, Level.COMMUNE, TODAY).total
    assert (total.hamlets, total.covered, total.leaderless) == (525, 525, 0)
    assert 0 < total.few < 525


def test_chau_thanh_a_covers_79_of_79_hamlets(sample):
    district = Area.objects.on(OLD_MAP).get(code="932")
    total = coverage.read(district, Level.COMMUNE, OLD_MAP).total
    assert (total.covered, total.hamlets, total.teams) == (79, 79, 79)
    assert 0.4 < total.per_hundred < 0.7
