"""An office hands out passwords: to whom it may, readable once, good for the first sign-in."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessRecord, User
from accounts.passwords import new_password, stamp
from accounts.roles import Role
from tests.cast import make_user

URL = reverse("accounts:passwords")
CHANGE = reverse("account_change_password")
OWN = "một-mật-khẩu-riêng"


@pytest.fixture
def manager(client, country, cast):
    """Of the commune only."""
    client.force_login(make_user("manager", Role.ADMINISTRATOR, country.commune))
    return client


def choice(user):
    user.refresh_from_db()
    return f"{user.pk}-{stamp(user)}"


def hand_out(client, *users, **more):
    return client.post(URL, {"account": [choice(user) for user in users]}, **more)


def slips(answer):
    return {user.username: password for user, password in answer.context["slips"]}


def listed(answer):
    return {user.username for _choice, user in answer.context["choices"]}


def sign_in(client, name, password):
    client.logout()
    return client.post(reverse("account_login"), {"login": name, "password": password}, follow=True)


@pytest.fixture
def newcomer(client, manager, cast):
    """A member signed in with a password that was handed out."""
    password = slips(hand_out(manager, cast.team_member))["team_member"]
    sign_in(client, "team_member", password)
    client.password = password
    return client


def change(client, new=OWN):
    sent = {"oldpassword": client.password, "password1": new, "password2": new}
    return client.post(CHANGE, sent)


def test_a_password_is_readable_and_safe_under_vietnamese_keyboards():
    made = {new_password() for _time in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"([bghkmnptv][aeiuy]){2}(-([bghkmnptv][aeiuy]){2}){2}-[2-9]{4}", password)
        assert not re.search(r"([aeiuy])[^-]\1", password)


def test_accounts_of_the_own_area_without_password_are_listed(manager, cast):
    assert listed(manager.get(URL)) == {"team_member", "team_leader", "commune_officer", "commune_leader"}
    hand_out(manager, cast.team_member)
    assert "team_member" not in listed(manager.get(URL))
    assert listed(manager.get(URL, {"q": "NGUOI team_member"})) == {"team_member"}


def test_whose_slip_got_lost_is_found_until_the_password_is_changed(newcomer, country):
    boss = type(newcomer)()
    boss.force_login(User.objects.get(username="manager"))
    assert listed(boss.get(URL, {"handed": 1})) == {"team_member"}
    change(newcomer)
    assert listed(boss.get(URL, {"handed": 1})) == set()


def test_a_unit_narrows_the_list(client, country, cast):
    client.force_login(cast.administrator)
    assert listed(client.get(URL, {"area": country.foreign_province.pk})) == {"foreign_officer"}


def test_each_is_given_an_own_password_that_opens_the_door(client, manager, cast):
    given = slips(hand_out(manager, cast.team_member, cast.team_leader))
    assert len(set(given.values())) == 2
    for name, password in given.items():
        assert sign_in(client, name, password).wsgi_request.user.username == name


def test_slips_tell_all_that_is_needed_and_stay_in_no_cache(manager, cast):
    answer = hand_out(manager, cast.team_member)
    page = answer.content.decode()
    for told in ("Người team_member", "team_member", slips(answer)["team_member"], "http://testserver/", "Ấp 1"):
        assert told in page
    assert "no-store" in answer["Cache-Control"]


def test_the_log_tells_who_gave_out_how_many_and_no_password(manager, cast, caplog):
    given = slips(hand_out(manager, cast.team_member, cast.team_leader))
    record = AccessRecord.objects.get()
    assert (record.user.username, record.action, record.row_count) == ("manager", "issue", 2)
    kept = caplog.text + "".join(str(row) for model in (User, AccessRecord) for row in model.objects.values())
    assert not any(password in kept for password in given.values())


def test_a_page_sent_twice_gives_nobody_a_second_password(client, manager, cast):
    sent = {"account": [choice(cast.team_member)]}
    password = slips(manager.post(URL, sent))["team_member"]
    answer = manager.post(URL, sent, follow=True)
    assert "đã được phát mật khẩu sau khi trang này mở ra" in answer.content.decode()
    assert sign_in(client, "team_member", password).wsgi_request.user.is_authenticated


@pytest.mark.parametrize("name", ["foreign_officer", "province_officer", "manager", "staff", "both", "left", "off"])
def test_who_has_a_say_elsewhere_or_none_at_all_is_given_no_password(manager, country, cast, name):
    make_user("staff", Role.COMMUNE_OFFICER, country.commune)
    make_user("off", Role.COMMUNE_OFFICER, country.commune)
    make_user("both", Role.TEAM_MEMBER, country.hamlet).posts.create(
        role=Role.TEAM_MEMBER, area=country.foreign_hamlet
    )
    make_user("left", Role.TEAM_MEMBER, country.hamlet, valid_until=timezone.localdate() - timedelta(days=1))
    User.objects.filter(username="staff").update(is_staff=True)
    User.objects.filter(username="off").update(is_active=False)
    assert name not in listed(manager.get(URL)) | listed(manager.get(URL, {"q": name}))
    assert hand_out(manager, User.objects.get(username=name), cast.team_member).status_code == 404
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("sent", [[], ["x"], ["7"], [f"{n}-x" for n in range(51)], ["9" * 30 + "-x"]])
def test_a_choice_that_is_none_changes_nothing(manager, sent):
    assert manager.post(URL, {"account": sent}).status_code in (302, 404)
    assert not AccessRecord.objects.exists()


def test_the_first_sign_in_leads_to_the_own_password_and_nowhere_else(newcomer, cast):
    for address in ("/", "/households/", URL, "/admin/"):
        assert newcomer.get(address, follow=True).redirect_chain[-1] == (CHANGE, 302), address
    assert newcomer.get("/healthz").status_code == 200
    assert change(newcomer).url == "/"
    assert newcomer.get("/").status_code == 200
    cast.team_member.refresh_from_db()
    assert cast.team_member.check_password(OWN) and not cast.team_member.must_change_password


def test_from_the_page_without_network_the_way_leads_to_the_own_password_too(newcomer):
    door = reverse("account_login") + "?next=/capture/"
    assert newcomer.get("/capture/").status_code == 200
    assert newcomer.get(door).url == CHANGE
    newcomer.post(reverse("account_logout"))
    sent = {"login": "team_member", "password": newcomer.password, "next": "/capture/"}
    assert newcomer.post(door, sent).url == CHANGE


def test_the_password_that_was_handed_out_cannot_be_kept(newcomer):
    assert "Đây là mật khẩu được cấp" in change(newcomer, newcomer.password).content.decode()
    assert newcomer.get("/").url == CHANGE


def test_one_may_leave_before_setting_a_password(newcomer):
    page = newcomer.get(CHANGE).content.decode()
    assert "Đặt mật khẩu riêng" in page and "của bạn" not in page
    newcomer.post(reverse("account_logout"))
    assert "_auth_user_id" not in newcomer.session


def test_a_phone_is_told_to_sign_in_and_may_send_the_same_visits_later(newcomer, household):
    sent = {"visits": [{"id": "0b0e8c3e-0000-4000-8000-000000000001", "household": str(household.pk)}]}
    for answer in (
        newcomer.post("/visits/sync/", sent, content_type="application/json"),
        newcomer.get("/session/"),
        newcomer.get("/visits/field/"),
    ):
        assert (answer.status_code, list(answer.json())) == (401, ["error"])
    change(newcomer)
    assert len(newcomer.post("/visits/sync/", sent, content_type="application/json").json()["receipts"]) == 1


def test_a_renewed_password_closes_the_sessions_of_the_old_one(client, manager, cast):
    phone = type(client)()
    phone.force_login(cast.team_member)
    hand_out(manager, cast.team_member)
    assert phone.get("/session/").status_code == 401


def test_only_who_manages_accounts_is_shown_the_way(manager, client, cast):
    assert f'href="{URL}"' in manager.get(reverse("accounts:profile")).content.decode()
    client.force_login(cast.commune_officer)
    assert f'href="{URL}"' not in client.get(reverse("accounts:profile")).content.decode()
    assert client.get(URL).status_code == 403
