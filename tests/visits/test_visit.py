"""One filed visit: its page, its correction, its removal."""

import pytest
from django.urls import reverse

from tests.cast import at, make_visit
from visits import ledger
from visits.models import Contribution, Visit


def page(visit):
    return reverse("visits:visit_detail", args=[visit.pk])


def edit(visit):
    return reverse("visits:visit_edit", args=[visit.pk])


def remove(visit):
    return reverse("visits:visit_remove", args=[visit.pk])


def counted():
    return dict(Contribution.objects.filter(quantity__gt=0).values_list("indicator__code", "quantity"))


AMENDMENT = {"outcome": "met", "people": 1, "visited_at": "2026-08-06T10:00", "r_vneid_muc_2": 1, "reason": "Đếm nhầm"}


@pytest.fixture
def member(client, cast):
    client.force_login(cast.team_member)
    return cast.team_member


def test_the_page_says_what_was_counted_in_words(client, member, visit):
    body = client.get(page(visit)).content.decode()
    assert "Được tính 2 người." in body
    assert "Người team_member" in body


def test_a_visit_under_review_says_why(client, member, household):
    visit = make_visit(household, by=member, status="review", review_reason="Số người lớn khác thường.")
    body = client.get(page(visit)).content.decode()
    assert "Cần xem lại, chưa được tính." in body
    assert "Số người lớn khác thường." in body


def test_an_amendment_counts_anew_and_keeps_who_changed_what_and_why(client, cast, visit):
    client.force_login(cast.team_leader)
    assert client.post(edit(visit), AMENDMENT).url == page(visit)
    assert counted() == {"luot_tham": 1, "ho_tiep_can": 1, "luot_nguoi": 1, "vneid_muc_2": 1}
    body = client.get(page(visit)).content.decode()
    assert "Đếm nhầm" in body
    assert "Người team_leader" in body
    assert "Số người được hướng dẫn: 2 → 1" in body
    assert "vneid_muc_2: trước là 2 người" in body


def test_a_note_keeps_no_number_of_an_identity_paper(client, member, visit):
    client.post(edit(visit), AMENDMENT | {"note": "Bác Ba, CCCD 093190001234, hẹn 0590000123 12 giờ"})
    visit.refresh_from_db()
    assert visit.note == "Bác Ba, (đã bỏ số giấy tờ), hẹn 0590000123 12 giờ"


def test_the_form_of_a_filed_visit_shows_what_it_says(client, member, visit):
    form = client.get(edit(visit)).context["form"]
    assert form["outcome"].value() == "met"
    assert (form["people"].value(), form["r_app_ho"].value(), form["r_vneid_muc_2"].value()) == (2, 1, 2)


def test_what_the_visit_itself_brought_does_not_count_as_there_already(client, member, visit):
    assert "đã có" not in client.get(edit(visit)).content.decode()


def test_a_time_left_alone_keeps_its_seconds(client, member, household):
    moment = at(2026, 8, 5).replace(second=41)
    visit = make_visit(household, by=member, when=moment)
    client.post(edit(visit), AMENDMENT | {"visited_at": "2026-08-05T09:00"})
    visit.refresh_from_db()
    assert visit.visited_at == moment


def test_an_indicator_that_ended_meanwhile_is_still_there_to_correct(client, member, visit, indicators):
    indicators["app_ho"].valid_until = visit.day
    indicators["app_ho"].save()
    assert "r_app_ho" in client.get(edit(visit)).content.decode()


@pytest.mark.parametrize("left_out", ["reason", "outcome", "visited_at"])
def test_an_amendment_without_reason_or_answer_is_refused(client, member, visit, left_out):
    before = counted()
    assert client.post(edit(visit), AMENDMENT | {left_out: ""}).status_code == 422
    assert counted() == before


def test_a_removed_visit_counts_no_more_and_gives_its_place_to_a_later_one(client, member, household, indicators):
    first = make_visit(household, by=member, when=at(2026, 8, 1), results={indicators["app_ho"]: 1})
    second = make_visit(household, by=member, when=at(2026, 8, 9), results={indicators["app_ho"]: 1})
    client.post(remove(first), {"reason": "Ghi nhầm hộ"})
    row = Contribution.objects.get(indicator=indicators["app_ho"], quantity=1)
    assert row.visit == second
    assert ledger.verify() == []
    assert "Ghi nhầm hộ" in client.get(page(first)).content.decode()


def test_a_removal_needs_a_reason(client, member, visit):
    assert client.post(remove(visit), {"reason": " "}).status_code == 422
    assert Visit.objects.standing().count() == 1


def test_what_was_removed_can_be_seen_but_not_changed(client, cast, visit):
    client.force_login(cast.team_leader)
    client.post(remove(visit), {"reason": "Ghi nhầm hộ"})
    assert client.get(page(visit)).status_code == 200
    assert client.get(edit(visit)).status_code == 404
    assert client.post(remove(visit), {"reason": "Lần nữa"}).status_code == 404


def test_a_colleague_without_the_permission_cannot_change_the_visit_of_another(client, cast, member, household):
    visit = make_visit(household, by=cast.team_leader)
    assert client.get(edit(visit)).status_code == 403
    assert client.post(remove(visit), {"reason": "Không"}).status_code == 403
    assert edit(visit) not in client.get(page(visit)).content.decode()


def test_an_author_who_left_the_hamlet_cannot_reach_the_visit_any_more(client, member, visit):
    member.posts.all().delete()
    assert client.get(edit(visit)).status_code == 404


@pytest.mark.parametrize("n", [1, 5])
def test_the_page_costs_the_same_whatever_the_number_of_changes(client, member, visit, count_queries, n):
    client.post(edit(visit), AMENDMENT)
    before = count_queries(client, page(visit))
    for number in range(n):
        client.post(edit(visit), AMENDMENT | {"people": 2 + number})
    assert count_queries(client, page(visit)) == before
