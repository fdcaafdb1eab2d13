from datetime import date

import pytest

from areas.places import with_places
from teams.models import Member, Membership, Team
from tests.cast import make_team

BEFORE, AFTER = date(2023, 8, 21), date(2024, 4, 26)


@pytest.fixture
def three(country):
    """A stays, B leaves in between, C comes in between; A serves in two teams."""
    first, second = make_team(country.hamlet, "Tổ một"), make_team(country.other_hamlet, "Tổ hai")
    a, b, c = (Member.objects.create(full_name=f"Nguyễn {name}") for name in "ABC")
    Membership.objects.create(team=first, member=a, role="leader", valid_from=date(2022, 6, 1))
    Membership.objects.create(team=second, member=a, valid_from=date(2022, 6, 1))
    Membership.objects.create(team=first, member=b, valid_from=date(2022, 6, 1), valid_until=date(2023, 12, 31))
    Membership.objects.create(team=second, member=c, valid_from=date(2024, 4, 26))
    return first, second


def test_a_person_in_two_teams_counts_once_on_each_day(three):
    assert [Membership.objects.persons_on(day) for day in (BEFORE, date(2024, 1, 1), AFTER)] == [2, 1, 2]


def test_the_members_of_a_team_are_those_of_the_day(three):
    def counted(day):
        return dict(Team.objects.with_members(day).values_list("name", "member_count"))

    assert counted(BEFORE) == {"Tổ một": 2, "Tổ hai": 1}
    assert counted(AFTER) == {"Tổ một": 1, "Tổ hai": 2}
    assert counted(date(2022, 5, 31)) == {"Tổ một": 0, "Tổ hai": 0}


def test_the_leader_is_the_one_of_the_day(three):
    first, _second = three
    Membership.objects.filter(team=first, role="leader").update(valid_until=date(2023, 12, 31))

    leaders = {day: Team.objects.with_members(day).get(pk=first.pk).leader_name for day in (BEFORE, AFTER)}
    assert leaders == {BEFORE: "Nguyễn A", AFTER: None}
    assert first in Team.objects.lacking("leader", AFTER)


def test_the_commune_of_a_team_is_the_one_of_the_day(three):
    def communes(day):
        teams = with_places(Team.objects.order_by("pk"), day)
        return list(teams.values_list("name", "commune_label", "former_label"))

    assert sorted(communes(date(2025, 6, 30))) == [
        ("Tổ hai", "Thị trấn Một Ngàn", None),
        ("Tổ một", "Xã Tân Hòa", None),
    ]
    assert sorted(communes(date(2025, 7, 1))) == [
        ("Tổ hai", "Xã Tân Hòa", "Thị trấn Một Ngàn"),
        ("Tổ một", "Xã Tân Hòa", "Xã Tân Hòa"),
    ]
