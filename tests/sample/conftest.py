"""The sample province, loaded once for the tests of this folder and taken back at their end.

It is loaded inside a transaction that no test may end: a test gets `sample` together with `db`, whose own
transaction lies within.
"""

import json
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from tests.sample.command import load_province, run


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        said = load_province()
        connection.check_constraints()  # now, for all rows, instead of at the end of each test
        yield SimpleNamespace(said=said)
        transaction.set_rollback(True)


@pytest.fixture
def sample(loaded, db):
    return loaded


@pytest.fixture
def totals(sample):
    """totals(area=…, by=…, map=…): the parsed answer of the command for August to December 2022."""

    def totals(*, area: str, by: str, map: str) -> dict:
        period = ["--from", "2022-08-01", "--to", "2022-12-31"]
        return json.loads(run("totals", "--area", area, "--by", by, *period, "--map", map, "--json"))

    return totals
