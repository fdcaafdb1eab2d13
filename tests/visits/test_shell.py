"""The capture page as an app: nothing personal in it, a new version for every change, everything it names is there."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

from visits import shell

PAGES = ("/capture/", "/sw.js", "/manifest.webmanifest")


@pytest.mark.parametrize("address", PAGES)
def test_it_is_the_same_for_everybody(client, cast, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        nobody = client.get(address).content
    client.force_login(cast.team_member)

    assert client.get(address).content == nobody
    assert "team_member" not in nobody.decode()


def test_the_worker_keeps_the_page_and_every_file_it_shows(client):
    told = json.loads(re.search(r"self\.SHELL = (.*);\n", client.get("/sw.js").content.decode())[1])

    assert told["page"] == "/capture/"
    shown = re.findall(r'(?:src|href)="(/static/[^"#]+)', client.get("/capture/").content.decode())
    assert set(shown) - set(told["assets"]) == {"/static/icon-192.png"}  # asked for only when it is installed
    assert all(finders.find(address.removeprefix("/static/")) for address in told["assets"])


@pytest.mark.parametrize("address", PAGES[:2])
def test_a_phone_that_has_this_version_gets_no_byte_of_it(client, address):
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first["Cache-Control"]


def test_a_changed_sentence_is_a_new_version(monkeypatch):
    before = shell.version()
    monkeypatch.setattr(shell, "phone_texts", lambda: {"home": "Khác"})

    assert shell.version() != before


def test_a_clone_without_bundles_says_what_to_do(monkeypatch, settings):
    monkeypatch.setattr(finders, "find", lambda name: None)
    settings.STATIC_ROOT = None

    with pytest.raises(ImproperlyConfigured, match="make run"):
        shell.version()


def test_the_manifest_names_icons_that_are_there(client):
    manifest = client.get("/manifest.webmanifest").json()

    assert (manifest["start_url"], manifest["scope"], manifest["lang"]) == ("/capture/", "/", "vi")
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])
