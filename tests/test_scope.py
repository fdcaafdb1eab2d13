"""Every URL × every role × own and foreign area. A URL without a case fails."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import get_resolver

from accounts.roles import Role, roles_with
from tests.scope import EVERYWHERE, ROLES, all_cases

CASES = all_cases()
ROOMS = {room: [case for case in CASES if case.room == room] for room in sorted({case.room for case in CASES})}
ELSEWHERE = ("admin", "account_", "mfa_", "healthz", "debug")  # the admin and sign-in pages have their own tests
FOREIGN_NAMES = ("Vĩnh Lạc", "Lý Văn Lạ", "0900000333", "foreign_officer")


def url_names(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from url_names(entry, prefix + space)
        else:
            yield prefix + (entry.name or str(entry.pattern))


def call(client, case, world, place):
    if case.method == "get":
        return client.get(case.address(world, place))
    return client.post(case.address(world, place), case.data(world, place))


def test_every_url_has_its_case():
    ours = {name for name in url_names() if not name.startswith(ELSEWHERE)}
    assert ours - {case.name for case in CASES} == set()


def check(client, case, world, role):
    """One role: its own area as the table of roles says, the foreign one not at all."""
    allowed = case.permission is None or Role(role) in [*roles_with(case.permission), *case.also]
    if case.has_object and role not in EVERYWHERE:
        assert call(client, case, world, "foreign").status_code == case.foreign, role
    answer = call(client, case, world, "own")
    expected = 403 if role in case.forbidden else case.ok if allowed else case.refused
    assert answer.status_code == expected, role
    if case.tells and role not in EVERYWHERE:
        body = answer.content.decode(errors="replace")
        assert [name for name in FOREIGN_NAMES if name in body] == [], role


@pytest.mark.parametrize("case", [case for case in CASES if case.method == "get"], ids=str)
def test_each_role_reads_its_own_area_and_no_other(client, world, cast, case):
    for role in ROLES:
        client.force_login(getattr(cast, role))
        check(client, case, world, role)


@pytest.mark.parametrize("case", [case for case in CASES if case.method == "post"], ids=str)
def test_each_role_writes_in_its_own_area_and_no_other(client, world, cast, case):
    for role in ROLES:
        with transaction.atomic():
            client.force_login(getattr(cast, role))
            check(client, case, world, role)
            transaction.set_rollback(True)  # the next role finds the same world
        cache.clear()


@pytest.mark.parametrize("room", ROOMS)
def test_a_user_without_a_post_sees_nothing(client, world, cast, room):
    names = ("Trần Thị Mẫu", "0900000222", *FOREIGN_NAMES)
    for case in ROOMS[room]:
        with transaction.atomic():
            client.force_login(cast.outsider)
            answer = call(client, case, world, "own")
            transaction.set_rollback(True)  # the next address finds the same world
        cache.clear()

        if case.has_object and case.foreign == 404:
            assert answer.status_code == 404, case
        body = answer.content.decode(errors="replace")
        assert [name for name in names if name in body] == [], case


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_gets_in_without_signing_in(client, world, room):
    for case in ROOMS[room]:
        answer = call(client, case, world, "own")
        assert answer.status_code == (case.ok if case.public else case.signed_out), case
