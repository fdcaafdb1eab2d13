from datetime import timedelta

import pytest
from django.urls import reverse

from areas.lists import ROWS
from tests.cast import at, make_visit
from visits.models import Household

LIST = reverse("visits:visit_list")


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return cast.commune_officer


@pytest.fixture
def many(cast, household, foreign_household):
    """Two pages and a bit; every second pair of visits happened at one moment."""
    make_visit(foreign_household, when=at(2026, 8, 5), by=cast.foreign_officer)
    return [
        make_visit(household, when=at(2026, 8, 1) + timedelta(hours=number // 2)) for number in range(2 * ROWS + 3)
    ]


def shown(client, address=LIST, **query):
    page = client.get(address, query).context
    return page, [visit.pk for visit in page["visits"]]


def test_pages_follow_each_other_without_a_gap_or_a_double(client, officer, many):
    newest_first = [visit.pk for visit in sorted(many, key=lambda visit: (visit.visited_at, visit.pk), reverse=True)]
    first, one = shown(client)
    second, two = shown(client, LIST + first["next_url"])
    third, three = shown(client, LIST + second["next_url"])
    assert one + two + three == newest_first
    assert (first["previous_url"], third["next_url"]) == ("", "")


def test_the_way_back_shows_the_same_pages(client, officer, many):
    first, one = shown(client)
    second, two = shown(client, LIST + first["next_url"])
    third, _three = shown(client, LIST + second["next_url"])
    back, again = shown(client, LIST + third["previous_url"])
    assert again == two
    assert shown(client, LIST + back["previous_url"])[1] == one


@pytest.mark.parametrize("edge", ["", "x", "2026-08-05T09:00:00_x", "2026-08-05_00000000000000000000000000000000"])
def test_an_edge_that_cannot_be_read_shows_the_newest(client, officer, many, edge):
    assert shown(client, older=edge)[1] == shown(client)[1]


def test_visits_of_others_are_never_shown(client, officer, foreign_visit, foreign_team, country):
    assert shown(client)[1] == []
    assert shown(client, team=foreign_team.pk)[1] == []
    assert shown(client, hamlet=country.foreign_hamlet.pk)[1] == []


def test_filters_by_period_outcome_status_and_team(client, officer, household, team):
    met = make_visit(household, when=at(2026, 8, 1), team=team)
    absent = make_visit(household, when=at(2026, 8, 5), outcome="absent")
    doubtful = make_visit(household, when=at(2026, 8, 9), status="review", outcome="refused")
    removed = make_visit(household, when=at(2026, 8, 11), removed_at=at(2026, 8, 12))
    assert shown(client)[1] == [doubtful.pk, absent.pk, met.pk]
    assert shown(client, since="2026-08-02", until="2026-08-05")[1] == [absent.pk]
    assert shown(client, outcome="absent")[1] == [absent.pk]
    assert shown(client, status="review")[1] == [doubtful.pk]
    assert shown(client, status="removed")[1] == [removed.pk]
    assert shown(client, team=team.pk)[1] == [met.pk]


def test_the_next_page_keeps_the_filters(client, officer, many):
    page, _rows = shown(client, outcome="met")
    assert "outcome=met" in page["next_url"]


@pytest.mark.parametrize("n", [1, 5])
def test_the_list_costs_the_same_whatever_its_length(client, officer, country, team, count_queries, n):
    make_visit(Household.objects.create(area=country.hamlet, head_name="Hộ đầu"), by=officer, team=team)
    before = count_queries(client, LIST)
    for number in range(n):
        household = Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}")
        make_visit(household, when=at(2026, 8, 1), by=officer, team=team)
    assert count_queries(client, LIST) == before


def test_the_list_counts_no_visits(client, officer, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as queries:
        client.get(LIST)
    counting = [
        query["sql"] for query in queries if "COUNT(" in query["sql"] and 'FROM "visits_visit"' in query["sql"]
    ]
    assert counting == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "x"])
def test_a_day_off_every_calendar_breaks_nothing(client, officer, many, day):
    assert client.get(LIST, {"since": day, "until": day}).status_code == 200
