"""Plain rows are what Django's own way gives and takes."""

from uuid import UUID, uuid4

import pytest

from tests.cast import at, make_visit
from tests.visits.phone import stored
from visits import rows
from visits.models import Household, Indicator, Result, Visit

NAMES = ("pk", "household", "area", "team", "day", "visited_at", "outcome", "people", "note", "removed_at")


def test_rows_are_read_as_querysets_read_them(household, visit):
    make_visit(household, when=at(2026, 8, 1), note="«Mai» \\ 'hẹn', {lại}", removed_at=at(2026, 8, 2))

    read = rows.read(Visit, NAMES, ("household", [household.pk]))

    keys = [tuple(key and UUID(key) for key in (pk, home, team)) for pk, home, _area, team, *_ in read]
    plain = [(pk, home, row[2], team, *row[4:]) for (pk, home, team), row in zip(keys, read, strict=True)]
    assert sorted(plain) == sorted(Visit.objects.values_list(*NAMES))
    assert rows.read(Visit, NAMES, ("household", [str(household.pk)])) == read
    assert rows.read(Visit, NAMES, ("household", [])) == []
    assert sorted(rows.read(Indicator, ("pk", "code"))) == sorted(Indicator.objects.values_list("pk", "code"))


@pytest.mark.parametrize("text", ["", "{a,b}", 'Nói "vâng"', "\\", "NULL", "đường 1, ấp 2"])
def test_a_table_takes_rows_as_they_are(country, text):
    names = (
        "id",
        "area",
        "head_name",
        "address",
        "phone",
        "size",
        "kind",
        "search_key",
        "sort_key",
        "received_digest",
    )
    row = (uuid4(), country.hamlet.pk, "Cô Bảy", text, "", None, "family", "", "", "")

    rows.insert(Household, names, [row])

    assert Household.objects.values_list(*names).get() == row


def test_many_results_go_in_at_once(household, indicators):
    visit = make_visit(household)
    wanted = [(visit.pk, indicator.pk, number) for number, indicator in enumerate(indicators.values())]

    rows.insert(Result, ("visit", "indicator", "quantity"), wanted)
    before = stored()
    rows.insert(Result, ("visit", "indicator", "quantity"), [])

    assert sorted(visit.results.values_list("visit", "indicator", "quantity")) == sorted(wanted)
    assert stored() == before
