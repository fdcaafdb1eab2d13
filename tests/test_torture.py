"""A small storm on each database; make torture has the large one."""

import os

import pytest
from django.db import connection

from torture import run


@pytest.fixture
def url(transactional_db) -> str:
    """The address of the database of this test, for a server in a process of its own."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def test_nothing_is_lost_or_doubled_in_a_storm(url, tmp_path):
    found = run.storm(url, tmp_path / "log", phones=8, visits=160, seed=4, kills=1)

    assert (found["faults"], found["faults in the storm"]) == ({}, {})
    assert found["counts"]["kills"] == 1
    assert found["filed"] == 160
    assert [name for name in found["counts"] if name.startswith("refused")] == []
    assert found["counts"].get("at once and twice accepted", 0) == 0
