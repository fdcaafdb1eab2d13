"""Lists of accounts: who may make them, for whom, and that nobody gets more than the importer may give."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Post, User
from accounts.roles import Permission, Role, roles_with
from accounts.staff import open_admin_site
from imports import undo
from tests.cast import make_user
from tests.imports.lists import AS_OF, Tried

HEAD = ["STT", "Họ và tên", "Tên đăng nhập", "Thư điện tử", "Vai trò", "Địa bàn"]
AN = [1, "Nguyễn Văn An", None, "an@example.vn", "Cán bộ xã", "Xã Tân Hòa"]
BA = [2, "Trần Thị Thúy", None, None, "Tổ trưởng", "Ấp 1, Xã Tân Hòa"]


@pytest.fixture
def tried(country, cast):
    def tried(*rows, head=HEAD, **more):
        asked = {"area": country.province, "by": cast.administrator} | more
        return Tried("accounts", [["DANH SÁCH TÀI KHOẢN"], head, *rows], **asked)

    return tried


@pytest.fixture
def local(country):
    """An administrator of the province only."""
    return make_user("local", Role.ADMINISTRATOR, country.province)


def test_accounts_are_made_with_their_posts_and_without_a_password(tried, country):
    asked = tried(AN, BA).save()
    assert asked.actions == ["new", "new"]
    an, ba = (User.objects.get(username=name) for name in ("nguyenvanan", "tranthithuy"))
    assert (an.full_name, an.email, an.has_usable_password()) == ("Nguyễn Văn An", "an@example.vn", False)
    assert list(an.posts.values_list("role", "area", "valid_from")) == [
        ("commune_officer", country.commune.pk, AS_OF),
    ]
    assert list(ba.posts.values_list("role", "area")) == [("team_leader", country.hamlet.pk)]
    assert "mật khẩu" in str(asked.kind.hint)


def test_the_same_list_again_changes_nothing(tried):
    tried(AN, BA).save()
    assert tried(AN, BA).actions == ["unchanged", "unchanged"]


def test_user_names_that_are_taken_get_a_number(tried):
    make_user("nguyenvanan")
    asked = tried(AN, [2, "Nguyễn Văn Ân", *AN[2:3], None, "Lãnh đạo xã", "Xã Tân Hòa"])
    assert [row.values["new_username"] for row in asked.rows] == ["nguyenvanan2", "nguyenvanan3"]


def test_one_person_may_hold_two_posts(tried):
    second = [2, "Nguyễn Văn An", None, "an@example.vn", "Tổ trưởng", "Ấp 2, Xã Tân Hòa"]
    tried(AN, second).save()
    assert User.objects.get(email="an@example.vn").posts.count() == 2
    again = tried(AN, second, [3, *AN[1:4], "Tổ trưởng", "Ấp 1, xã Tân Hòa"])
    assert again.actions == ["unchanged", "unchanged", "changed"]


def test_a_namesake_waits_for_a_person(tried):
    tried(AN).save()
    other = [1, "Nguyễn Văn An", None, None, "Tổ trưởng", "Ấp 1, Xã Tân Hòa"]
    asked = tried(other)
    known = User.objects.get(username="nguyenvanan")
    assert (asked.codes, [key for key, _label in asked.offered()]) == (["account_like"], [str(known.pk), "new"])
    assert tried(other, decisions={asked.rows[0].key: "new"}).rows[0].values["new_username"] == "nguyenvanan2"
    tried(other, decisions={asked.rows[0].key: str(known.pk)}).save()
    assert known.posts.count() == 2


def test_only_administrators_may_import_accounts(tried, cast, country):
    assert roles_with(Permission.MANAGE_ACCOUNTS) == [Role.ADMINISTRATOR]
    for role in (Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER):
        asked = tried(AN, BA, by=getattr(cast, role.value))
        assert asked.actions == ["waiting", "waiting"], role
        assert set(asked.codes) == {"place_not_yours"}


def test_nobody_becomes_administrator_by_a_list(tried):
    asked = tried([1, "Nguyễn Văn An", None, None, "Quản trị", "Thành phố Cần Thơ"])
    assert (asked.actions, asked.codes) == (["waiting"], ["role_not_by_list"])
    assert tried([1, *AN[1:4], "Quản trị", AN[5]], decisions={asked.rows[0].key: "accept"}).actions == ["waiting"]


def test_no_post_is_given_outside_the_importers_area(tried, local):
    foreign = [1, "Nguyễn Văn An", None, None, "Cán bộ xã", "Xã Vĩnh Gia"]
    above = [2, "Trần Văn Ba", None, None, "Cán bộ tỉnh", "Tỉnh An Giang"]
    assert tried(foreign, above, by=local).codes == ["place_not_yours", "place_not_yours"]


@pytest.mark.parametrize("cells", [("canbotinh", None), (None, "xa@example.vn"), ("quantri", None)])
def test_an_account_with_a_say_elsewhere_is_not_touched(tried, local, country, cells):
    """Or a new e-mail and the link for a forgotten password would hand it over."""
    User.objects.filter(pk=make_user("canbotinh", Role.PROVINCE_OFFICER, country.foreign_province).pk).update(
        email="xa@example.vn"
    )
    open_admin_site(make_user("quantri", Role.COMMUNE_OFFICER, country.commune))
    asked = tried([1, "Nguyễn Văn An", *cells, "Cán bộ xã", "Xã Tân Hòa"], by=local)
    assert (asked.actions, asked.codes) == (["waiting"], ["account_not_yours"])


def test_one_address_of_two_persons_waits(tried):
    asked = tried(AN, [2, "Trần Văn Ba", None, "AN@example.vn", "Lãnh đạo xã", "Xã Tân Hòa"])
    assert asked.codes == ["account_not_yours"]


def test_roles_belong_to_levels(tried):
    asked = tried(
        [1, "Nguyễn Văn An", None, None, "Cán bộ tỉnh", "Xã Tân Hòa"],
        [2, "Trần Văn Ba", None, None, "Tổ viên", None],
        [3, "Lê Văn Tư", None, None, "Cán bộ tỉnh", None],
        [4, "Lê Văn Năm", None, None, "Ban giám đốc", "Xã Tân Hòa"],
        [5, "Lê Văn Sáu", "lê sáu", None, "Cán bộ xã", "Xã Tân Hòa"],
    )
    assert asked.actions == ["waiting", "waiting", "new", "waiting", "waiting"]
    expected = ["role_wrong_level", "account_area_missing", "account_role_unknown", "username_invalid"]
    assert asked.codes == expected


def test_a_column_of_passwords_is_not_taken(tried):
    asked = tried([*AN, "matkhau123"], head=[*HEAD, "Mật khẩu"]).save()
    assert list(asked.parsed.headers[0].unmapped.values()) == ["Mật khẩu"]
    assert not User.objects.get(username="nguyenvanan").has_usable_password()


@pytest.mark.parametrize("n", [1, 5])
def test_the_database_is_asked_as_often_for_one_row_as_for_five(tried, n):
    rows = [[k, f"Lê Văn {chr(65 + k)}nh", None, None, "Cán bộ xã", "Xã Tân Hòa"] for k in range(n)]
    with CaptureQueriesContext(connection) as queries:
        tried(*rows)
    assert len(queries) == 9
    assert Post.objects.filter(role=Role.COMMUNE_OFFICER).count() == 2


def test_an_import_of_accounts_can_be_undone(tried, cast):
    saved = tried(AN, BA).save()
    undo.undo(saved.batch, by=cast.administrator)
    assert not User.objects.filter(username__in=["nguyenvanan", "tranthithuy"]).exists()


def test_the_pages_tell_where_the_first_passwords_come_from(tried, client, country, cast):
    client.force_login(cast.administrator)
    handing = reverse("accounts:passwords")
    assert "Phát mật khẩu" in client.get(reverse("imports:import_upload", args=["accounts"])).content.decode()

    batch = tried(AN, BA).save().batch

    assert f'href="{handing}?area={country.province.pk}"' in client.get(batch.get_absolute_url()).content.decode()
    assert "nguyenvanan" in client.get(handing, {"area": country.province.pk}).content.decode()


def test_the_address_of_another_administrator_is_not_written_by_a_list(tried, country, local):
    peer = make_user("peer", Role.ADMINISTRATOR, country.province)
    taken_over = [1, peer.full_name, "peer", "moi@example.vn", "Cán bộ xã", "Xã Tân Hòa"]
    asked = tried(taken_over, by=local)
    assert [reason.code for reason in asked.rows[0].reasons] == ["account_not_yours"]
