"""Adding someone to a team, correcting, leaving."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Post
from areas.dates import FOREVER, ONE_DAY
from teams.models import Member, Membership, Team
from tests.cast import make_team

PERSON = {"full_name": "Lê Thị Bưởi", "role": "deputy", "valid_from": "2023-01-15"}


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def known(team):
    """Someone who serves in the team."""
    member = Member.objects.create(full_name="Lê Thị Bưởi", birth_year=1985, phone="0912345678")
    return Membership.objects.create(team=team, member=member, valid_from=date(2022, 6, 1))


def join(client, team, **more):
    return client.post(reverse("teams:membership_create", args=[team.pk]), PERSON | more)


def address(name, membership):
    return reverse(f"teams:membership_{name}", args=[membership.pk])


def errors(response):
    assert response.status_code == 422
    return {name: " ".join(messages) for name, messages in response.context["form"].errors.items()}


def test_a_new_person_is_saved_with_the_service_in_one_go(officer, team, cast):
    response = join(officer, team, phone="+84 912.345.678", birth_year="1985", gender="f", position="Chi hội phụ nữ")

    member = Member.objects.get(full_name="Lê Thị Bưởi")
    assert response.url == reverse("teams:team_detail", args=[team.pk])
    assert (member.phone, member.birth_year, member.gender) == ("0912345678", 1985, "f")
    service = member.memberships.get()
    assert (service.team, service.role, service.valid_from) == (team, "deputy", date(2023, 1, 15))
    assert service.history.get().history_user == cast.commune_officer


def test_several_people_can_be_added_one_after_the_other(officer, team):
    again = join(officer, team, another="on")
    assert again.url == reverse("teams:membership_create", args=[team.pk])


def test_mistakes_are_told_in_vietnamese_and_the_typed_values_stay(officer, team):
    response = join(
        officer, team, full_name="Bưởi", phone="09123", birth_year="85", role="king", valid_from="2022-01-01"
    )

    assert errors(response) == {
        "full_name": "Ghi đủ họ và tên, ví dụ Nguyễn Văn An.",
        "phone": "Số điện thoại gồm 10 chữ số, bắt đầu bằng 0.",
        "birth_year": "Năm sinh gồm bốn chữ số, ví dụ 1985.",
        "role": "Không có “king” trong danh sách. Chọn lại.",
        "valid_from": "Tổ lập ngày 01/06/2022; ngày tham gia không thể sớm hơn.",
    }
    assert 'value="09123"' in response.content.decode()
    assert not Member.objects.filter(full_name="Bưởi").exists()


@pytest.mark.parametrize("same", [{"birth_year": "1985"}, {"phone": "0912 345 678"}, {}])
def test_a_person_of_the_team_is_not_added_twice(officer, team, known, same):
    response = join(officer, team, full_name="LÊ THỊ BƯỞI", **same)

    assert "LÊ THỊ BƯỞI" in response.content.decode()
    assert "Lê Thị Bưởi đang là thành viên của tổ" in errors(response)["full_name"]
    assert Member.objects.filter(search_key="le thi buoi").count() == 1


def test_a_namesake_born_in_another_year_is_another_person(officer, team, known):
    assert join(officer, team, birth_year="1990", phone="0988888888").status_code == 302
    assert Member.objects.filter(full_name="Lê Thị Bưởi").count() == 2


def test_someone_of_another_team_is_offered_and_counts_once(officer, known, country):
    other = make_team(country.other_hamlet, "Tổ ấp 2")
    asked = join(officer, other, birth_year="1985")
    assert "existing" in errors(asked)
    label = asked.context["form"].fields["existing"].choices[0][1]
    assert label == "Lê Thị Bưởi · 1985 · 0912***678 · Tổ công nghệ số cộng đồng ấp 1"

    join(officer, other, birth_year="1985", position="Giáo viên", existing=str(known.member.pk))

    member = Member.objects.get(full_name="Lê Thị Bưởi")
    assert set(member.memberships.values_list("team__name", flat=True)) == {known.team.name, "Tổ ấp 2"}
    assert (member.phone, member.position) == ("0912345678", "Giáo viên")
    assert Membership.objects.persons_on(date(2024, 1, 1)) == 3


def test_the_offer_can_be_declined(officer, known, country):
    other = make_team(country.other_hamlet, "Tổ ấp 2")
    join(officer, other, birth_year="1985", existing="new")
    assert Member.objects.filter(full_name="Lê Thị Bưởi").count() == 2


def test_a_person_of_a_foreign_commune_is_neither_offered_nor_taken(officer, team, foreign_team):
    stranger = Member.objects.create(full_name="Lê Thị Bưởi", birth_year=1985)
    Membership.objects.create(team=foreign_team, member=stranger)

    response = join(officer, team, birth_year="1985", existing=str(stranger.pk))

    assert response.status_code == 302
    assert not team.memberships.filter(member=stranger).exists()


def test_who_left_comes_back_after_the_last_day(officer, known):
    Membership.objects.filter(pk=known.pk).update(valid_until=date(2023, 1, 31))
    again = {"birth_year": "1985", "existing": str(known.member.pk)}

    early = join(officer, known.team, **again)
    assert errors(early)["valid_from"] == "Người này đã ở trong tổ từ 01/06/2022 đến 31/01/2023. Chọn ngày khác."

    assert join(officer, known.team, **again, valid_from="2023-02-01").status_code == 302
    assert known.member.memberships.count() == 2


def test_nobody_joins_a_dissolved_team(officer, team):
    Team.objects.update(valid_until=date(2024, 1, 1))
    assert "Tổ đã giải thể" in errors(join(officer, team))["__all__"]


def test_correcting_changes_person_and_service(officer, known):
    sent = PERSON | {"full_name": "Lê Thị Bưởi Em", "phone": "0988888888", "valid_until": "2024-05-31"}
    officer.post(address("edit", known), sent)

    known.refresh_from_db()
    assert (known.role, known.valid_from, known.valid_until) == ("deputy", date(2023, 1, 15), date(2024, 5, 31))
    assert (known.member.full_name, known.member.phone) == ("Lê Thị Bưởi Em", "0988888888")


def test_the_last_day_may_not_come_before_the_first(officer, known):
    response = officer.post(address("edit", known), PERSON | {"valid_until": "2022-12-31"})
    assert errors(response)["valid_until"] == "Ngày thôi tham gia không thể sớm hơn ngày tham gia."


def test_who_may_not_read_a_phone_can_replace_it_but_not_see_it(client, cast, known):
    client.force_login(cast.province_officer)
    page = client.get(address("edit", known)).content.decode()
    assert "0912345678" not in page and "0912***678" in page

    client.post(address("edit", known), PERSON | {"phone": ""})
    known.member.refresh_from_db()
    assert known.member.phone == "0912345678"

    client.post(address("edit", known), PERSON | {"phone": "0977777777"})
    known.member.refresh_from_db()
    assert known.member.phone == "0977777777"


def test_of_an_ended_service_only_role_and_days_can_be_corrected(officer, known):
    Membership.objects.filter(pk=known.pk).update(valid_until=date(2024, 5, 31))
    sent = PERSON | {"full_name": "Tên Khác", "phone": "0988888888", "birth_year": "1990", "valid_until": "2024-04-30"}
    assert officer.post(address("edit", known), sent).status_code == 302

    known.refresh_from_db()
    assert (known.role, known.valid_until) == ("deputy", date(2024, 4, 30))
    person = Member.objects.get(pk=known.member_id)
    assert (person.full_name, person.phone, person.birth_year) == ("Lê Thị Bưởi", "0912345678", 1985)


def test_the_phone_of_who_now_serves_only_elsewhere_is_masked(officer, known, foreign_team):
    assert "0912345678" in officer.get(address("edit", known)).content.decode()
    Membership.objects.filter(pk=known.pk).update(valid_until=date(2024, 5, 31))
    Membership.objects.create(team=foreign_team, member=known.member)
    page = officer.get(address("edit", known)).content.decode()
    assert "0912345678" not in page and "0912***678" in page


def test_an_ended_service_opens_again_when_it_was_ended_by_mistake(officer, known):
    Membership.objects.filter(pk=known.pk).update(valid_until=date(2024, 5, 31))
    assert officer.post(address("edit", known), PERSON | {"valid_until": ""}).status_code == 302
    assert Membership.objects.get(pk=known.pk).valid_until == FOREVER


def test_an_ended_service_of_who_now_serves_only_elsewhere_stays_ended(officer, known, foreign_team):
    Membership.objects.filter(pk=known.pk).update(valid_until=date(2024, 5, 31))
    Membership.objects.create(team=foreign_team, member=known.member)
    for until in ("", timezone.localdate().isoformat()):
        response = officer.post(address("edit", known), PERSON | {"valid_until": until})
        assert "nay ở tổ của địa bàn khác" in errors(response)["valid_until"]
    assert officer.post(address("edit", known), PERSON | {"valid_until": "2024-04-30"}).status_code == 302


def test_who_serves_on_in_another_team_of_the_area_can_be_corrected_through_an_ended_service(officer, known, country):
    Membership.objects.filter(pk=known.pk).update(valid_until=date(2024, 5, 31))
    Membership.objects.create(team=make_team(country.other_hamlet, "Tổ ấp 2"), member=known.member)
    sent = PERSON | {"phone": "0988888888", "valid_until": "2024-05-31"}
    assert officer.post(address("edit", known), sent).status_code == 302
    assert Member.objects.get(pk=known.member_id).phone == "0988888888"


def test_a_leader_who_becomes_a_member_has_the_rights_of_a_member_from_today(officer, team, cast, country):
    today = timezone.localdate()
    service = team.memberships.get(role="leader")
    sent = PERSON | {"full_name": service.member.full_name, "role": "member"}
    assert officer.post(address("edit", service), sent).status_code == 302

    posts = Post.objects.filter(user=cast.team_leader)
    assert posts.get(role="team_leader").valid_until == today - ONE_DAY
    held = posts.on(today).get()
    assert (held.role, held.area, held.valid_from, held.valid_until) == ("team_member", country.hamlet, today, FOREVER)


def test_who_leads_another_team_of_the_place_stays_a_leader(officer, team, cast, country):
    service = team.memberships.get(role="leader")
    other = make_team(country.hamlet, "Tổ thanh niên")
    Membership.objects.create(team=other, member=service.member, role="leader")
    officer.post(address("edit", service), PERSON | {"full_name": service.member.full_name, "role": "member"})
    assert Post.objects.get(user=cast.team_leader).role == "team_leader"


def test_leaving_keeps_the_person_in_the_history_and_ends_the_right_to_sign_in_there(officer, team, cast):
    service = team.memberships.get(role="leader")

    officer.post(address("end", service), {"last_day": "2024-03-31"})

    service.refresh_from_db()
    assert service.valid_until == date(2024, 3, 31)
    assert Post.objects.get(user=cast.team_leader).valid_until == date(2024, 3, 31)
    assert Post.objects.get(user=cast.team_member).valid_until == FOREVER
    counts = [Membership.objects.persons_on(day) for day in (date(2024, 3, 31), date(2024, 4, 1))]
    assert counts == [2, 1]


def test_a_last_day_before_joining_is_refused(officer, known):
    response = officer.post(address("end", known), {"last_day": "2022-05-31"})
    assert errors(response)["last_day"] == "Người này tham gia từ 01/06/2022; ngày thôi không thể sớm hơn."


def test_a_service_that_ended_cannot_be_ended_again(officer, known):
    Membership.objects.filter(pk=known.pk).update(valid_until=date(2023, 1, 31))
    assert officer.get(address("end", known)).status_code == 404


def test_readers_get_403_and_strangers_404_and_nothing_changes(client, cast, known):
    for user, status in ((cast.commune_leader, 403), (cast.team_member, 403), (cast.foreign_officer, 404)):
        client.force_login(user)
        assert join(client, known.team, full_name="Kẻ Lạ").status_code == status
        assert client.post(address("edit", known), PERSON | {"full_name": "Kẻ Lạ"}).status_code == status
        assert client.post(address("end", known), {"last_day": "2024-01-01"}).status_code == status
    assert not Member.objects.filter(full_name="Kẻ Lạ").exists()
    assert Membership.objects.get(pk=known.pk).valid_until == FOREVER
