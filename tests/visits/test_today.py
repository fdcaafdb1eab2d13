from datetime import timedelta

import pytest
from django.utils import timezone

from areas.models import Area
from tests.cast import make_visit
from visits.models import Household, Indicator
from visits.suggestions import next_households


@pytest.fixture
def member(client, cast, team, indicators):
    client.force_login(cast.team_member)
    return cast.team_member


def ago(**span):
    return timezone.now() - timedelta(**span)


def context(client):
    return client.get("/").context


def test_the_numbers_are_those_of_the_own_hamlet(client, member, country, household, foreign_visit):
    Household.objects.create(area=country.other_hamlet, head_name="Võ Minh Bé")
    Household.objects.create(area=country.hamlet, head_name="Lê Văn Út")
    make_visit(household, by=member, outcome="absent")
    shown = context(client)
    assert (shown["coverage"].total, shown["coverage"].visited, shown["coverage"].met) == (2, 1, 0)
    assert shown["coverage"].percent == 50


def test_the_week_tells_own_visits_from_those_of_the_team(client, cast, member, household):
    make_visit(household, by=member, when=timezone.now())
    make_visit(household, by=cast.team_leader, when=timezone.now())
    make_visit(household, by=member, when=ago(days=7))
    week = context(client)["week"]
    assert (week.visits, week.own, week.before) == (2, 1, 1)


def test_visits_that_wait_lead_to_their_list(client, member, household):
    make_visit(household, status="review")
    answer = client.get("/")
    assert answer.context["waiting"] == 1
    assert "?status=review" in answer.content.decode()


def test_the_month_shows_what_the_hamlet_reached(client, member, household, foreign_visit, indicators):
    make_visit(household, when=timezone.now(), people=3, results={indicators["vneid_muc_2"]: 2})
    reached = {indicator.code: quantity for indicator, quantity in context(client)["reached"]}
    assert reached == {"luot_tham": 1, "ho_tiep_can": 1, "luot_nguoi": 3, "vneid_muc_2": 2}


def test_a_hamlet_without_households_says_what_to_do_first(client, member):
    assert "Thêm các hộ" in client.get("/").content.decode()


@pytest.mark.parametrize("role", ["commune_leader", "province_officer", "province_leader", "administrator"])
def test_whoever_does_no_household_work_starts_at_the_dashboard(client, cast, role):
    client.force_login(getattr(cast, role))
    assert client.get("/").url == "/reports/"


@pytest.mark.parametrize("n", [1, 5])
def test_the_page_costs_the_same_whatever_the_number_of_households(client, member, country, count_queries, n):
    make_visit(Household.objects.create(area=country.hamlet, head_name="Hộ đầu"), by=member, when=ago(days=9))
    before = count_queries(client, "/")
    for number in range(n):
        household = Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}")
        make_visit(household, by=member, when=ago(days=9))
    assert count_queries(client, "/") == before


# --- where to go next ---


@pytest.fixture
def suggested(country, indicators):
    hamlet = Area.objects.filter(pk=country.hamlet.pk)

    def suggested(limit=5, **more):
        return [(found.household.head_name, found.reason) for found in next_households(hamlet, limit, **more)]

    return suggested


def test_a_household_where_nobody_was_at_home_comes_before_those_never_visited(country, household, suggested):
    Household.objects.create(area=country.hamlet, head_name="Lê Văn Út")
    visit = make_visit(household, when=ago(days=3), outcome="absent")
    day = f"{visit.day:%d/%m/%Y}"
    assert suggested() == [
        ("Trần Thị Mẫu", f"Vắng nhà hôm {day}, nên đến lại."),
        ("Lê Văn Út", "Chưa thăm lần nào."),
    ]


def test_nobody_goes_back_to_an_empty_house_on_the_same_day(household, suggested):
    make_visit(household, when=ago(hours=3), outcome="absent")
    assert suggested() == []


def test_a_household_that_was_met_comes_back_when_it_lacks_what_is_asked_first(household, suggested, indicators):
    Indicator.objects.filter(code="vneid_muc_2").update(position=1, short_name="VNeID mức 2")
    visit = make_visit(household, when=ago(days=30))
    assert suggested() == [("Trần Thị Mẫu", f"Chưa có VNeID mức 2; lần trước đến ngày {visit.day:%d/%m/%Y}.")]
    make_visit(household, when=ago(days=20), results={indicators["vneid_muc_2"]: 1})
    assert suggested() == []


@pytest.mark.parametrize("outcome", ["moved", "refused"])
def test_who_moved_or_refused_is_left_in_peace(household, suggested, outcome):
    make_visit(household, when=ago(days=30), outcome=outcome)
    assert suggested() == []


def test_no_more_than_asked_and_not_the_household_just_visited(country, household, suggested):
    for number in range(3):
        Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}")
    assert len(suggested(limit=2)) == 2
    assert "Trần Thị Mẫu" not in dict(suggested(skip=[household.pk]))


def test_households_of_other_hamlets_are_not_suggested(country, foreign_household, suggested):
    Household.objects.create(area=country.other_hamlet, head_name="Võ Minh Bé")
    assert suggested() == []
