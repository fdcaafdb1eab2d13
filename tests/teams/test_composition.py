"""What teams are told that they lack, by the rule of their province."""

from datetime import date

import pytest
from django.urls import reverse

from teams.composition import Rules, gaps, holds
from teams.models import CompositionRule, Member, Membership, Team
from tests.cast import make_team

DAY = date(2026, 1, 1)
HEADS = "Trưởng ấp, trưởng thôn, trưởng khu vực"


def serving(*people):
    """people: (role, position)."""
    return [Membership(role=role, member=Member(full_name="A", position=position)) for role, position in people]


@pytest.mark.parametrize(
    ("roles", "sentences"),
    [
        (["leader", "deputy", "member"], []),
        (["leader", "member", "member"], ["Tổ thiếu tổ phó."]),
        (["leader", "leader", "deputy"], ["Tổ có 2 tổ trưởng; chỉ nên có một."]),
        ([], ["Tổ chưa có tổ trưởng.", "Tổ thiếu tổ phó.", "Tổ có 0 người, nên có ít nhất 3."]),
    ],
)
def test_a_team_is_told_what_it_lacks(roles, sentences):
    assert gaps([Membership(role=role) for role in roles]) == sentences


@pytest.mark.parametrize(
    ("position", "held"),
    [
        ("Trưởng ấp", True),
        ("Bí thư chi bộ, TRƯỞNG ẤP 3", True),
        ("truong thon", True),
        ("Phó trưởng ấp", False),
        ("Nguyên Trưởng ấp", False),
        ("Trưởng ban công tác mặt trận ấp", False),
        ("Phó trưởng ấp, nay là Trưởng ấp", True),
        ("", False),
    ],
)
def test_a_position_is_found_among_the_words_however_it_is_written(position, held):
    assert holds(position, HEADS) is held


def test_size_and_positions_follow_the_rule():
    rule = CompositionRule(fewest=2, most=3, leader_position=HEADS, deputy_position="Bí thư chi đoàn")
    rows = serving(("leader", "Giáo viên"), ("deputy", ""), ("member", ""), ("member", ""))

    assert gaps(rows, "hamlet", rule) == [
        "Tổ trưởng nên là trưởng ấp, trưởng thôn, trưởng khu vực (đang ghi: Giáo viên).",
        "Tổ phó nên là bí thư chi đoàn (đang ghi: chưa ghi chức vụ).",
        "Tổ có 4 người, nên có nhiều nhất 3.",
    ]
    assert gaps(serving(("leader", "Trưởng ấp"), ("deputy", "Bí thư chi đoàn")), "hamlet", rule) == []


def fewest(day=DAY):
    rules = Rules(day)
    return {team.name: rules.of(team).fewest for team in rules.join(Team.objects.all())}


def test_the_province_comes_before_the_country_and_the_kind_before_all_kinds(team, foreign_team, country):
    commune_team = make_team(country.commune, "Tổ cấp xã")
    Team.objects.filter(pk=commune_team.pk).update(kind="commune")
    assert set(fewest().values()) == {3}

    CompositionRule.objects.create(area=country.vn, kind="hamlet", fewest=9)
    CompositionRule.objects.create(area=country.province, fewest=4)
    CompositionRule.objects.create(area=country.province, kind="hamlet", fewest=5)
    assert fewest() == {team.name: 5, "Tổ cấp xã": 4, foreign_team.name: 9}


def test_a_rule_holds_on_its_days_and_in_the_province_of_those_days(team, country):
    CompositionRule.objects.create(area=country.old_province, fewest=7, valid_until=date(2024, 12, 31))
    CompositionRule.objects.create(area=country.province, fewest=5, valid_from=date(2026, 1, 1))

    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), DAY]
    assert [fewest(day)[team.name] for day in days] == [7, 3, 3, 5]


def test_page_list_filter_and_file_of_teams_follow_the_rule(client, cast, team, country):
    client.force_login(cast.commune_officer)
    CompositionRule.objects.create(area=country.province, fewest=2, source="12/KH-UBND")
    assert client.get("/teams/", {"gap": "few"}).context["table"].data.data.count() == 0

    CompositionRule.objects.update(fewest=6, leader_position="Trưởng ấp")
    assert [row.name for row in client.get("/teams/", {"gap": "few"}).context["table"].data.data] == [team.name]
    sentence = "Tổ có 2 người, nên có ít nhất 6."
    detail = client.get(reverse("teams:team_detail", args=[team.pk])).content.decode()
    assert sentence in detail and "Quy định: 12/KH-UBND" in detail and "nên là trưởng ấp" in detail
    assert sentence in client.get("/teams/").content.decode()
    assert sentence in client.get("/teams/", {"_export": "csv"}).content.decode()


def test_a_team_larger_than_the_rule_is_found(client, cast, team, country):
    client.force_login(cast.commune_officer)
    CompositionRule.objects.create(area=country.province, fewest=1, most=1)
    assert len(client.get("/teams/", {"gap": "many"}).context["table"].data.data) == 1
