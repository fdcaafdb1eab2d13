from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessRecord
from imports import undo
from teams.models import Member, Membership
from tests.cast import make_user
from tests.imports.files import saved_import


def address(team):
    return reverse("teams:team_detail", args=[team.pk])


def add(team, name, role="member", **days):
    member = Member.objects.create(full_name=name, phone="0912345678", birth_year=1980)
    return Membership.objects.create(team=team, member=member, role=role, **{"valid_from": date(2022, 6, 1)} | days)


def page(client, team):
    return " ".join(client.get(address(team)).content.decode().split())


def test_a_foreign_team_is_not_found(client, cast, foreign_team):
    client.force_login(cast.commune_officer)
    assert client.get(address(foreign_team)).status_code == 404


def test_the_page_names_leader_members_hamlet_and_both_communes(client, cast, team):
    client.force_login(cast.commune_officer)
    add(team, "Phạm Thị Phó", "deputy")

    text = page(client, team)

    for wanted in ("Người team_leader 1", "Phạm Thị Phó", "sinh 1980", "Ấp 1", "Xã Tân Hòa", "01/06/2022"):
        assert wanted in text, wanted
    services = client.get(address(team)).context["current"]
    assert [service.role for service in services] == ["leader", "deputy", "member"]


def test_what_a_team_lacks_is_said_in_sentences(client, cast, team):
    client.force_login(cast.commune_leader)

    assert "Tổ thiếu tổ phó. Tổ có 2 người, nên có ít nhất 3." in page(client, team)

    add(team, "Phạm Thị Phó", "deputy")
    assert "Tổ thiếu" not in page(client, team)


def test_a_team_without_anybody_says_so(client, cast, team):
    client.force_login(cast.commune_officer)
    team.memberships.all().delete()

    text = page(client, team)

    assert "Tổ chưa có tổ trưởng." in text and "Tổ chưa có ai" in text


def test_who_left_stands_apart_with_a_masked_phone(client, cast, team):
    client.force_login(cast.commune_officer)
    add(team, "Trần Đã Thôi", valid_until=timezone.localdate() - timedelta(days=1))

    context = client.get(address(team)).context

    assert [service.member.full_name for service in context["former"]] == ["Trần Đã Thôi"]
    assert "0912345678" not in page(client, team) and "0912***678" in page(client, team)


def test_who_leaves_today_still_serves_today(client, cast, team):
    client.force_login(cast.commune_officer)
    add(team, "Trần Hôm Nay", valid_until=timezone.localdate())

    assert "Trần Hôm Nay" in [row.member.full_name for row in client.get(address(team)).context["current"]]


@pytest.mark.parametrize(
    ("role", "shown"),
    [("team_member", True), ("commune_officer", True), ("commune_leader", False), ("province_officer", False)],
)
def test_phones_are_whole_only_for_roles_that_need_them(client, cast, team, role, shown):
    client.force_login(getattr(cast, role))

    text = page(client, team)

    assert ('href="tel:0900000111"' in text) is shown
    assert ("0900***111" in text) is not shown
    assert ("0900000111" in text) is shown


def test_opening_the_phones_is_recorded_once_a_day(client, cast, team):
    client.force_login(cast.commune_officer)
    for _time in range(3):
        client.get(address(team))
    client.force_login(cast.commune_leader)
    client.get(address(team))

    record = AccessRecord.objects.get()
    assert (record.user, record.action, record.row_count) == (cast.commune_officer, "view", 2)


def test_the_buttons_to_change_are_there_only_for_who_may(client, cast, team):
    for role, offered in (("commune_officer", True), ("province_officer", True), ("team_leader", False)):
        client.force_login(getattr(cast, role))
        assert (reverse("teams:team_edit", args=[team.pk]) in page(client, team)) is offered


def test_the_history_says_who_changed_what_and_when(client, cast, team):
    client.force_login(cast.commune_officer)
    data = {"name": "Tổ mới", "kind": "hamlet", "area": team.area_id, "valid_from": "2022-06-01"}
    client.post(reverse("teams:team_edit", args=[team.pk]), data)

    newest = client.get(address(team)).context["changes"][0]

    assert (newest.who, newest.what) == ("Người commune_officer", "Sửa thông tin tổ")
    assert newest.details == ["Tên tổ: Tổ công nghệ số cộng đồng ấp 1 → Tổ mới"]


def test_the_history_never_shows_a_phone(client, cast, team):
    membership = team.memberships.first()
    membership.member.phone = "0912345678"
    membership.member.save()
    client.force_login(cast.commune_leader)

    changes = client.get(address(team)).context["changes"]

    assert changes[0].details == ["Số điện thoại"]
    assert "0912345678" not in page(client, team)


def test_saving_without_a_change_leaves_no_trace_in_the_history(client, cast, team):
    client.force_login(cast.commune_officer)
    before = team.history.count()
    data = {"name": team.name, "kind": "hamlet", "area": team.area_id, "valid_from": "2022-06-01"}
    client.post(reverse("teams:team_edit", args=[team.pk]), data)

    assert team.history.count() == before


@pytest.mark.parametrize("n", [1, 5])
def test_queries_do_not_grow_with_members_and_changes(client, cast, team, django_assert_num_queries, n):
    for number in range(n):
        row = add(team, f"Lê Văn {number}")
        row.role = "secretary"
        row.save()
        add(team, f"Trần Thôi {number}", valid_until=date(2023, 1, 1))
    client.force_login(cast.commune_officer)
    client.get(address(team))  # the view is recorded once a day
    with django_assert_num_queries(16):
        client.get(address(team))


def test_a_person_with_an_account_of_another_post_sees_nothing_of_the_team(client, team, foreign_team, country):
    client.force_login(make_user("other_leader", "team_leader", country.other_hamlet))
    assert client.get(address(team)).status_code == 404


def test_leaving_stands_in_the_history_with_its_day(client, cast, team):
    client.force_login(cast.commune_officer)
    service = team.memberships.get(role="member")
    client.post(reverse("teams:membership_end", args=[service.pk]), {"last_day": "2024-03-31"})

    newest = client.get(address(team)).context["changes"][0]

    assert newest.what == "Người team_member 1 thôi tham gia, đến hết ngày 31/03/2024"


def test_rows_loaded_without_a_first_record_do_not_break_the_history(client, cast, team):
    team.history.all().delete()
    service = team.memberships.get(role="member")
    service.history.all().delete()
    service.role = "deputy"
    service.save()
    client.force_login(cast.commune_officer)

    assert client.get(address(team)).context["changes"][0].details == []


def test_what_changed_of_a_person_who_had_left_is_not_told(client, cast, team):
    left = add(team, "Trần Đã Thôi", valid_until=timezone.localdate() - timedelta(days=1))
    left.member.position = "Giáo viên"
    left.member.save()
    client.force_login(cast.commune_officer)

    assert "Sửa thông tin của Trần Đã Thôi" not in [row.what for row in client.get(address(team)).context["changes"]]


def test_the_history_names_whom_an_undone_import_took_away_again(client, cast, country, team):
    batch = saved_import(cast.commune_officer, country.commune)
    undo.undo(batch, by=cast.commune_officer)
    client.force_login(cast.commune_officer)

    told = [change.what for change in client.get(address(team)).context["changes"]]

    assert "Thêm Lê Thị Bưởi vào tổ" in told and "Xóa Lê Thị Bưởi khỏi tổ" in told
    assert not any("None" in what for what in told)
