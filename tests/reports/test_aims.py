"""What a member's own hamlet has to reach stands on Hôm nay and on the phone, in the server's words."""

from datetime import date

import pytest
from django.utils import timezone

from reports.aims import aims_of
from tests.cast import at, make_visit
from tests.reports.targets import give

TODAY = date(2026, 11, 22)


@pytest.fixture
def app(indicators, country, household, team):
    make_visit(household, when=at(2026, 11, 5), results={indicators["app_ho"]: 1})
    return indicators["app_ho"]


def this_quarter() -> dict:
    today = timezone.localdate()
    return {"start": today.replace(day=1), "end": date(today.year, 12, 31)}


def test_the_own_target_is_told_with_what_is_due(country, app):
    give(country.hamlet, app, 10)
    [aim] = aims_of(country.hamlet, TODAY)
    assert (aim.name, aim.reached, aim.goal, aim.percent, aim.state) == (app.short_name, "1", "10", 10, "late")
    assert "6" in aim.due  # 53 of 92 days


def test_a_target_of_the_commune_is_not_that_of_the_hamlet(country, app):
    give(country.commune, app, 10)
    assert aims_of(country.hamlet, TODAY) == []
    assert [aim.goal for aim in aims_of(country.commune, TODAY)] == ["10"]


def test_it_stands_on_the_day_of_a_member_and_goes_along_on_the_phone(client, cast, country, app):
    give(country.hamlet, app, 10, **this_quarter())
    client.force_login(cast.team_member)
    assert "Chỉ tiêu được giao" in client.get("/").content.decode()
    [told] = client.get("/visits/field/").json()["targets"]
    assert (told["name"], told["goal"]) == (app.short_name, "10")


def test_nothing_is_shown_where_nothing_was_given(client, cast, country, app):
    give(country.foreign_hamlet, app, 10, **this_quarter())
    client.force_login(cast.team_member)
    assert "Chỉ tiêu được giao" not in client.get("/").content.decode()
    assert client.get("/visits/field/").json()["targets"] == []


@pytest.mark.parametrize("count", [1, 4])
def test_more_targets_ask_the_database_no_more(country, app, indicators, django_assert_max_num_queries, count):
    for indicator in [one for one in indicators.values() if one.kind != "ratio"][:count]:
        give(country.hamlet, indicator, 10)
    with django_assert_max_num_queries(30):
        aims_of(country.hamlet, TODAY)
