"""Free days of a hamlet: read day by day, or as a month less its other days."""

from datetime import date, timedelta

import pytest

from reports import sums
from tests.visits.test_ledger import make_activity

DAYS = [
    (date(2026, 1, 4), date(2026, 1, 9)),
    (date(2026, 1, 1), date(2026, 1, 25)),
    (date(2026, 1, 4), date(2026, 1, 31)),
    (date(2026, 1, 12), date(2026, 2, 25)),  # both months broken
    (date(2026, 1, 30), date(2026, 2, 2)),
    (date(2026, 1, 10), date(2026, 3, 20)),
    (date(2026, 1, 25), date(2026, 3, 4)),
    (date(2026, 2, 28), date(2026, 3, 31)),
]


@pytest.mark.parametrize("start, end", DAYS)
def test_free_days_of_hamlets_are_the_sum_of_their_facts(country, team, indicators, start, end):
    dossiers, hamlets = indicators["dvc_ho_so"], [country.hamlet, country.other_hamlet]
    told = {date(2026, 1, 1) + timedelta(days=step): 1 + step * step for step in range(0, 90, 4)}
    for day, quantity in told.items():
        make_activity(country.hamlet, day, {dossiers: quantity}, team)

    found = sums.as_recorded({(start, end, True): [hamlet.pk for hamlet in hamlets]}, [dossiers.pk])

    inside = [quantity for day, quantity in told.items() if start <= day <= end]
    assert found[country.hamlet.pk, dossiers.pk] == sums.Figure(sum(inside), len(inside))
    assert found[country.other_hamlet.pk, dossiers.pk].value is None
