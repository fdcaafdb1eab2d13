"""The last day with a record means the same at every level, on every map."""

from datetime import date

import pytest
from django.utils import timezone

from areas.models import Ancestry, Area
from reports.freshness import last_days
from reports.lens import Lens
from tests.cast import at, make_visit
from tests.reports.pages import MAPS, ask
from tests.visits.test_ledger import make_activity
from visits.models import Activity, Visit

ENDS = (date(2024, 4, 30), date(2025, 8, 31), date(2026, 4, 30), date(2026, 12, 31))


@pytest.fixture
def sessions(country, facts):
    """Such as report nothing: in one ấp after its last visit, in the other before the reform; one was taken back."""
    for hamlet, day in ((country.hamlet, date(2026, 6, 20)), (country.other_hamlet, date(2025, 6, 30))):
        make_activity(hamlet, day, {})
    make_activity(country.foreign_commune, date(2026, 3, 7), {})
    make_activity(country.other_hamlet, date(2026, 12, 1), {}, removed_at=timezone.now())
    make_activity(country.old_town, date(2023, 5, 5), {})


@pytest.mark.parametrize("most", [0, 1000])
def test_a_unit_was_last_heard_of_when_a_place_in_it_was(sessions, indicators, monkeypatch, most):
    monkeypatch.setattr("reports.freshness.MOST_WALKED", most)
    units = list(Area.objects.values_list("pk", flat=True))
    for text, end in ((text, end) for text in MAPS for end in ENDS):
        lens = Lens.parse(text)
        assert last_days(units, lens=lens, end=end) == heard_of(units, lens.day, end)


def heard_of(units: list[int], on: date | None, end: date) -> dict[int, date]:
    """From every record and everything that held its place."""
    found: dict[int, date] = {}
    records = [fact for model in (Visit, Activity) for fact in model.objects.standing().filter(day__lte=end)]
    for record in records:
        held = Ancestry.objects.on(on or record.day).filter(descendant=record.area_id)
        for unit in held.values_list("ancestor", flat=True):
            found[unit] = max(record.day, found.get(unit, record.day))
    return {unit: day for unit, day in found.items() if unit in units}


def test_a_session_that_only_told_people_is_seen_from_the_province_too(client, cast, country, household):
    make_visit(household, when=at(2026, 1, 5))
    make_activity(country.hamlet, date(2026, 6, 20), {})

    for area in (country.province, country.commune, country.hamlet):
        answer = ask(client, cast.province_officer, area=area.pk, **{"from": "2026-01-01", "to": "2026-06-30"})
        assert answer.context["board"].total.day == date(2026, 6, 20)
