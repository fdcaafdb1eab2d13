"""The desk: what waits for a person, and what a decision does to the books."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cast import at, make_visit
from tests.visits.phone import make_found, make_item, send
from visits import ledger
from visits.batch import receive_batch
from visits.models import HeldItem, Household, HouseholdAlias, Visit

DESK = "/visits/desk/"
WHY = "Đã hỏi người ghi"


@pytest.fixture(autouse=True)
def office(client, cast, team, indicators):
    client.force_login(cast.commune_officer)


def open_page(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def decide(client, held, decision, **more):
    return client.post(f"{DESK}{held.pk}/", {"decision": decision, "reason": WHY, **more})


def met(household) -> int:
    """How many times the household counts as met."""
    return sum(row.quantity for row in household_contributions(household, "ho_tiep_can"))


def household_contributions(household, code):
    return [
        row
        for visit in Visit.objects.filter(household=household)
        for row in visit.contributions.filter(indicator__code=code)
    ]


@pytest.fixture
def doubtful(cast, household):
    item = make_item(household, people=99)
    assert send([item], cast.team_member) == ["review"]
    return Visit.objects.get(pk=item["id"])


@pytest.fixture
def conflict(cast, household):
    item = make_item(household)
    assert send([item, item | {"people": 4, "note": "Bản hai"}], cast.team_member) == ["accepted", "conflict"]
    return HeldItem.objects.get(kind="conflict")


@pytest.fixture
def unknown(cast):
    send([make_item(uuid4(), results={"app_ho": 1})], cast.team_member)
    return HeldItem.objects.get(kind="review")


def test_a_visit_under_review_is_accepted_as_it_is_and_counts(client, cast, doubtful, household):
    assert "lớn khác thường" in open_page(client, DESK)
    assert met(household) == 0

    client.post(f"{DESK}visits/{doubtful.pk}/", {"reason": WHY})

    doubtful.refresh_from_db()
    assert (doubtful.status, doubtful.review_reason, met(household)) == ("accepted", "", 1)
    record = doubtful.history.first()
    assert (record.history_user, record.history_change_reason) == (cast.commune_officer, WHY)
    assert WHY in open_page(client, f"/visits/{doubtful.pk}/")
    assert ledger.verify() == []


def test_a_visit_of_tomorrow_cannot_be_accepted_before_its_day_is_corrected(client, cast, household):
    item = make_item(household, visited_at=(timezone.now() + timedelta(days=1)).isoformat())
    send([item], cast.team_member)
    address = f"{DESK}visits/{item['id']}/"

    assert "tương lai" in open_page(client, address)
    assert client.post(address, {"reason": WHY}).status_code == 422
    client.post(
        f"/visits/{item['id']}/edit/", {"outcome": "met", "people": 2, "visited_at": "2026-08-05T09:00", "reason": WHY}
    )
    assert (Visit.objects.get().status, met(household)) == ("accepted", 1)


def test_a_decision_without_a_reason_changes_nothing(client, doubtful, conflict):
    assert client.post(f"{DESK}visits/{doubtful.pk}/", {"reason": ""}).status_code == 422
    assert client.post(f"{DESK}{conflict.pk}/", {"decision": "sent"}).status_code == 422
    assert HeldItem.objects.waiting().count() == 1


def test_both_versions_stand_side_by_side_with_what_differs(client, conflict):
    page = open_page(client, f"{DESK}{conflict.pk}/")

    assert page.count("pill-behind") == 2
    assert "Bản hai" in page


@pytest.mark.parametrize(("choice", "people"), [("sent", [4]), ("stored", [2]), ("both", [2, 4])])
def test_a_conflict_is_settled_in_one_of_three_ways(client, cast, household, conflict, choice, people):
    assert decide(client, conflict, choice).status_code == 302

    visits = Visit.objects.filter(household=household).order_by("people")
    assert [visit.people for visit in visits] == people
    assert {visit.created_by for visit in visits} == {cast.team_member}
    conflict.refresh_from_db()
    assert (conflict.decision, conflict.decided_by, conflict.decision_reason) == (choice, cast.commune_officer, WHY)
    assert met(household) == 1
    assert ledger.verify() == []


def test_what_was_sent_brings_its_position_and_takes_none_away(client, cast, household):
    here, there = ({"lat": lat, "lon": 105.47, "accuracy": 9} for lat in (9.78, 9.79))
    for position, lat in ((there, 9.79), (None, 9.78)):
        item = make_item(household, position=here)
        send([item, item | {"people": 4, "position": position}], cast.team_member)
        held = HeldItem.objects.waiting().get()
        assert "9.7800, 105.4700" in open_page(client, f"{DESK}{held.pk}/")
        decide(client, held, "sent")
        assert Visit.objects.get(pk=item["id"]).lat == lat


@pytest.mark.parametrize("choice", ["sent", "stored", "both"])
def test_after_the_decision_a_phone_that_sends_again_hears_already(client, cast, conflict, choice):
    decide(client, conflict, choice)
    before = Visit.objects.count()

    assert send([conflict.payload], cast.team_member) == ["already"]
    assert Visit.objects.count() == before


def test_nobody_decides_twice(client, conflict):
    decide(client, conflict, "sent")
    decide(client, conflict, "both")

    conflict.refresh_from_db()
    assert (conflict.decision, Visit.objects.count()) == ("sent", 1)
    page = open_page(client, f"{DESK}{conflict.pk}/")
    assert WHY in page
    assert "Lưu quyết định" not in page


def test_a_conflict_with_a_foreign_visit_tells_nothing_of_it(client, cast, household, foreign_visit):
    send([make_item(household, id=str(foreign_visit.pk))], cast.team_member)
    held = HeldItem.objects.get()

    page = open_page(client, f"{DESK}{held.pk}/")
    assert "Lý Văn Lạ" not in page
    assert decide(client, held, "sent").status_code == 422
    assert decide(client, held, "both").status_code == 302
    assert Visit.objects.get(household=household).pk != foreign_visit.pk


def test_a_visit_at_an_unknown_household_is_given_its_household(client, cast, household, unknown):
    assert "Không tìm thấy hộ này" in open_page(client, DESK)
    assert "Trần Thị Mẫu" in open_page(client, f"{DESK}{unknown.pk}/file/?q=tran thi mau")
    address = f"{DESK}{unknown.pk}/file/?household={household.pk}"
    assert "Ghi vào sổ" in open_page(client, address)

    data = {"outcome": "met", "people": 2, "r_app_ho": "on", "visited_at": "2026-08-05T09:00", "reason": WHY}
    assert client.post(address, data).status_code == 302

    visit = Visit.objects.get()
    assert (visit.household, visit.created_by, visit.pk) == (household, cast.team_member, unknown.visit_id)
    assert met(household) == 1
    assert WHY in open_page(client, f"/visits/{visit.pk}/")
    assert send([unknown.payload], cast.team_member) == ["already"]


def test_an_indicator_that_is_closed_is_left_out_and_said(client, cast, household):
    send([make_item(household, results={"khong_co": 1, "app_ho": 1})], cast.team_member)
    held = HeldItem.objects.get()
    address = f"{DESK}{held.pk}/file/?household={household.pk}"

    assert "khong_co = 1" in open_page(client, address)
    assert decide(client, held, "filed").status_code == 422
    client.post(address, {"outcome": "met", "visited_at": "2026-08-05T09:00", "r_app_ho": "on", "reason": WHY})
    assert Visit.objects.get().results.get().indicator.code == "app_ho"


def test_a_day_far_off_must_be_corrected_before_it_is_filed(client, cast, household):
    send([make_item(household, visited_at="1970-01-01T00:00:00Z")], cast.team_member)
    held = HeldItem.objects.get()
    address = f"{DESK}{held.pk}/file/?household={household.pk}"
    data = {"outcome": "absent", "reason": WHY}

    assert client.post(address, data | {"visited_at": "1970-01-01T07:00"}).status_code == 422
    assert client.post(address, data | {"visited_at": "2026-08-05T09:00"}).status_code == 302
    assert Visit.objects.get().outcome == "absent"


def test_what_is_not_used_stays_with_its_reason(client, cast, unknown):
    decide(client, unknown, "discarded")

    unknown.refresh_from_db()
    assert (unknown.decision, Visit.objects.count()) == ("discarded", 0)
    assert WHY in open_page(client, f"{DESK}?queue=decided")
    assert send([unknown.payload], cast.team_member) == ["already"]


@pytest.fixture
def stray(cast, country):
    """A household found in a hamlet where the member has no post, and its visit."""
    found = make_found(country.other_hamlet)
    receive_batch([make_item(found["id"])], [found], None, by=cast.team_member)
    return HeldItem.objects.get(about="household")


def test_a_household_from_elsewhere_is_stored_with_its_waiting_visits(client, cast, country, stray):
    assert "Ngô Thị Mới" in open_page(client, f"{DESK}{stray.pk}/")

    decide(client, stray, "filed", hamlet=country.other_hamlet.pk)

    household = Household.objects.get()
    assert (household.pk, household.area) == (stray.visit_id, country.other_hamlet)
    assert Visit.objects.get().household == household
    assert HeldItem.objects.waiting().count() == 0
    assert household.history.first().history_change_reason == WHY
    assert ledger.verify() == []


def test_a_household_that_is_known_already_takes_the_visits(client, cast, household, stray):
    client.post(f"{DESK}{stray.pk}/file/?household={household.pk}", {"reason": WHY})

    assert Visit.objects.get().household == household
    assert HouseholdAlias.objects.get().pk == stray.visit_id
    assert send([make_item(stray.visit_id, visited_at="2026-08-06T09:00")], cast.team_member) == ["accepted"]
    assert met(household) == 1


def test_a_household_with_two_contents_is_settled(client, cast, country, household):
    found = make_found(country.hamlet, id=str(household.pk))
    receive_batch([], [found], None, by=cast.team_member)
    held = HeldItem.objects.get()
    assert "Ngô Thị Mới" in open_page(client, f"{DESK}{held.pk}/")
    assert client.get(f"{DESK}{held.pk}/file/").status_code == 404  # its id is that of the household

    decide(client, held, "sent")

    household.refresh_from_db()
    assert (household.head_name, household.size) == ("Ngô Thị Mới", 3)
    assert household.history.first().history_user == cast.commune_officer


def test_two_members_at_one_house_on_one_day_are_shown_once_and_settled(client, cast, team, household):
    first = make_visit(household, by=cast.team_member, when=at(2026, 11, 2, 8))
    make_visit(household, by=cast.team_leader, when=at(2026, 11, 2, 15))
    make_visit(household, by=cast.team_member, when=at(2026, 11, 3))
    assert open_page(client, f"{DESK}?queue=repeats").count('class="list-title"') == 1
    assert met(household) == 1

    client.post(f"{DESK}repeats/{first.pk}/", {"decision": "keep", "reason": WHY})
    assert open_page(client, f"{DESK}?queue=repeats").count('class="list-title"') == 0

    third = make_visit(household, by=cast.commune_officer, when=at(2026, 11, 2, 16))
    assert open_page(client, f"{DESK}?queue=repeats").count('class="list-title"') == 1
    client.post(f"{DESK}repeats/{first.pk}/", {"decision": str(third.pk), "reason": WHY})
    assert Visit.objects.standing().filter(household=household).count() == 3
    assert ledger.verify() == []


def test_a_held_item_is_for_whoever_may_edit_visits_where_its_household_stands(client, cast, unknown, conflict):
    both, nothing = {unknown.pk, conflict.pk}, set()
    editors = ("team_leader", "commune_officer", "administrator")

    for name, user in vars(cast).items():
        seen = set(HeldItem.objects.visible_to(user).values_list("pk", flat=True))
        assert seen == (both if name in editors else nothing), name


def test_the_number_that_waits_stands_in_the_frame(client, doubtful, conflict):
    assert '<span class="nav-count">2</span>' in open_page(client, "/households/")


def test_who_may_not_decide_has_no_badge_and_no_desk(client, cast, doubtful):
    client.force_login(cast.team_member)

    assert client.get(DESK).status_code == 403
    assert "nav-count" not in open_page(client, "/households/")


@pytest.mark.parametrize("queue", ["review", "conflict", "held", "repeats", "decided"])
def test_a_queue_asks_the_database_as_often_for_five_as_for_one(client, cast, country, count_queries, queue):
    def fill(n):
        for number in range(n):
            household = Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}")
            known = make_item(household, visited_at="2026-11-05T09:00")
            items = [known, known | {"note": "x"}, make_item(household, people=99), make_item(uuid4())]
            send(items, cast.team_member)
            make_visit(household, by=cast.team_leader, when=at(2026, 11, 5))
        HeldItem.objects.filter(pk__in=HeldItem.objects.waiting()[:n].values("pk")).update(
            decided_at=timezone.now(), decision="discarded", decided_by=cast.team_leader
        )

    fill(2)
    one = count_queries(client, f"{DESK}?queue={queue}")
    fill(5)
    assert count_queries(client, f"{DESK}?queue={queue}") == one
