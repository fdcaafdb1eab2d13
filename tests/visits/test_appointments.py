"""The day agreed for the next visit: written on the form, shown everywhere, and the first thing on the day's list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from areas.models import Area
from tests.cast import make_visit
from visits.models import Household, Visit
from visits.suggestions import next_households
from visits.texts import day_text


@pytest.fixture(autouse=True)
def member(client, cast, team, indicators):
    client.force_login(cast.team_member)
    return cast.team_member


def agreed(household, days, **more) -> Visit:
    """A visit of ten days ago that agreed on a day, counted from today."""
    when = timezone.now() - timedelta(days=10)
    return make_visit(household, when=when, next_on=timezone.localdate() + timedelta(days=days), **more)


def suggested() -> list[str]:
    return [f"{one.household.head_name}: {one.reason}" for one in next_households(Area.objects.all(), 5)]


@pytest.mark.parametrize("days", [-3, 0, 1])
def test_an_agreed_day_comes_first_and_is_named(country, household, days):
    Household.objects.create(area=country.hamlet, head_name="Lê Văn Út")
    visit = agreed(household, days)

    assert suggested() == [f"Trần Thị Mẫu: Hẹn lại {day_text(visit.next_on)}.", "Lê Văn Út: Chưa thăm lần nào."]


@pytest.mark.parametrize("outcome", ["met", "absent"])
def test_nobody_goes_before_the_agreed_day(household, outcome):
    agreed(household, 5, outcome=outcome)

    assert suggested() == []


def test_a_later_visit_settles_the_appointment(household):
    agreed(household, -1)
    make_visit(household)

    assert suggested() == []


def test_a_visit_keeps_the_day_agreed_and_every_page_shows_it(client, household):
    day = timezone.localdate() + timedelta(days=3)
    data = {"outcome": "absent", "visited_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "next_on": day.isoformat()}
    data["visit_id"] = "5d2f6e58-6f0c-4b0e-9d5c-0b3c6a2f7e11"

    assert client.post(f"/visits/new/?household={household.pk}", data).status_code == 302

    visit = Visit.objects.get()
    assert visit.next_on == day
    for page in (f"/visits/{visit.pk}/", "/visits/", f"/households/{household.pk}/"):
        assert day_text(day) in client.get(page).content.decode(), page


def test_an_appointment_before_the_visit_is_no_appointment(client, household):
    data = {"outcome": "absent", "visited_at": "2026-08-05T09:00", "next_on": "2026-08-04"}
    data["visit_id"] = "5d2f6e58-6f0c-4b0e-9d5c-0b3c6a2f7e11"

    answer = client.post(f"/visits/new/?household={household.pk}", data)

    assert answer.status_code == 422
    assert "Ngày hẹn lại phải từ ngày thăm trở đi." in answer.content.decode()


def test_where_the_phone_was_is_told_only_to_whoever_may_correct_the_visit(client, cast, household, member):
    visit = agreed(household, 1, by=member, lat=9.7845, lon=105.4701, accuracy=12)
    page = f"/visits/{visit.pk}/"

    assert "9.7845" not in client.get(page).content.decode()
    client.force_login(cast.team_leader)
    assert "9.7845, 105.4701 (± 12 m)" in client.get(page).content.decode()
    client.force_login(cast.commune_leader)
    assert "9.7845" not in client.get(page).content.decode()
