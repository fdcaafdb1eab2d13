"""The admin site: accounts and posts, for those whom accounts.staff lets in."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessRecord, Post, User
from accounts.roles import Role
from accounts.staff import close_admin_site, open_admin_site
from areas.dates import ONE_DAY
from teams.models import Member, Membership
from tests.cast import make_user

USERS = "/admin/accounts/user/"


@pytest.fixture
def manager(client, cast):
    open_admin_site(cast.administrator)
    client.force_login(cast.administrator)
    return client


def inline(**post):
    forms = {"posts-TOTAL_FORMS": "1" if post else "0", "posts-INITIAL_FORMS": "0"}
    return forms | {f"posts-0-{key}": value for key, value in post.items()}


def test_only_staff_get_in(client, cast):
    for user in (cast.province_officer, cast.administrator):
        client.force_login(user)
        assert client.get(USERS).status_code in (302, 403)


def test_the_administrators_door_closes_with_the_post(manager, cast):
    assert manager.get(USERS).status_code == 200
    Post.objects.filter(user=cast.administrator).update(valid_until=timezone.localdate() - ONE_DAY)
    for address in ("/admin/", USERS):
        assert manager.get(address, follow=True).status_code == 403


def test_an_administrator_of_one_commune_finds_no_team_or_person_of_another(client, country, team, foreign_team):
    user = make_user("local", Role.ADMINISTRATOR, country.commune)
    open_admin_site(user)
    client.force_login(user)
    for model, own in (("team", [team]), ("member", list(Member.objects.filter(memberships__team=team)))):
        found = client.get(reverse(f"admin:teams_{model}_changelist")).context["cl"].queryset
        assert set(found) == set(own)
    stranger = foreign_team.memberships.get().member
    assert client.get(reverse("admin:teams_member_change", args=[stranger.pk])).status_code == 302


def test_the_pages_open_in_vietnamese(manager, cast, team):
    member = Member.objects.first()
    for address in ("/admin/", USERS, f"{USERS}add/", f"{USERS}{cast.team_member.pk}/change/"):
        assert manager.get(address).status_code == 200, address
    for address in ("teams/member/", f"teams/member/{member.pk}/change/", "teams/team/", "accounts/accessrecord/"):
        assert manager.get(f"/admin/{address}").status_code == 200, address
    assert "Quản trị Tổ công nghệ số" in manager.get("/admin/").content.decode()


def test_an_administrator_makes_an_account_and_gives_it_a_post(manager, country):
    sent = {
        "username": "moi",
        "full_name": "Người Mới",
        "password1": "một-mật-khẩu-dài",
        "password2": "một-mật-khẩu-dài",
    }
    days = {"valid_from": "01/07/2025", "valid_until": "31/12/9999"}
    manager.post(f"{USERS}add/", sent | inline(role="commune_officer", area=country.commune.pk, **days))

    post = Post.objects.get(user__username="moi")
    assert (post.role, post.area) == ("commune_officer", country.commune)
    assert post.user.check_password("một-mật-khẩu-dài")
    assert not post.user.is_staff


def test_nobody_makes_a_superuser_there_or_changes_one(manager, cast):
    boss = User.objects.create_superuser("boss", password="một-mật-khẩu-dài")
    name = cast.administrator.username
    sent = {"username": name, "is_active": "on", "is_staff": "on", "is_superuser": "on"} | inline()
    manager.post(f"{USERS}{cast.administrator.pk}/change/", sent)

    cast.administrator.refresh_from_db()
    assert (cast.administrator.is_staff, cast.administrator.is_superuser) == (True, False)
    assert manager.get(f"{USERS}{boss.pk}/change/").status_code == 302
    assert manager.get(f"{USERS}{boss.pk}/password/").status_code in (302, 403, 404)


def test_letting_someone_in_gives_the_permissions_and_taking_it_back_takes_them(cast):
    open_admin_site(cast.administrator)
    user = User.objects.get(pk=cast.administrator.pk)
    assert user.has_perms(["accounts.change_user", "accounts.add_post", "teams.change_member"])
    assert not user.has_perm("accounts.delete_user")

    close_admin_site(user)
    assert not User.objects.get(pk=user.pk).has_perm("accounts.change_user")


def test_the_tick_in_the_form_lets_in_and_out(manager, cast):
    address = f"{USERS}{cast.province_officer.pk}/change/"
    for sent, wanted in (({"is_staff": "on"}, True), ({}, False)):
        manager.post(address, {"username": "province_officer", "is_active": "on"} | sent | inline())
        user = User.objects.get(username="province_officer")
        assert (user.is_staff, user.has_perm("accounts.change_user")) == (wanted, wanted)


def test_the_access_log_can_be_read_but_not_changed(manager, cast):
    record = AccessRecord.objects.create(
        user=cast.commune_officer, action="export", subject="Tổ", url="/teams/", row_count=7
    )
    page = f"/admin/accounts/accessrecord/{record.pk}/"
    assert "Tổ" in manager.get("/admin/accounts/accessrecord/").content.decode()
    assert manager.post(f"{page}change/", {"row_count": 1}).status_code == 403
    assert manager.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert manager.get("/admin/accounts/accessrecord/add/").status_code == 403


def test_a_member_is_tied_to_an_account_and_found_without_tones(manager, cast, team):
    member = Member.objects.create(full_name="Đặng Thị Ánh")
    Membership.objects.create(team=team, member=member)
    found = manager.get("/admin/teams/member/", {"q": "dang anh"})
    assert list(found.context["cl"].queryset) == [member]

    sent = {"full_name": "Đặng Thị Ánh", "user": cast.outsider.pk}
    sent |= {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    manager.post(reverse("admin:teams_member_change", args=[member.pk]), sent)
    member.refresh_from_db()
    assert member.user == cast.outsider


def test_a_phone_number_that_is_none_is_refused(manager, team):
    member = team.memberships.first().member
    sent = {"full_name": member.full_name, "phone": "09123"}
    sent |= {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    answer = manager.post(reverse("admin:teams_member_change", args=[member.pk]), sent)
    assert "Số điện thoại gồm 10 chữ số, bắt đầu bằng 0." in answer.content.decode()
