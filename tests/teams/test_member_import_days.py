"""Lists of members and time: lists of an earlier day, persons who left, who came back, or lead no more."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Post
from accounts.roles import Role
from imports import undo
from imports.rows import Action
from teams.models import Member, Membership, Team
from tests.cast import make_user
from tests.teams.lists import AN, BA, HEADER, actions, codes

JANUARY, SEPTEMBER, DISSOLVED = "2026-01-15", "2026-09-01", date(2026, 8, 1)
AN_AS_MEMBER = [*AN[:6], "Thành viên", AN[7]]
FULL = {"absent": "end"}


def absent(read, *rows, **more):
    _kind, parsed, _question = read(*rows, options=FULL, **more)
    return parsed.facts["absent"]


@pytest.fixture
def account(country):
    """Makes the account of a person, with a leader's rights in ấp 1."""

    def made(name):
        user = make_user("tai-khoan", Role.TEAM_LEADER, country.hamlet)
        Member.objects.filter(full_name=name).update(user=user)
        return user

    return made


@pytest.mark.parametrize("joined", [JANUARY, "2026-06-15"])
def test_who_leads_no_more_has_a_members_rights_until_that_is_undone(cast, take, keep, account, joined):
    take(AN, as_of=joined)
    user, before = account("Lê Văn An"), list(Post.objects.order_by("pk").values())
    batch = keep(AN_AS_MEMBER)
    today = Post.objects.on(timezone.localdate()).filter(user=user)
    assert [post.role for post in today] == [Role.TEAM_MEMBER]
    undo.undo(batch, by=cast.commune_officer)
    assert list(Post.objects.order_by("pk").values()) == before


def test_who_leads_another_team_there_keeps_a_leaders_rights(country, take, keep, account):
    take(AN, as_of=JANUARY)
    user, person = account("Lê Văn An"), Member.objects.get(full_name="Lê Văn An")
    other = Team.objects.create(area=country.hamlet, name="Tổ thanh niên", kind=Team.Kind.ORGANISATION)
    Membership.objects.create(team=other, member=person, role="leader")
    keep(AN_AS_MEMBER)
    assert [post.role for post in Post.objects.filter(user=user)] == [Role.TEAM_LEADER]


def test_a_full_list_of_an_earlier_day_ends_nobody_who_came_later(take, read):
    take(AN, as_of=JANUARY)
    take(BA, as_of=SEPTEMBER)
    assert absent(read, AN) == 0
    assert absent(read, AN, as_of=date(2026, 10, 1)) == 1


def test_an_earlier_list_does_not_change_a_later_role(take, read):
    take(BA, as_of=SEPTEMBER)
    _kind, parsed, _question = read([*BA[:6], "Tổ phó", BA[7]])
    assert actions(parsed.rows) == [Action.UNCHANGED]


def test_a_full_list_ends_nobody_whom_a_line_names_that_waits_or_is_left_out(take, read):
    take(AN, BA, as_of=JANUARY)
    bad_phone, nameless = [*BA[:7], "05900"], [*BA[:2], None, *BA[3:]]
    _kind, parsed, _question = read(AN, BA)
    assert absent(read, AN, bad_phone) == absent(read, AN, nameless) == 0
    assert absent(read, AN, BA, decisions={parsed.rows[1].key: "skip"}) == 0
    assert absent(read, AN, [*BA, "Xã Không Có"], header=[*HEADER, "Xã"]) == 0
    assert absent(read, AN) == 1


def test_particulars_of_somebody_who_serves_elsewhere_today_stay_closed(take, read, foreign_team):
    take(AN, as_of=JANUARY)
    Membership.objects.filter(member__full_name="Lê Văn An").update(valid_until=DISSOLVED)
    person = Member.objects.get(full_name="Lê Văn An")
    Membership.objects.create(team=foreign_team, member=person, valid_from=SEPTEMBER)
    _kind, parsed, _question = read([*AN[:7], "0590000099"])
    (row,) = parsed.rows
    assert (row.action, codes(row), row.changes) == (Action.WAITING, ["member_left"], {})
    assert actions(read(AN)[1].rows) == [Action.UNCHANGED]


def test_nobody_serves_longer_than_the_team(take, keep):
    take(AN, as_of=JANUARY)
    Team.objects.update(valid_until=DISSOLVED)
    Membership.objects.update(valid_until=DISSOLVED)
    keep(AN, BA)
    assert set(Membership.objects.values_list("valid_until", flat=True)) == {DISSOLVED}


def test_an_earlier_list_is_of_the_team_of_its_day(country, take, keep):
    take(AN, as_of=JANUARY)
    Team.objects.update(valid_until=DISSOLVED)
    old, later = Team.objects.get(), Team.objects.create(area=country.hamlet, name="Tổ mới", valid_from=SEPTEMBER)
    keep(BA)
    assert Membership.objects.get(member__full_name="Trần Thị Ba").team == old
    assert not later.memberships.exists()


def test_who_comes_back_without_a_phone_is_the_same_person(take, keep):
    take(AN, as_of=JANUARY)
    Membership.objects.update(valid_until=date(2026, 3, 1))
    keep([*AN[:7], None])
    assert (Member.objects.count(), Membership.objects.count()) == (1, 2)


def test_of_namesakes_the_one_with_the_phone_is_meant(take, read):
    blank = [1, "Ấp 1", "Lê Văn An", None, None, None, None, None]
    take([*blank[:3], 1980, *blank[4:]], [*blank[:7], "0590000044"])
    assert actions(read([*blank[:7], "0590000044"])[1].rows) == [Action.UNCHANGED]


def test_two_persons_of_one_name_and_phone_both_join_although_one_serves_elsewhere(country, take, read, keep):
    take(AN)
    twins = [[1, "Ấp 2", *AN[2:]], [2, "Ấp 2", *AN[2:]]]
    second = read(*twins)[1].rows[1]
    keep(*twins, decisions={second.key: "new"})
    assert Membership.objects.filter(team__area=country.other_hamlet).count() == 2
    keep(AN, [2, *AN[1:]], decisions={second.key: "new"})
    assert Membership.objects.filter(team__area=country.hamlet).count() == 2


def test_who_has_left_by_an_exported_list_is_not_added_again(take, read, keep):
    take(AN, as_of=JANUARY)
    header = [*HEADER, "Tham gia từ ngày", "Tham gia đến hết ngày"]
    left, leaves = [*BA, "15/01/2024", "01/03/2026"], [3, "Ấp 1", "Hồ Văn Tư", *[None] * 5, None, "31/12/2026"]
    _kind, parsed, _question = read([*AN, "15/01/2026", None], left, leaves, header=header)
    assert actions(parsed.rows) == [Action.UNCHANGED, Action.NEW]
    assert [(line.number, line.reason) for line in parsed.ignored] == [(3, "left")]
    keep(leaves, header=header)
    assert Membership.objects.get(member__full_name="Hồ Văn Tư").valid_until == date(2026, 12, 31)


def test_of_two_lines_about_one_person_the_first_one_tells_who_it_is(take, read):
    lines = [AN, [2, "Ấp 2", *AN[2:5], "Bí thư chi bộ", "Thành viên", AN[7]]]
    take(*lines)
    assert actions(read(*lines)[1].rows) == [Action.UNCHANGED, Action.UNCHANGED]
