"""Steps that begin once, tell how far they are, and can be found again when they stopped."""

import os
from datetime import timedelta
from time import sleep
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from imports import jobs, reading
from imports.jobs import Progress, Replaced
from imports.models import Content, Import
from teams.models import Membership
from tests.imports.files import PEOPLE, make_import, people_of

LONG_AGO = {"heartbeat": timezone.now() - timedelta(minutes=2)}
HTMX = {"HX-Request": "true"}
NOW = {"heartbeat": timezone.now() + timedelta(hours=1)}  # of the collecting; the suite runs for minutes


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def batch(cast, country, team):
    return make_import(cast.commune_officer, country.commune)


def put(batch, **columns):
    Import.objects.filter(pk=batch.pk).update(**columns)
    batch.refresh_from_db()


def act(client, batch, name, **data):
    return client.post(reverse(f"imports:import_{name}", args=[batch.pk]), data)


def test_a_second_click_saves_nothing_twice(officer, batch, team):
    for _click in (1, 2):
        assert act(officer, batch, "save").url == batch.get_absolute_url()

    batch.refresh_from_db()
    assert (batch.state, team.memberships.count()) == ("saved", 2 + len(PEOPLE))
    assert batch.saved_by.username == "commune_officer"


def test_a_step_does_not_begin_while_another_tab_runs_it(batch, cast, team):
    put(batch, state="saving", **NOW)

    assert not jobs.start(batch, "save", by=cast.commune_officer)
    assert team.memberships.count() == 2


def test_a_step_that_stopped_says_so_and_is_started_again(officer, batch, team):
    put(batch, state="saving", saved_by=batch.by, **LONG_AGO)
    page = officer.get(batch.get_absolute_url()).content.decode()
    assert "Việc này đã dừng giữa chừng." in page and "Thử lại" in page

    act(officer, batch, "retry")

    batch.refresh_from_db()
    assert (batch.state, team.memberships.count()) == ("saved", 5)


def test_a_step_that_still_runs_is_not_started_again(officer, batch, team):
    put(batch, state="saving", saved_by=batch.by, **NOW)

    act(officer, batch, "retry")

    batch.refresh_from_db()
    assert (batch.state, batch.run) == ("saving", 1)


def test_a_first_reading_that_stopped_asks_for_the_file_again(officer, batch):
    put(batch, state="reading", **LONG_AGO)
    batch.content.delete()

    assert "Gửi lại tệp" in officer.get(batch.get_absolute_url()).content.decode()


def test_a_large_file_that_cannot_be_read_says_why_and_keeps_nothing_of_it(officer, batch):
    batch.content.delete()
    put(batch, state="reading")

    jobs.work(Import.objects.get(pk=batch.pk), "read", b"%PDF-1.7")

    page = officer.get(batch.get_absolute_url()).content.decode()
    assert "Không đọc được tệp này." in page and "Chọn tệp khác" in page
    assert not Content.objects.exists()


def test_the_bar_shows_how_far_a_step_is_and_loads_the_page_at_its_end(officer, batch):
    address = reverse("imports:import_progress", args=[batch.pk])
    put(batch, state="reading", done=1200, total=4000, **NOW)
    answer = officer.get(address, headers=HTMX)
    assert "1.200 / 4.000 dòng" in answer.content.decode() and "HX-Refresh" not in answer.headers

    put(batch, state="ready")
    assert officer.get(address, headers=HTMX).headers["HX-Refresh"] == "true"


def test_a_run_that_was_replaced_writes_nothing(batch):
    put(batch, state="reading")
    newer = Import.objects.get(pk=batch.pk)
    put(newer, run=2)

    assert reading.read(batch, people_of(people=PEOPLE[:1])) is False
    newer.refresh_from_db()
    assert (newer.state, newer.counts["new"]) == ("reading", 3)


def test_a_step_stops_when_its_import_is_dropped(batch, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT", 0)
    put(batch, state="reading", **NOW)
    tell = Progress(batch)
    tell(1, 3)
    assert jobs.drop(batch)

    with pytest.raises(Replaced):
        tell(2, 3)


def test_what_changed_since_the_reading_is_shown_before_it_is_saved(officer, batch, cast, country, team):
    other = make_import(cast.commune_officer, country.commune)
    assert jobs.start(other, "save", by=cast.commune_officer)

    act(officer, batch, "save")

    batch.refresh_from_db()
    assert (batch.state, batch.counts["unchanged"], batch.counts["new"]) == ("ready", 3, 0)
    assert "đã thay đổi từ lúc đọc tệp" in officer.get(batch.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_read_and_saved_by_a_process_of_its_own(officer, cast, country, team, monkeypatch):
    monkeypatch.setattr(jobs, "SMALL", 0)
    monkeypatch.setenv("DATABASE_URL", database_url())
    batch = make_import(cast.commune_officer, country.commune)
    assert wait_for(batch).counts["new"] == 3

    act(officer, batch, "save")

    assert wait_for(batch).state == "saved"
    assert Membership.objects.filter(team=team).count() == 5


def database_url():
    """Of the test's own database, for the child process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    address = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(address._replace(path=f"/{name}"))


def wait_for(batch):
    """The import when its child process has ended."""
    for _tick in range(600):
        batch.refresh_from_db()
        if not batch.works:
            return batch
        sleep(0.1)
    raise AssertionError("The child process did not end.")
