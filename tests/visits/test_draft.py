"""What a phone said keeps its digest for years; what came later is read strictly."""

from datetime import date

import pytest

from tests.visits.phone import make_item, send
from visits.draft import Position
from visits.models import HeldItem, Visit
from visits.sent import Unreadable, read_item

OLD = {
    "id": "0b0e8c3e-5f3b-4c55-9c35-1f1b1f0a0001",
    "household": "5f6d2c1a-7a52-4a7a-8b1c-2d3e4f500002",
    "visited_at": "2026-11-22T09:30:00+07:00",
    "outcome": "met",
    "people": 2,
    "results": {"vneid_muc_2": 1, "app_ho": 1},
    "note": "Hẹn tuần sau.",
}
SPOT = {"lat": 9.784512, "lon": 105.470149, "accuracy": 12.4}


def test_what_phones_sent_before_has_the_digest_of_before():
    digest = "2f6ea48757dada7e749cc284bfb2cb4f36080b81bf67388ffd3d144dd875d763"

    assert read_item(OLD).digest == digest
    assert read_item(OLD | {"next_on": None, "position": None}).digest == digest


@pytest.mark.parametrize("more", [{"next_on": "2026-12-01"}, {"position": SPOT}])
def test_an_appointment_or_a_position_is_part_of_the_content(more):
    assert read_item(OLD | more).digest != read_item(OLD).digest


def test_a_position_is_rounded_to_some_ten_metres():
    draft = read_item(OLD | {"position": SPOT, "next_on": "2026-12-01"})

    assert (draft.position, draft.next_on) == (Position(9.7845, 105.4701, 12), date(2026, 12, 1))
    assert draft.content()["position"] == {"lat": 9.7845, "lon": 105.4701, "accuracy": 12}
    finer = SPOT | {"lat": 9.784488}
    assert read_item(OLD | {"position": finer}).digest == read_item(OLD | {"position": SPOT}).digest


@pytest.mark.parametrize("accuracy", [None, "12", -1, True, float("nan")])
def test_a_position_without_a_usable_accuracy_is_kept(accuracy):
    assert read_item(OLD | {"position": SPOT | {"accuracy": accuracy}}).position.accuracy is None


@pytest.mark.parametrize(
    "more",
    [
        *({"next_on": value} for value in ("", "mai", "20261201", "2026-02-30", "1999-01-01", "2101-01-01", 5, [])),
        *({"position": value} for value in ("", [], 5, {}, {"lat": 9}, SPOT | {"lat": 91}, SPOT | {"lon": "105"})),
        {"position": SPOT | {"lat": float("nan")}},
        {"position": SPOT | {"lat": float("inf")}},
        {"position": SPOT | {"lat": 10**400}},
        {"position": SPOT | {"lat": True}},
    ],
)
def test_an_appointment_or_a_position_that_cannot_be_is_refused(more):
    with pytest.raises(Unreadable):
        read_item(OLD | more)


def test_a_phone_files_the_appointment_and_the_position(cast, team, household, indicators):
    send([make_item(household, next_on="2026-12-01", position=SPOT)], cast.team_member)

    visit = Visit.objects.get()
    assert (visit.next_on, visit.lat, visit.lon, visit.accuracy) == (date(2026, 12, 1), 9.7845, 105.4701, 12)


def test_what_is_held_keeps_them_too(cast, team, foreign_household, indicators):
    send([make_item(foreign_household, next_on="2026-12-01", position=SPOT)], cast.team_member)

    held = HeldItem.objects.get()
    assert held.household_id == foreign_household.pk
    assert (held.payload["next_on"], held.payload["position"]["lat"]) == ("2026-12-01", 9.7845)
