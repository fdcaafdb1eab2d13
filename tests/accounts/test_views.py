from datetime import date

from accounts.roles import Permission, Role
from tests.cast import make_user


def text(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_my_page_names_my_posts_and_what_each_lets_me_do(client, country, cast):
    client.force_login(cast.team_leader)

    page = text(client, "/accounts/profile/")

    assert "Tổ trưởng · Ấp 1" in page
    for permission in Permission:
        allowed = permission in (
            Permission.SEE_PHONES,
            Permission.LOG_VISITS,
            Permission.EDIT_VISITS,
            Permission.EXPORT,
        )
        assert (str(permission.label) in page) is allowed, permission


def test_a_post_of_another_time_stands_apart(client, country):
    days = {"valid_until": date(2024, 12, 31)}
    client.force_login(make_user("old", Role.COMMUNE_OFFICER, country.commune, **days))

    page = text(client, "/accounts/profile/")

    assert "Tài khoản chưa có nhiệm vụ nào đang hiệu lực" in page
    assert "Cán bộ xã – Xã Tân Hòa, hết ngày 31/12/2024" in page


def test_the_frame_names_the_widest_post(client, country, cast):
    cast.commune_leader.posts.create(role=Role.TEAM_MEMBER, area=country.hamlet)
    client.force_login(cast.commune_leader)

    assert "Lãnh đạo xã – Xã Tân Hòa" in text(client, "/accounts/roles/")


def test_the_table_of_roles_can_be_read_by_anyone_who_signs_in(client, cast):
    client.force_login(cast.outsider)

    response = client.get("/accounts/roles/")

    assert [str(role.label) for role in response.context["roles"]][0] == "Thành viên tổ"
    granted = {role for role, granted in dict(response.context["rows"])[Permission.EDIT_TEAMS] if granted}
    assert granted == {Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER, Role.ADMINISTRATOR}
