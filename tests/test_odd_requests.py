"""Addresses and answers that no page of the product makes: they may find nothing, but must break nothing."""

import uuid

import pytest
from django.urls import reverse

from areas import search
from areas.lists import read_key
from tests.cast import make_visit
from visits.models import Visit

LONG, ENDLESS = "9" * 20, "9" * 4400
YEAR_ONE = "0001-01-01T00:00:00+14:00"
VISITS = reverse("visits:visit_list")


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return cast.commune_officer


@pytest.fixture
def member(client, cast, team, indicators):
    client.force_login(cast.team_member)
    return cast.team_member


@pytest.mark.parametrize(
    ("text", "key"), [("7", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("", None), ("-1", None), ("٣", None)]
)
def test_a_key_is_a_number_that_a_database_can_hold(text, key):
    assert read_key(text) == key


@pytest.mark.parametrize("number", [LONG, ENDLESS, "٣"], ids=["long", "endless", "arabic"])
@pytest.mark.parametrize(
    ("address", "name", "status"),
    [
        ("/households/", "hamlet", 200),
        ("/households/", "commune", 200),
        ("/visits/", "hamlet", 200),
        ("/visits/", "commune", 200),
        ("/areas/", "open", 200),
        ("/teams/", "area", 200),
        ("/members/", "area", 200),
        ("/teams/new/", "area", 404),
    ],
)
@pytest.mark.parametrize("role", ["commune_officer", "province_officer", "administrator"])
def test_a_number_that_no_row_can_have_finds_nothing(
    client, cast, team, household, role, address, name, number, status
):
    client.force_login(getattr(cast, role))
    assert client.get(address, {name: number}).status_code == status


@pytest.mark.parametrize("edge", [{"older": YEAR_ONE}, {"newer": "9999-12-31T23:59:59-12:00"}])
def test_an_edge_without_a_moment_in_utc_shows_the_newest_visits(client, officer, household, edge):
    visit = make_visit(household, by=officer)
    query = {name: f"{moment}_{uuid.uuid4()}" for name, moment in edge.items()}
    assert client.get(VISITS, query).context["visits"] == [visit]


def test_a_visit_in_the_year_one_is_refused(client, member, household):
    answers = {"visit_id": uuid.uuid4(), "outcome": "met", "people": 2, "visited_at": YEAR_ONE}
    answer = client.post(f"{reverse('visits:visit_create')}?household={household.pk}", answers)
    assert answer.status_code == 422
    assert "khi chưa có tổ nào" in answer.content.decode()
    assert not Visit.objects.exists()


def test_a_visit_is_not_moved_to_the_year_one(client, member, visit):
    answers = {"outcome": "met", "people": 1, "visited_at": YEAR_ONE, "reason": "Ghi nhầm ngày"}
    answer = client.post(reverse("visits:visit_edit", args=[visit.pk]), answers)
    assert answer.status_code == 422
    assert Visit.objects.get().visited_at == visit.visited_at


@pytest.mark.parametrize(
    "typed",
    [{"birth_year": ENDLESS}, {"birth_year": LONG}, {"phone": "0900\x00000111"}, {"phone": "\x00"}],
    ids=["endless", "long", "phone", "nothing"],
)
def test_what_cannot_be_a_year_or_a_phone_is_told_to_whoever_adds_a_person(client, officer, team, typed):
    person = {"full_name": "Lê Thị Bưởi", "role": "deputy", "valid_from": "2023-01-15"} | typed
    answer = client.post(reverse("teams:membership_create", args=[team.pk]), person)
    assert answer.status_code == 422
    assert set(typed) <= set(answer.context["form"].errors)


@pytest.mark.parametrize("address", ["/households/", "/visits/new/", "/members/", "/teams/"])
def test_a_search_for_very_many_words_is_answered(client, member, team, household, address):
    assert client.get(address, {"q": "a " * 1500}).status_code == 200


def test_a_search_looks_for_the_first_words_only(client, officer, household):
    def found(text):
        table = client.get("/households/", {"q": text}).context["table"]
        return [row.record for row in table.paginated_rows]

    assert found("mau " * 10 + "khac") == [household]
    assert found("mau " * 9 + "khac") == []


def test_a_unit_is_looked_for_under_a_few_others_only(cast, country):
    user, day = cast.commune_officer, country.reform.effective_on
    assert search.find("ấp 1, tân hòa, cần thơ, việt nam" + ", không đâu" * 50, user, day).total == 1
    assert search.find("ấp 1, tân hòa, không đâu", user, day).total == 0
