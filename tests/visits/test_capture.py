"""The visit form: what it shows, what it files."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from tests.cast import at, make_visit
from visits import filing
from visits.models import Contribution, Household, Indicator, Visit

NEW = reverse("visits:visit_create")


def form_of(household):
    return f"{NEW}?household={household.pk}"


def answers(**more):
    return {"visit_id": uuid4(), "outcome": "met", "people": 2, "visited_at": "2026-08-05T09:00"} | more


@pytest.fixture
def member(client, cast, team, indicators):
    client.force_login(cast.team_member)
    return cast.team_member


# --- the household first ---


def test_without_a_household_the_next_ones_are_offered_with_a_reason(client, member, household):
    body = client.get(NEW).content.decode()
    assert "Trần Thị Mẫu" in body
    assert "Chưa thăm lần nào." in body
    assert form_of(household) in body


def test_search_finds_own_households_only(client, member, household, foreign_household):
    assert "Trần Thị Mẫu" in client.get(NEW, {"q": "tran mau"}).content.decode()
    body = client.get(NEW, {"q": "ly van la"}).content.decode()
    assert "Lý Văn Lạ" not in body
    assert "Không tìm thấy hộ nào" in body


def test_whoever_only_reads_is_led_to_the_visits_of_others(client, cast):
    client.force_login(cast.commune_leader)
    assert client.get(NEW).url == reverse("visits:visit_list")


@pytest.mark.parametrize("named", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_a_household_that_does_not_exist_is_not_found(client, member, named):
    assert client.get(NEW, {"household": named}).status_code == 404


# --- the form ---


def test_a_household_met_raises_the_counts_by_exactly_that_visit(client, member, team, household, indicators):
    answer = client.post(form_of(household), answers(r_app_ho="on", r_vneid_muc_2="2", r_dvc_ho_so="0"))
    visit = Visit.objects.get()
    assert answer.url == reverse("visits:visit_detail", args=[visit.pk])
    assert (visit.team, visit.created_by, visit.people, visit.visited_at) == (team, member, 2, at(2026, 8, 5))
    counted = dict(Contribution.objects.values_list("indicator__code", "quantity"))
    assert counted == {"luot_tham": 1, "ho_tiep_can": 1, "luot_nguoi": 2, "app_ho": 1, "vneid_muc_2": 2}


def test_after_saving_the_counts_and_the_next_household_are_shown(client, member, country, household):
    other = Household.objects.create(area=country.hamlet, head_name="Ngô Thị Hoa")
    body = client.post(form_of(household), answers(r_app_ho="on"), follow=True).content.decode()
    assert "Đã lưu lượt thăm hộ Trần Thị Mẫu." in body
    assert "Được tính 1 hộ." in body
    assert "Hộ tiếp theo: Ngô Thị Hoa" in body
    assert form_of(other) in body


@pytest.mark.parametrize("outcome", ["absent", "refused", "moved"])
def test_people_and_indicators_are_left_out_when_nobody_was_met(client, member, household, outcome):
    client.post(form_of(household), answers(outcome=outcome, r_app_ho="on"))
    visit = Visit.objects.get()
    assert (visit.outcome, visit.people, visit.results.count()) == (outcome, 0, 0)


def test_the_form_shows_what_the_household_has_already(client, member, household, indicators):
    results = {indicators["app_ho"]: 1, indicators["vneid_muc_2"]: 2, indicators["dvc_ho_so"]: 3}
    make_visit(household, when=at(2026, 8, 5), results=results)
    body = client.get(form_of(household)).content.decode()
    assert "đã có từ 05/08/2026" in body
    assert "đã có 2 người" in body
    assert "đã ghi 3 hồ sơ" in body


def test_a_visit_under_review_is_nothing_that_the_household_has(client, member, household, indicators):
    make_visit(household, when=at(2026, 8, 5), results={indicators["app_ho"]: 1}, status="review")
    assert "đã có từ" not in client.get(form_of(household)).content.decode()


def test_indicators_that_ended_are_not_asked(client, member, household, indicators):
    Indicator.objects.filter(code="app_ho").update(valid_until="2024-06-30")
    body = client.get(form_of(household)).content.decode()
    assert "r_app_ho" not in body
    assert "r_vneid_muc_2" in body


def test_indicators_beyond_the_first_are_folded_away(client, member, household):
    for number in range(5):
        Indicator.objects.create(
            code=f"khac_{number}", name="Khác", short_name=f"Khác {number}", unit="lượt", kind="flow", position=200
        )
    body = client.get(form_of(household)).content.decode()
    first, others = body.split("Chỉ tiêu khác")
    assert "r_khac_4" in others
    assert "r_app_ho" in first


def test_sent_twice_it_counts_once(client, member, household):
    sent = answers(r_vneid_muc_2="2")
    first, second = client.post(form_of(household), sent), client.post(form_of(household), sent)
    assert first.url == second.url
    assert Visit.objects.count() == 1


def test_the_same_form_with_other_answers_is_not_filed_over_the_first(client, member, household):
    sent = answers()
    client.post(form_of(household), sent)
    answer = client.post(form_of(household), sent | {"people": 3})
    assert answer.status_code == 422
    assert "đã được lưu với nội dung khác" in answer.content.decode()
    assert Visit.objects.get().people == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outcome": ""}, "Chọn một trong bốn kết quả"),
        ({"people": "-1"}, "Số người được hướng dẫn"),
        ({"r_vneid_muc_2": "hai"}, "vneid_muc_2"),
        ({"visited_at": ""}, "Thời điểm thăm"),
        ({"visited_at": "2021-12-31T09:00"}, "khi chưa có tổ nào"),
        ({"visit_id": "x"}, "Chưa lưu được"),
        ({"people": "99999999999"}, "Số người được hướng dẫn"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_filed(client, member, household, changed, said):
    answer = client.post(form_of(household), answers(**changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Visit.objects.exists()


def test_a_time_in_the_future_is_refused(client, member, household):
    tomorrow = timezone.localtime() + timedelta(days=1)
    answer = client.post(form_of(household), answers(visited_at=f"{tomorrow:%Y-%m-%dT%H:%M}"))
    assert answer.status_code == 422
    assert "ở tương lai" in answer.content.decode()


def test_an_indicator_that_was_not_in_force_on_the_day_is_refused(client, member, household):
    Indicator.objects.filter(code="app_ho").update(valid_from="2026-09-01")
    answer = client.post(form_of(household), answers(r_app_ho="on"))
    assert answer.status_code == 422
    assert "không dùng vào ngày thăm" in answer.content.decode()


def test_what_was_typed_stays_after_an_error(client, member, household):
    body = client.post(form_of(household), answers(outcome="", people="7", note="Hẹn mai")).content.decode()
    assert 'value="7"' in body
    assert "Hẹn mai" in body


def test_a_number_hard_to_believe_is_kept_for_review_and_says_so(client, member, household):
    answer = client.post(form_of(household), answers(people=filing.BELIEVABLE_PEOPLE + 1), follow=True)
    [message] = get_messages(answer.wsgi_request) or answer.context["messages"]
    assert "cần xem lại" in str(message)
    assert Visit.objects.get().status == Visit.Status.REVIEW
    assert set(Contribution.objects.values_list("quantity", flat=True)) == {0}


def test_the_form_needs_no_script(client, member, household):
    """Everything is a plain control inside one form; nothing is hidden by the page itself."""
    body = client.get(form_of(household)).content.decode()
    form = body.split("data-visit-form")[1].split("</form>")[0]
    assert " hidden" not in form
    for name in ("outcome", "people", "r_app_ho", "r_vneid_muc_2", "note", "visited_at"):
        assert f'name="{name}"' in form


@pytest.mark.parametrize("n", [1, 5])
def test_the_form_costs_the_same_whatever_was_reached_before(client, member, household, indicators, count_queries, n):
    before = count_queries(client, form_of(household))
    for day in range(n):
        make_visit(household, by=member, when=at(2026, 8, 1 + day), results={indicators["dvc_ho_so"]: 1})
    assert count_queries(client, form_of(household)) == before
