import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import at
from tests.visits.phone import ANY_TEXT, JSON, make_item, send, stored
from visits import filing, ledger
from visits.decisions import read_draft
from visits.models import HeldItem, Household, Visit
from visits.receive import Receipt, receive
from visits.sent import read_item


@pytest.fixture(autouse=True)
def world(cast, team, household, indicators):
    """The member's own hamlet, with a team, a household and indicators."""


def the_receipt(item, by) -> Receipt:
    (receipt,) = receive([item], by=by)
    return receipt


def test_an_item_becomes_a_counted_visit(cast, team, household):
    item = make_item(household, results={"app_ho": 1, "vneid_muc_2": 2, "dvc_ho_so": 0}, note=" Hẹn tuần sau. ")

    assert the_receipt(item, cast.team_member) == Receipt(item["id"], "accepted", None)

    visit = Visit.objects.get(pk=item["id"])
    assert (visit.household, visit.team, visit.created_by) == (household, team, cast.team_member)
    assert (visit.visited_at, visit.day, visit.note) == (at(2026, 8, 5), date(2026, 8, 5), "Hẹn tuần sau.")
    assert dict(visit.results.values_list("indicator__code", "quantity")) == {"app_ho": 1, "vneid_muc_2": 2}
    assert visit.contributions.get(indicator__code="vneid_muc_2").quantity == 2
    assert ledger.verify() == []


def test_the_same_batch_sent_twice_changes_nothing(cast, household, foreign_household):
    future = (timezone.now() + timedelta(days=2)).isoformat()
    known = make_item(household)
    items = [
        known,
        make_item(household, visited_at=future),
        make_item(foreign_household),
        make_item(household, results={"khong_co": 1}),
        known | {"people": 3},
        make_item(household, people=-1),
    ]
    assert send(items, cast.team_member) == ["accepted", "review", "review", "review", "conflict", "rejected"]
    before = stored()

    assert send(items, cast.team_member) == ["already", "review", "review", "review", "conflict", "rejected"]
    assert stored() == before


def test_the_same_moment_written_in_another_way_is_the_same_content(cast, household):
    item = make_item(household, visited_at="2026-08-05T09:00:00+07:00", results={"app_ho": 1})
    same = item | {"visited_at": "2026-08-05T02:00:00.000Z", "results": {"app_ho": 1, "dvc_ho_so": 0}}

    assert send([item, same, item | {"visited_at": "2026-08-05T09:00:00"}], cast.team_member) == [
        "accepted",
        "already",
        "already",
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"people": 3},
        {"note": "Khác."},
        {"outcome": "absent", "people": 0, "results": {}},
        {"results": {"app_ho": 1, "dvc_ho_so": 1}},
        {"visited_at": "2026-08-05T09:00:01+07:00"},
        {"household": str(uuid4())},
    ],
)
def test_another_content_under_a_known_id_is_kept_for_a_person_and_changes_nothing(cast, household, other):
    item = make_item(household)
    send([item], cast.team_member)

    receipt = the_receipt(item | other, cast.team_member)

    assert (receipt.status, bool(receipt.reason)) == ("conflict", True)
    assert Visit.objects.get().people == 2
    held = HeldItem.objects.get()
    assert (held.kind, str(held.visit_id), held.sent_by) == ("conflict", item["id"], cast.team_member)
    assert {key: held.payload[key] for key in other if key != "visited_at"} == {
        key: value for key, value in other.items() if key != "visited_at"
    }


def test_one_id_twice_in_a_batch_is_filed_once(cast, household):
    item = make_item(household)

    assert send([item, item, item | {"people": 5}, item | {"people": 5}], cast.team_member) == [
        "accepted",
        "already",
        "conflict",
        "conflict",
    ]
    assert (Visit.objects.count(), HeldItem.objects.count()) == (1, 1)


def test_an_id_held_for_review_does_not_take_another_content_silently(cast, household):
    item = make_item(household, results={"khong_co": 1})

    assert send([item, item | {"results": {}}], cast.team_member) == ["review", "conflict"]
    assert (Visit.objects.count(), HeldItem.objects.count()) == (0, 2)


def test_an_id_that_belongs_to_a_foreign_visit_is_a_conflict_that_tells_nothing(cast, household, foreign_visit):
    receipt = the_receipt(make_item(household, id=str(foreign_visit.pk)), cast.team_member)

    assert receipt.status == "conflict"
    assert (
        receipt.reason == "Lượt thăm này đã có với nội dung khác. Cả hai bản được giữ để người phụ trách xem và chọn."
    )
    assert Visit.objects.get().household == foreign_visit.household


@pytest.mark.parametrize("change", ["amend", "remove"])
def test_what_was_changed_on_the_server_is_not_undone_by_a_phone_that_repeats(cast, household, change):
    item = make_item(household)
    send([item], cast.team_member)
    visit = Visit.objects.get()
    if change == "remove":
        filing.remove_visit(visit, reason="Ghi trùng.", by=cast.team_leader)
    else:
        content = {"visited_at": visit.visited_at, "outcome": "met", "people": 9, "results": {}, "note": ""}
        filing.amend_visit(visit, **content, reason="Ghi nhầm.", by=cast.team_leader)
    before = stored()

    assert send([item], cast.team_member) == ["already"]
    assert stored() == before


def test_a_form_and_a_phone_give_one_content_one_meaning(cast, household, indicators):
    item = make_item(household, note="Hẹn tuần sau.")
    filing.file_visit(
        household=household,
        visit_id=UUID(item["id"]),
        visited_at=datetime.fromisoformat(item["visited_at"]),
        outcome="met",
        people=2,
        results={indicators["app_ho"]: 1, indicators["dvc_ho_so"]: 0},
        note="Hẹn tuần sau.",
        by=cast.team_member,
    )

    assert send([item], cast.team_leader) == ["already"]


BAD = {
    "id": [None, 5, "", "abc", "0" * 32, "{" + str(UUID(int=1)) + "}", "x" * 100, [], {}],
    "household": [None, 5, "abc", [], True],
    "visited_at": [None, 5, "", "hôm qua", "2026-13-01T00:00:00", "9999-12-31T23:59:59-12:00", "0001-01-01", [], "\0"],
    "outcome": [None, "", "MET", "gặp", 1, [], {}],
    "people": [None, -1, 1.0, 1.5, "2", True, 2**31, 10**400, [], float("nan")],
    "results": [None, [], "app_ho", {"app_ho": -1}, {"app_ho": 1.0}, {"app_ho": True}, {"app_ho": 2**31}],
    "note": [None, 5, [], "x" * 2001],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_what_no_visit_can_say_is_rejected_with_a_reason_and_not_stored(cast, household, name, value):
    item = make_item(household) | {name: value}

    receipt = the_receipt(item, cast.team_member)

    assert receipt.status == "rejected"
    assert receipt.reason
    assert not any(stored().values())


@pytest.mark.parametrize("name", ["id", "household", "visited_at", "outcome"])
def test_an_item_without_what_it_needs_is_rejected(cast, household, name):
    item = make_item(household)
    del item[name]

    assert send([item], cast.team_member) == ["rejected"]


NOTICE = "Đã bỏ số giấy tờ tùy thân khỏi ghi chú: không được lưu ở đây."


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, (("accepted", NOTICE), ("already", NOTICE))),
        ({"results": {"khong_co": 1}}, (("review", NOTICE), ("review", NOTICE))),
    ],
)
def test_a_number_of_an_identity_paper_in_a_note_is_stored_nowhere_and_that_is_told(cast, household, more, told):
    item = make_item(household, note=f"{'a' * 1950} CMT 363123456, 0590000123 12 giờ", **more)

    receipts = [the_receipt(item, cast.team_member) for _time in range(2)]

    for receipt, (status, ending) in zip(receipts, told, strict=True):
        assert receipt.status == status
        assert receipt.reason.endswith(ending)
    kept = [*Visit.objects.values_list("note", flat=True), *(held.payload["note"] for held in HeldItem.objects.all())]
    assert kept == [f"{'a' * 1950} (đã bỏ số giấy tờ), 0590000123 12 giờ"]


def test_a_note_that_a_mark_made_longer_is_read_again_at_the_desk(cast, household):
    send([make_item(household, note="CMT 363123456 " + "a" * 1986, results={"khong_co": 1})], cast.team_member)
    note = read_draft(HeldItem.objects.get()).note
    assert (note[:19], len(note)) == ("(đã bỏ số giấy tờ) ", 2005)


def test_a_visit_filed_when_such_numbers_were_kept_is_known_again(cast, household):
    item = make_item(household, note="CMT 363123456")
    send([item], cast.team_member)
    Visit.objects.update(received_digest=read_item(item).digest_as_sent)
    before = stored()

    assert send([item], cast.team_member) == ["already"]
    assert stored() == before


def test_an_absent_household_needs_no_people_results_or_note(cast, household):
    item = make_item(household, outcome="absent")
    for name in ("people", "results", "note"):
        del item[name]

    assert send([item], cast.team_member) == ["accepted"]


@pytest.mark.parametrize("extra", [{"people": 1, "results": {}}, {"people": 0, "results": {"app_ho": 1}}])
@pytest.mark.parametrize("outcome", ["absent", "refused", "moved"])
def test_nobody_met_means_nobody_guided(cast, household, outcome, extra):
    assert send([make_item(household, outcome=outcome, **extra)], cast.team_member) == ["rejected"]


@pytest.mark.parametrize("item", [None, 5, "abc", [], [{}], True])
def test_an_item_that_is_no_object_is_rejected(cast, item):
    assert the_receipt(item, cast.team_member).id is None


@pytest.mark.parametrize(
    ("sent", "echoed"), [("abc", "abc"), ("x" * 65, None), (7, None), (None, None), ("\ud800", "\ud800")]
)
def test_the_id_is_echoed_as_it_was_written(cast, household, sent, echoed):
    assert the_receipt(make_item(household, id=sent), cast.team_member).id == echoed


def test_an_id_in_capitals_is_the_same_id(cast, household):
    item = make_item(household)
    capitals = item | {"id": item["id"].upper()}

    assert [receipt.id for receipt in receive([item, capitals], by=cast.team_member)] == [item["id"], capitals["id"]]
    assert send([capitals], cast.team_member) == ["already"]


def test_characters_that_a_database_refuses_are_replaced(cast, household):
    item = make_item(household, note="trước\0sau \ud83d \U0001f600", results={"app\0\ud800": 1})

    assert send([item, item], cast.team_member) == ["review", "review"]
    held = HeldItem.objects.get()
    assert held.payload["note"] == "trước\ufffdsau \ufffd \U0001f600"
    assert held.payload["results"] == {"app\ufffd\ufffd": 1}
    assert send([make_item(household, note="\0")], cast.team_member) == ["accepted"]


@pytest.mark.parametrize(
    "code", ["khong_co", "luot_tham", "zalo_thanh_vien", "ty_le_ho_app", "ended", "not_yet", "Ấ" * 1000, ""]
)
def test_an_indicator_that_is_not_asked_on_that_day_holds_the_whole_item(cast, household, indicators, code):
    indicators["app_ho"].valid_until = date(2026, 8, 4)
    indicators["app_ho"].save()
    indicators["vneid_muc_2"].valid_from = date(2026, 8, 6)
    indicators["vneid_muc_2"].save()
    sent = {"ended": "app_ho", "not_yet": "vneid_muc_2"}.get(code, code)
    item = make_item(household, results={"dvc_ho_so": 1, sent: 1})

    receipt = the_receipt(item, cast.team_member)

    held = HeldItem.objects.get()
    assert (receipt.status, receipt.reason) == ("review", held.reason)
    assert sent[:40] in receipt.reason
    assert "05/08/2026" in receipt.reason
    assert len(receipt.reason) <= 200
    assert held.payload["results"] == {"dvc_ho_so": 1, sent: 1}
    assert Visit.objects.count() == 0


def test_a_foreign_household_cannot_be_told_from_an_unknown_one(cast, foreign_household):
    foreign = make_item(foreign_household, results={"khong_co": 1})
    unknown = make_item(uuid4(), results={"khong_co": 1})

    theirs, nowhere = receive([foreign, unknown], by=cast.team_member)

    assert (theirs.status, theirs.reason) == (nowhere.status, nowhere.reason)
    assert theirs.status == "review"
    assert list(HeldItem.objects.values_list("reason", flat=True)) == [theirs.reason] * 2
    assert Visit.objects.count() == 0


def test_a_reader_of_the_area_cannot_log_there(cast, household):
    assert send([make_item(household)], cast.commune_leader) == ["review"]
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("doubtful", "words"),
    [
        ({"visited_at": (timezone.now() + timedelta(days=300)).isoformat()}, "tương lai"),
        ({"visited_at": "2000-01-02T00:00:00"}, "01/01/2022"),
        ({"people": 51}, "51"),
        ({"results": {"dvc_ho_so": 2**31 - 1}}, "2.147.483.647"),
        ({"visited_at": "2022-02-01T00:00:00"}, "Không có tổ nào"),
    ],
)
def test_what_is_hard_to_believe_is_filed_under_review_and_counts_nothing(cast, household, doubtful, words):
    item = make_item(household, **doubtful)

    receipt = the_receipt(item, cast.team_member)

    visit = Visit.objects.get(pk=item["id"])
    assert (receipt.status, receipt.reason, visit.status) == ("review", visit.review_reason, "review")
    assert words in receipt.reason
    assert not visit.contributions.filter(quantity__gt=0).exists()
    assert send([item], cast.team_member) == ["review"]
    assert ledger.verify() == []


@pytest.mark.parametrize(
    "moment", ["1970-01-01T00:00:00Z", "1999-12-31T12:00:00", "2150-01-01T00:00:00Z", "9999-01-01"]
)
def test_a_day_far_off_is_held_and_opens_no_century_in_the_books(cast, household, moment):
    assert send([make_item(household, visited_at=moment)], cast.team_member) == ["review"]
    assert (Visit.objects.count(), HeldItem.objects.count()) == (0, 1)


def test_one_bad_item_harms_no_other(cast, household, foreign_household):
    good = [make_item(household, visited_at=f"2026-08-0{day}T09:00:00") for day in (1, 2, 3)]
    items = [good[0], {"id": "?"}, good[1], make_item(foreign_household), None, good[2]]

    assert send(items, cast.team_member) == ["accepted", "rejected", "accepted", "review", "rejected", "accepted"]
    assert set(map(str, Visit.objects.values_list("pk", flat=True))) == {item["id"] for item in good}
    assert ledger.verify() == []


def test_visits_that_arrive_late_and_out_of_order_count_a_household_once(cast, household):
    days = ["2026-08-20T09:00", "2026-07-05T09:00", "2026-08-01T09:00"]
    for day in days:
        send([make_item(household, visited_at=day)], cast.team_member)

    first = Visit.objects.get(day=date(2026, 7, 5))
    assert first.contributions.get(indicator__code="app_ho").quantity == 1
    assert ledger.verify() == []


def test_an_empty_batch_needs_no_database(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert receive([], by=cast.team_member) == []


@pytest.mark.parametrize("n", [1, 5, 50])
def test_the_number_of_queries_does_not_grow_with_the_batch(cast, country, n, django_assert_num_queries):
    chunks = 1 if n == 50 and connection.vendor == "sqlite" else 0  # SQLite takes 999 values in a statement
    households = [Household.objects.create(area=country.hamlet, head_name=f"Hộ {i}", size=4) for i in range(n)]
    items = [make_item(household, results={"app_ho": 1, "dvc_ho_so": 2}) for household in households]

    with django_assert_num_queries(23 + chunks):
        assert send(items, cast.team_member) == ["accepted"] * n


IDS = [str(UUID(int=number)) for number in range(3)]
MOMENTS = st.datetimes(timezones=st.just(UTC) | st.none()).map(lambda moment: moment.isoformat())
CODES = ["app_ho", "dvc_ho_so", "vneid_muc_2", "zalo_thanh_vien", "khong_co"]


def items_for(households):
    """Items that are mostly right, each field now and then replaced by anything that JSON can say."""
    right = {
        "id": st.sampled_from(IDS) | st.uuids().map(str),
        "household": st.sampled_from(households) | st.uuids().map(str),
        "visited_at": st.sampled_from(["2026-08-05T09:00:00", "2026-08-06T09:00:00Z"]) | MOMENTS,
        "outcome": st.sampled_from(Visit.Outcome.values),
        "people": st.just(0) | st.integers(0, 60),
        "results": st.just({}) | st.dictionaries(st.sampled_from(CODES) | ANY_TEXT, st.integers(0, 300), max_size=3),
        "note": st.just("") | ANY_TEXT,
    }
    return st.fixed_dictionaries({name: values | JSON for name, values in right.items()}) | JSON


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_sent_every_item_has_a_receipt_and_is_found_again(cast, household, foreign_household, data):
    households = [str(household.pk), str(foreign_household.pk)]
    items = data.draw(st.lists(items_for(households), max_size=6))

    with transaction.atomic():
        receipts = receive(json.loads(json.dumps(items)), by=cast.team_member)
        kept = {str(pk) for pk in Visit.objects.values_list("pk", flat=True)}
        kept |= {str(pk) for pk in HeldItem.objects.values_list("visit_id", flat=True)}
        assert [receipt.id.lower() in kept for receipt in receipts if receipt.status != "rejected"].count(False) == 0
        assert all(receipt.reason for receipt in receipts if receipt.status not in ("accepted", "already"))
        assert len(receipts) == len(items)
        assert ledger.verify() == []
        before = stored()
        again = receive(json.loads(json.dumps(items)), by=cast.team_member)
        assert [(r.id, r.status) for r in again] == [(r.id, repeated(r.status)) for r in receipts]
        assert stored() == before
        transaction.set_rollback(True)


def repeated(status):
    return "already" if status == "accepted" else status
