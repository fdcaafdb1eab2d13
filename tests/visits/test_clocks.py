"""Phones whose clock is wrong: the visit is kept and reviewed, never refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.visits.phone import make_item, send
from visits import ledger
from visits.models import HeldItem, Visit

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("ahead", "status", "filed"),
    [
        (timedelta(minutes=-1), "accepted", 1),
        (timedelta(minutes=3), "accepted", 1),
        (DAY, "review", 1),
        (5 * DAY, "review", 1),
        (300 * DAY, "review", 1),
        (800 * DAY, "review", 0),
        (-6 * 365 * DAY, "review", 1),
        (-30 * 365 * DAY, "review", 0),
        (-56 * 365 * DAY, "review", 0),
    ],
)
def test_a_clock_ahead_or_years_behind_costs_no_visit(cast, team, household, indicators, ahead, status, filed):
    item = make_item(household, visited_at=(timezone.now() + ahead).isoformat())

    assert send([item], cast.team_member) == [status]
    assert (Visit.objects.count(), HeldItem.objects.count()) == (filed, 1 - filed)
    assert ledger.verify() == []
