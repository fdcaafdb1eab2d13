"""Several phones at the same moment, in real threads with connections and transactions of their own."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from areas import ancestry
from areas.dates import FOREVER, ONE_DAY
from areas.models import Placement
from tests.cast import make_team
from tests.visits.phone import make_item, send
from visits import filing, ledger
from visits.models import HeldItem, Household, MovedTotal, Visit

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = 6


@pytest.fixture
def households(country, cast, indicators):
    make_team(country.hamlet, "Tổ ấp 1", cast.team_leader, cast.team_member)
    return [
        Household.objects.create(area=(country.hamlet, country.other_hamlet)[n % 2], head_name=f"Hộ {n}", size=4)
        for n in range(12)
    ]


def at_once(calls: list) -> list:
    """The results of the calls, all begun at the same moment; an error in one fails the test."""
    gate = Barrier(len(calls))

    def run(call):
        try:
            gate.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_phones_that_send_the_same_new_visits_all_hear_accepted_or_already(cast, households):
    items = [make_item(household) for household in households]
    orders = [random.Random(seed).sample(items, len(items)) for seed in range(PHONES)]

    answers = at_once([lambda order=order: send(order, cast.commune_officer) for order in orders])

    assert Counter(status for answer in answers for status in answer) == {
        "accepted": len(items),
        "already": len(items) * (PHONES - 1),
    }
    assert Visit.objects.count() == len(items)
    assert ledger.verify() == []


def test_one_new_id_for_two_households_is_filed_once_and_the_other_content_kept(cast, households):
    first, second = make_item(households[0]), make_item(households[1])
    second["id"] = first["id"]

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert send([first], cast.commune_officer) == ["accepted"]
            waiting = pool.submit(at_once, [lambda: send([second], cast.commune_officer)])
            sleep(0.3)  # the other phone reads, finds nothing, and waits at the id that is being filed
            assert not waiting.done()
        assert waiting.result() == [["conflict"]]

    assert str(Visit.objects.get().household_id) == first["household"]
    assert HeldItem.objects.get().payload["household"] == second["household"]
    assert ledger.verify() == []


def test_a_held_item_sent_by_two_at_once_is_kept_once(cast, households):
    item = make_item(households[0], results={"khong_co": 1})

    assert at_once([lambda: send([item], cast.commune_officer)] * PHONES) == [["review"]] * PHONES
    assert HeldItem.objects.count() == 1


def test_overlapping_batches_neither_wait_for_each_other_forever_nor_count_twice(cast, households):
    chance = random.Random(7)
    items = [make_item(chance.choice(households), visited_at=f"2026-08-{n % 28 + 1:02}T09:00") for n in range(60)]
    batches = [chance.sample(items, 20) for _phone in range(PHONES * 3)]

    answers = at_once([lambda batch=batch: send(batch, cast.commune_officer) for batch in batches])

    sent = {item["id"] for batch in batches for item in batch}
    counts = Counter(status for answer in answers for status in answer)
    assert counts == {"accepted": len(sent), "already": len(batches) * 20 - len(sent)}
    assert {str(pk) for pk in Visit.objects.values_list("pk", flat=True)} == sent
    assert ledger.verify() == []


def test_a_phone_and_an_office_at_one_household_take_turns(cast, households, indicators):
    app = indicators["app_ho"]
    items = [make_item(households[0], visited_at=f"2026-08-{n + 1:02}T09:00") for n in range(PHONES)]
    send(items[:1], cast.team_member)
    visit = Visit.objects.get()
    content = {"visited_at": visit.visited_at, "outcome": "met", "people": 1, "results": {app: 1}, "note": ""}

    def amend():
        return filing.amend_visit(visit, **content, reason="Đếm lại.", by=cast.team_leader).people

    at_once([amend, *(lambda item=item: send([item], cast.team_member) for item in items)])

    assert Visit.objects.count() == PHONES
    assert sum(row.quantity for v in Visit.objects.all() for row in v.contributions.filter(indicator=app)) == 1
    assert ledger.verify() == []


@pytest.mark.parametrize("page", ["visit_edit", "visit_remove"])
def test_who_comes_too_late_hears_that_the_visit_was_removed(client, cast, visit, page):
    client.force_login(cast.team_leader)
    sent = {"outcome": "absent", "visited_at": "2026-08-05T09:00", "note": "", "reason": "Ghi nhầm."}

    address = reverse(f"visits:{page}", args=[visit.pk])
    assert client.get(address).status_code == 200  # and everything it needs is loaded
    pool = ThreadPoolExecutor(1)
    with transaction.atomic():
        filing.remove_visit(visit, reason="Ghi trùng.", by=cast.commune_officer)
        late = pool.submit(at_once, [lambda: client.post(address, sent)])
        sleep(1)  # the page has found the visit and waits for the household
    (answer,) = late.result()
    pool.shutdown()

    assert answer.url == reverse("visits:visit_detail", args=[visit.pk])
    assert "Người khác vừa xóa" in client.get(answer.url).content.decode()
    assert Visit.objects.get(pk=visit.pk).removal_reason == "Ghi trùng."


def test_one_form_posted_for_two_households_is_filed_once_and_the_other_told(cast, households, client):
    item = make_item(households[0])
    client.force_login(cast.commune_officer)
    address = f"{reverse('visits:visit_create')}?household={households[1].pk}"
    answers = {"visit_id": item["id"], "outcome": "absent", "visited_at": "2026-08-05T09:00"}

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert send([item], cast.commune_officer) == ["accepted"]
            waiting = pool.submit(at_once, [lambda: client.post(address, answers)])
            sleep(0.3)  # the form is read, finds nothing, and waits at the id that is being filed
            assert not waiting.done()
        [answer] = waiting.result()

    assert answer.status_code == 422
    assert "đã được lưu với nội dung khác" in answer.content.decode()
    assert str(Visit.objects.get().household_id) == item["household"]


def test_what_a_phone_sends_while_the_books_are_verified_is_no_difference(cast, households):
    of_april, of_march = (
        make_item(households[0], visited_at=f"2026-{month}-05T08:00:00+07:00", results={"app_ho": 1})
        for month in ("04", "03")
    )
    send([of_april], cast.commune_officer)
    waiting = [lambda: send([of_march], cast.commune_officer)]

    def meanwhile(execute, sql, *rest):
        if "FROM visits_contribution WHERE visit_id" in sql and waiting:
            assert at_once([waiting.pop()]) == [["accepted"]]
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        assert ledger.verify() == []
    assert not waiting


def test_a_hamlet_that_moves_while_phones_send_takes_all_their_visits_along(cast, country, households):
    batches = [[make_item(household) for household in households[n::PHONES]] for n in range(PHONES)]
    moving = timezone.localdate() + ONE_DAY

    @transaction.atomic
    def move():
        country.hamlet.placements.filter(valid_until=FOREVER).update(valid_until=moving - ONE_DAY)
        Placement.objects.create(area=country.hamlet, parent=country.foreign_commune, valid_from=moving)
        ancestry.rebuild([country.hamlet])

    at_once([move, *(lambda batch=batch: send(batch, cast.commune_officer) for batch in batches)])

    assert ledger.verify() == []
    moved = MovedTotal.objects.filter(area=country.foreign_commune, indicator__code="luot_tham")
    assert moved.get().quantity == len(households) / 2
