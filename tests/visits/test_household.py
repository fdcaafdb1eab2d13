from datetime import date

import pytest
from django.urls import reverse

from areas.models import Area
from tests.cast import at, make_visit
from visits.models import Contribution, Household, Visit

LIST = reverse("visits:household_list")
NEW = reverse("visits:household_create")


def page(household):
    return reverse("visits:household_detail", args=[household.pk])


def edit(household):
    return reverse("visits:household_edit", args=[household.pk])


def answers(area, **more):
    return {"area": area.pk, "head_name": "Ngô Thị Hoa", "kind": "family"} | more


@pytest.fixture
def member(client, cast):
    client.force_login(cast.team_member)
    return cast.team_member


# --- the page of one household ---


def test_the_page_tells_where_the_household_stands_today_and_stood_before(client, member, country, household):
    body = client.get(page(household)).content.decode()
    assert "Ấp 1, Xã Tân Hòa" in body
    assert "Trước sắp xếp" not in body  # the commune of today took the name

    Area.objects.filter(pk=country.old_commune.pk).update(name="Thạnh Hòa")
    body = client.get(page(household)).content.decode()
    assert "<dt>Trước sắp xếp</dt><dd>Xã Thạnh Hòa</dd>" in body


def test_the_page_tells_what_was_reached_when_and_who_helped(client, member, household, visit):
    make_visit(household, by=member, when=at(2026, 8, 5), results={r.indicator: 1 for r in visit.results.all()})
    body = client.get(page(household)).content.decode()
    assert "từ 05/08/2026" in body
    assert "Người team_member" in body


def test_the_timeline_says_what_was_not_counted_and_why(client, member, household, indicators):
    make_visit(household, when=at(2026, 8, 5), results={indicators["app_ho"]: 1, indicators["vneid_muc_2"]: 3})
    make_visit(household, when=at(2026, 8, 9), results={indicators["app_ho"]: 1, indicators["vneid_muc_2"]: 3})
    body = client.get(page(household)).content.decode()
    assert "Không tính thêm: hộ đã đạt từ trước." in body
    assert "Được tính 1 người; không tính 2 người vì vượt số nhân khẩu của hộ." in body


def test_a_removed_visit_stays_in_the_timeline_with_its_reason(client, member, household):
    make_visit(household, when=at(2026, 8, 5), removed_at=at(2026, 8, 6), removal_reason="Ghi nhầm hộ")
    assert "Đã xóa: Ghi nhầm hộ" in client.get(page(household)).content.decode()


def test_visits_made_while_the_household_stood_in_a_foreign_commune_stay_hidden(client, cast, country, household):
    make_visit(household, when=at(2026, 8, 5))
    elsewhere = make_visit(household, when=at(2026, 7, 5))
    Visit.objects.filter(pk=elsewhere.pk).update(area=country.foreign_hamlet)
    client.force_login(cast.commune_officer)
    assert [entry.visit.day for entry in client.get(page(household)).context["entries"]] == [date(2026, 8, 5)]


def test_what_a_household_reached_elsewhere_stays_reached_without_naming_who_helped(
    client, cast, country, household, indicators
):
    elsewhere = make_visit(household, by=cast.foreign_officer, when=at(2026, 7, 5), results={indicators["app_ho"]: 1})
    Visit.objects.filter(pk=elsewhere.pk).update(area=country.foreign_hamlet)
    client.force_login(cast.commune_officer)
    body = client.get(page(household)).content.decode()
    assert "từ 05/07/2026" in body and "Ghi nhận khi hộ còn thuộc địa bàn khác" in body
    assert "Người foreign_officer" not in body


@pytest.mark.parametrize(("role", "shown"), [("team_member", "0900000222"), ("province_officer", "0900***222")])
def test_the_phone_is_whole_only_for_those_who_may_read_it(client, cast, household, role, shown):
    client.force_login(getattr(cast, role))
    body = client.get(page(household)).content.decode()
    assert shown in body
    assert ("0900000222" in body) == (shown == "0900000222")


@pytest.mark.parametrize("n", [1, 5])
def test_the_page_costs_the_same_whatever_the_number_of_visits(
    client, member, household, indicators, count_queries, n
):
    make_visit(household, by=member, results={indicators["app_ho"]: 1})
    before = count_queries(client, page(household))
    for day in range(n):
        make_visit(household, by=member, when=at(2026, 8, 1 + day), results={indicators["dvc_ho_so"]: 1})
    assert count_queries(client, page(household)) == before


# --- adding and editing ---


@pytest.mark.parametrize("typed", ["0912345678", "0912 345 678", "0912.345.678", "+84 912345678"])
def test_a_phone_may_be_written_in_any_usual_way(client, member, country, typed):
    client.post(NEW, answers(country.hamlet, phone=typed))
    assert Household.objects.get().phone == "0912345678"


def test_a_phone_that_misses_a_digit_is_refused_and_what_was_typed_stays(client, member, country):
    answer = client.post(NEW, answers(country.hamlet, phone="091234567"))
    assert answer.status_code == 422
    assert "Số điện thoại gồm 10 chữ số" in answer.content.decode()
    assert 'value="091234567"' in answer.content.decode()
    assert not Household.objects.exists()


def test_the_only_hamlet_is_chosen_already(client, member, country):
    body = client.get(NEW).content.decode()
    assert f'<option value="{country.hamlet.pk}" selected>' in body
    assert str(country.other_hamlet.pk) not in body.split('name="area"')[1].split("</select>")[0]


def test_a_hamlet_of_others_cannot_be_chosen(client, member, country):
    assert client.post(NEW, answers(country.foreign_hamlet)).status_code == 422
    assert client.post(NEW, answers(country.other_hamlet)).status_code == 422
    assert not Household.objects.exists()


def test_a_hamlet_that_has_ended_cannot_be_chosen(client, cast, country):
    client.force_login(cast.commune_officer)
    country.hamlet.valid_until = date(2026, 1, 1)
    country.hamlet.save()
    assert client.post(NEW, answers(country.hamlet)).status_code == 422


def test_the_same_name_in_the_hamlet_asks_once_and_then_saves(client, member, country, household):
    again = answers(country.hamlet, head_name="TRAN THI MAU")
    answer = client.post(NEW, again)
    assert answer.status_code == 422
    assert page(household) in answer.content.decode()
    assert client.post(NEW, again | {"confirmed": "on"}).status_code == 302
    assert Household.objects.count() == 2


def test_a_longer_name_that_begins_alike_is_no_duplicate(client, member, country, household):
    assert client.post(NEW, answers(country.hamlet, head_name="Trần Thị Mẫu Đơn")).status_code == 302


def test_the_same_name_in_another_hamlet_is_no_duplicate(client, member, country, foreign_household):
    assert client.post(NEW, answers(country.hamlet, head_name="Lý Văn Lạ")).status_code == 302


def test_editing_something_else_does_not_ask_about_duplicates_again(client, member, country, household):
    Household.objects.create(area=country.hamlet, head_name="Trần Thị Mẫu")
    answer = client.post(edit(household), answers(country.hamlet, head_name="Trần Thị Mẫu", size=5))
    assert answer.status_code == 302


def test_a_new_number_of_residents_counts_persons_anew(client, member, country, household, indicators):
    make_visit(household, results={indicators["vneid_muc_2"]: 4})
    client.post(edit(household), answers(country.hamlet, size=3))
    assert Contribution.objects.get(indicator=indicators["vneid_muc_2"]).quantity == 3


def test_editing_never_changes_the_hamlet_and_leads_to_the_move(client, cast, household, country):
    client.force_login(cast.team_leader)
    hamlet = household.area

    assert f"/households/{household.pk}/move/" in client.get(edit(household)).content.decode()
    client.post(edit(household), answers(country.other_hamlet, address="Cạnh cầu"))

    household.refresh_from_db()
    assert (household.area, household.address) == (hamlet, "Cạnh cầu")


def test_a_member_is_not_led_to_a_move_that_others_make(client, member, household):
    assert "/move/" not in client.get(edit(household)).content.decode()


def test_a_name_is_kept_without_double_spaces(client, member, country):
    client.post(NEW, answers(country.hamlet, head_name="  Ngô   Thị Hoa "))
    assert Household.objects.get().head_name == "Ngô Thị Hoa"


def test_a_change_of_a_household_keeps_who_made_it(client, member, country, household):
    client.post(edit(household), answers(country.hamlet, address="Cạnh cầu"))
    assert household.history.first().history_user == member
