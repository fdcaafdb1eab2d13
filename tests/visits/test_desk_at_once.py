"""The office merges and decides while phones send, in real threads with transactions of their own."""

from collections import Counter

import pytest

from tests.cast import make_team
from tests.visits.phone import make_found, make_item, send
from tests.visits.test_receive_at_once import PHONES, at_once
from visits import decisions, ledger, moving
from visits.found import receive_households
from visits.models import HeldItem, Household, HouseholdAlias, Visit

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Đã hỏi gia đình"


@pytest.fixture(autouse=True)
def hamlet(country, cast, indicators):
    make_team(country.hamlet, "Tổ ấp 1", cast.team_leader, cast.team_member)
    return country.hamlet


@pytest.mark.parametrize("attempt", range(3))
def test_no_visit_is_lost_when_its_household_is_merged_in_the_same_moment(cast, hamlet, attempt):
    gone, stays = (Household.objects.create(area=hamlet, head_name="Trần Thị Mẫu", size=4) for _one in range(2))
    batches = [[make_item(gone), make_item(stays)] for _phone in range(PHONES)]

    answers = at_once(
        [lambda: moving.merge(gone, stays, reason=WHY, by=cast.team_leader)]
        + [lambda batch=batch: send(batch, cast.team_member) for batch in batches]
    )

    assert Counter(status for answer in answers[1:] for status in answer) == {"accepted": 2 * PHONES}
    assert Visit.objects.filter(household=stays).count() == 2 * PHONES
    assert (HouseholdAlias.objects.get().household, ledger.verify()) == (stays, [])


def test_a_household_that_two_batches_bring_at_once_is_stored_once(cast, hamlet):
    found = make_found(hamlet)

    answers = at_once([lambda: receive_households([found], by=cast.team_member)] * PHONES)

    statuses = Counter(receipt.status for [receipt] in answers)
    assert statuses == {"accepted": 1, "already": PHONES - 1}
    assert Household.objects.count() == 1


def test_of_two_who_decide_at_once_one_is_told_that_it_is_too_late(cast, hamlet):
    household = Household.objects.create(area=hamlet, head_name="Trần Thị Mẫu", size=4)
    item = make_item(household)
    send([item, item | {"people": 4}], cast.team_member)
    held = HeldItem.objects.get()

    def decide():
        try:
            return decisions.file_held(held, decisions.read_draft(held), household, reason=WHY, by=cast.team_leader)
        except decisions.Decided:
            return None

    assert at_once([decide] * 3).count(None) == 2
    assert Visit.objects.count() == 2
    assert ledger.verify() == []
