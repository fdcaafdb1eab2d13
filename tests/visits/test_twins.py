"""The pages on which households are found to be one, merged, and moved."""

from datetime import date
from uuid import uuid4

import pytest

from tests.cast import at, make_visit
from visits.models import Household, HouseholdMove, Visit

LIST = "/households/duplicates/"
WHY = "Đã hỏi gia đình"


@pytest.fixture(autouse=True)
def office(client, cast, team, indicators):
    client.force_login(cast.commune_officer)


@pytest.fixture
def twin(country, household):
    return Household.objects.create(area=country.hamlet, head_name="tran thi mau", phone=household.phone, size=2)


def open_page(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_probable_doubles_are_listed_the_surest_first(client, country, household, twin, foreign_household):
    make = Household.objects.create
    for name, address in (("Lê Văn Ba", "Cạnh cầu"), ("Lê Văn Ba", "cạnh cầu"), ("Võ Thị Tư", ""), ("Vo Thi Tu", "")):
        make(area=country.hamlet, head_name=name, address=address)
    make(area=country.other_hamlet, head_name="Trần Thị Mẫu")
    make(area=country.foreign_hamlet, head_name=foreign_household.head_name)

    page = open_page(client, LIST)

    order = ["Cùng tên chủ hộ và số điện thoại", "Cùng tên chủ hộ và địa chỉ", "Cùng tên chủ hộ<"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count('class="list-title"') == 3
    assert "Lý Văn Lạ" not in page
    assert "Không thấy hộ nào trùng" in open_page(client, f"{LIST}?hamlet={country.other_hamlet.pk}")


def test_the_list_asks_as_often_for_five_pairs_as_for_one(client, country, twin, count_queries):
    one = count_queries(client, LIST)
    for number in range(10):
        Household.objects.create(area=country.hamlet, head_name=f"Hộ {number // 2}")

    assert count_queries(client, LIST) == one


def test_two_households_are_compared_and_merged(client, cast, household, twin):
    visit = make_visit(twin, by=cast.team_member)
    address = f"/households/{household.pk}/merge/"
    assert "tran thi mau" in open_page(client, address)
    page = open_page(client, f"{address}?with={twin.pk}")
    assert "Khi gộp" in page
    assert page.count("pill-behind") == 3  # name, size, visits

    answer = client.post(f"{address}?with={twin.pk}", {"stays": str(household.pk), "reason": WHY})

    assert answer.url == f"/households/{household.pk}/"
    assert Visit.objects.get(pk=visit.pk).household == household
    page = open_page(client, answer.url)
    assert WHY in page
    assert WHY in open_page(client, f"/visits/{visit.pk}/")
    assert client.get(f"/households/{twin.pk}/").url == answer.url


@pytest.mark.parametrize("query", ["?with=x", "?with=5d2f6e58-6f0c-4b0e-9d5c-0b3c6a2f7e11", "?with=self"])
def test_a_household_that_is_not_there_cannot_be_merged(client, household, query):
    query = query.replace("self", str(household.pk))

    assert client.get(f"/households/{household.pk}/merge/{query}").status_code == 404


def test_a_merge_needs_a_reason_and_a_choice(client, household, twin):
    address = f"/households/{household.pk}/merge/?with={twin.pk}"

    for data in ({"reason": WHY}, {"stays": str(household.pk)}, {"stays": str(uuid4()), "reason": WHY}):
        assert client.post(address, data).status_code == 422
    assert Household.objects.count() == 2


def test_a_merge_with_a_foreign_household_is_out_of_sight(client, household, foreign_household):
    assert client.get(f"/households/{household.pk}/merge/?with={foreign_household.pk}").status_code == 404


def test_a_move_says_first_what_will_happen(client, cast, country, household):
    for day in (1, 2, 20):
        make_visit(household, by=cast.team_member, when=at(2026, 8, day))
    address = f"/households/{household.pk}/move/"
    data = {"hamlet": country.other_hamlet.pk, "day": "2026-08-10", "reason": WHY}
    assert "Xem trước" in open_page(client, address)

    page = client.post(address, data).content.decode()
    assert "2 lượt thăm trước ngày đó vẫn thuộc Ấp 1" in page
    assert "1 lượt thăm từ ngày đó chuyển sang Ấp 2" in page
    assert HouseholdMove.objects.count() == 0

    assert client.post(address, data | {"confirmed": "1"}).status_code == 302
    household.refresh_from_db()
    assert (household.area, household.moved_on) == (country.other_hamlet, date(2026, 8, 10))
    assert WHY in open_page(client, f"/households/{household.pk}/")


@pytest.mark.parametrize("day", ["2099-01-01", "2021-12-31", "x", ""])
def test_a_household_moves_on_a_day_that_can_be(client, country, household, day):
    data = {"hamlet": country.other_hamlet.pk, "day": day, "reason": WHY, "confirmed": "1"}

    assert client.post(f"/households/{household.pk}/move/", data).status_code == 422


def test_a_household_moves_only_to_a_hamlet_of_the_own_area(client, country, household):
    data = {"hamlet": country.foreign_hamlet.pk, "day": "2026-08-10", "reason": WHY, "confirmed": "1"}

    assert client.post(f"/households/{household.pk}/move/", data).status_code == 422
