"""The command: once, once more, and what it refuses."""

import hashlib
import json

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse

from accounts.models import Post, User
from accounts.roles import Role
from sample.context import sample_accounts
from sample.models import SampleLoad
from teams.models import Membership, Team
from tests.sample.command import run
from visits.models import Result

APPS = ("areas", "accounts", "teams", "visits", "sample")
NAMES = ["tovien", "totruong", "canboxa", "lanhdaoxa", "canbotinh", "lanhdaotinh", "quantri"]
PASSWORD = "tocnscd-mau-2026"


def digest(*tables) -> str:
    """One value for all these rows, in the order of their keys."""
    rows = (repr(row).encode() for table in tables for row in table)
    return hashlib.sha256(b"\n".join(rows)).hexdigest()


def everything() -> dict[str, tuple[int, str]]:
    """Number and digest of the rows of each table of ours."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return {
        model.__name__: (model.objects.count(), digest(model.objects.order_by("pk").values_list())) for model in models
    }


def test_a_second_run_changes_nothing_and_prints_the_same_accounts(sample):
    before = everything()
    said = run("load_sample")
    assert everything() == before
    assert said.splitlines()[1:] == sample.said.splitlines()[1:]


def test_the_accounts_are_printed_as_an_aligned_table(sample):
    lines = sample.said.splitlines()[1:]
    assert [line.split()[0] for line in lines[1:]] == NAMES
    assert {line.index(word) for line, word in zip(lines, ["Mật khẩu"] + [PASSWORD] * 7, strict=True)} == {
        lines[0].index("Mật khẩu")
    }


def test_json_prints_the_accounts(sample):
    accounts = json.loads(run("load_sample", "--json"))["accounts"]
    assert [account["username"] for account in accounts] == NAMES
    assert accounts[0] == {
        "username": "tovien",
        "role_label": "Thành viên tổ",
        "area_name": "Ấp 1, Xã Thạnh Xuân",
        "password": PASSWORD,
    }


def test_there_is_one_account_for_each_role(sample):
    assert set(Post.objects.filter(user__username__in=NAMES).values_list("role", flat=True)) == set(Role.values)


@pytest.mark.parametrize("name", NAMES)
def test_each_account_can_sign_in(sample, client, name):
    answer = client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(username=name).pk)


def test_nobody_else_can_sign_in(sample):
    others = User.objects.exclude(username__in=NAMES)
    assert others.exists()
    assert [user for user in others if user.has_usable_password()] == []


def test_the_member_and_the_leader_serve_in_one_team(sample):
    held = Membership.objects.filter(member__user__username__in=["tovien", "totruong"]).order_by("role")
    assert [membership.role for membership in held] == ["leader", "member"]
    assert len({membership.team_id for membership in held}) == 1


def test_another_password_in_the_environment_reaches_the_accounts_at_the_next_run(sample, client, monkeypatch):
    monkeypatch.setenv("SAMPLE_PASSWORD", "một-mật-khẩu-khác")
    assert "một-mật-khẩu-khác" in run("load_sample")
    client.post(reverse("account_login"), {"login": "canboxa", "password": "một-mật-khẩu-khác"})
    assert "_auth_user_id" in client.session


def test_the_same_rows_come_out_on_every_machine(sample):
    """Whoever changes the sample on purpose raises sample.province.VERSION and writes the new value here."""
    teams = Team.objects.order_by("pk").values_list("pk", "name", "decision_number", "decision_date")
    served = Membership.objects.order_by("member", "valid_from")
    served = served.values_list("member", "member__full_name", "role", "valid_until")
    tallied = Result.objects.filter(activity__isnull=False).order_by("activity", "indicator__code")
    results = tallied.values_list("activity", "indicator__code", "quantity")
    assert digest(teams, served, results)[:16] == "33431fbb3c1d82f6"


def test_the_sign_in_page_shows_the_accounts_while_the_sample_is_loaded(sample, client):
    shown = client.get(reverse("account_login")).content.decode()
    assert [name for name in NAMES if f"<code>{name}</code>" not in shown] == []
    SampleLoad.objects.all().delete()
    hidden = client.get(reverse("account_login")).content.decode()
    assert [name for name in [*NAMES, PASSWORD] if name in hidden] == []


def test_the_sign_in_page_of_a_production_server_shows_no_accounts(sample, client, settings):
    settings.PRODUCTION = True
    shown = client.get(reverse("account_login")).content.decode()
    assert [name for name in [*NAMES, PASSWORD] if f"<code>{name}</code>" in shown] == []


def test_a_production_server_refuses_the_public_password(db, settings, monkeypatch):
    settings.PRODUCTION = True
    monkeypatch.delenv("SAMPLE_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="SAMPLE_PASSWORD"):
        run("load_sample")


def test_a_production_server_takes_a_password_of_its_own(sample, settings, monkeypatch):
    settings.PRODUCTION = True
    monkeypatch.setenv("SAMPLE_PASSWORD", "một-mật-khẩu-khác")
    assert "một-mật-khẩu-khác" in run("load_sample")


def test_pages_that_do_not_show_the_accounts_do_not_ask_for_them(sample, rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        context = sample_accounts(rf.get("/"))
    with django_assert_num_queries(4):
        assert len(context["sample_accounts"]) == len(list(context["sample_accounts"])) == 7


def test_names_of_accounts_that_are_taken_are_refused(sample):
    SampleLoad.objects.all().delete()
    with pytest.raises(CommandError, match="canboxa"):
        run("load_sample")


def test_a_database_with_teams_of_its_own_is_refused(sample):
    SampleLoad.objects.all().delete()
    User.objects.filter(username__in=NAMES).update(username=Concat(F("username"), Value("2")))
    with pytest.raises(CommandError, match="đã có tổ hoặc hộ"):
        run("load_sample")
    assert not SampleLoad.objects.exists()
