"""QR codes of households: nothing personal in them, found by whoever may see the household, dead when revoked."""

import re
from urllib.parse import urlparse

import pytest
from django.urls import reverse

from visits import codes
from visits.models import Household, HouseholdAlias, HouseholdCode


@pytest.fixture
def member(client, cast, team):
    client.force_login(cast.team_member)
    return cast.team_member


@pytest.fixture
def code(household, cast):
    return codes.renew(household, by=cast.team_leader)


def scan(client, code):
    return client.get(f"/q/{code.token}/")


def sheet(client, hamlet, query="") -> str:
    return client.get(f"/households/codes/{hamlet.pk}/{query}").content.decode()


def test_a_scanned_code_opens_the_household(client, member, household, code):
    answer = scan(client, code)

    assert answer["Location"] == f"/households/{household.pk}/"
    assert "Ghi lượt thăm" in client.get(answer["Location"]).content.decode()


def test_whoever_is_signed_out_signs_in_first(client, household, code):
    answer = scan(client, code)

    assert (answer.status_code, urlparse(answer["Location"]).path) == (302, "/accounts/login/")
    assert str(household.pk) not in answer["Location"]


def test_foreign_unknown_and_revoked_codes_get_the_same_answer(
    client, cast, member, household, foreign_household, code
):
    foreign = codes.renew(foreign_household, by=cast.foreign_officer)
    codes.revoke(household, by=cast.team_leader)

    answers = [scan(client, one) for one in (code, foreign, HouseholdCode(token="222222222222"))]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    bodies = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(bodies) == 1


def test_a_new_code_ends_the_old_one(client, member, household, code):
    client.post(f"/households/{household.pk}/code/", {"do": "renew"})

    newest = HouseholdCode.objects.valid().get()
    assert (scan(client, code).status_code, scan(client, newest).status_code) == (404, 302)
    assert (HouseholdCode.objects.get(pk=code.pk).revoked_by, newest.made_by) == (member, member)


def test_a_revoked_household_has_no_code_on_its_page(client, member, household, code):
    assert code.readable in client.get(f"/households/{household.pk}/").content.decode()

    body = client.post(f"/households/{household.pk}/code/", {"do": "revoke"}, follow=True).content.decode()

    assert code.readable not in body
    assert "Lập mã QR" in body


def test_a_hamlet_gets_codes_once(client, member, country, household):
    Household.objects.create(area=country.hamlet, head_name="An")
    Household.objects.create(area=country.other_hamlet, head_name="Ở ấp khác")
    for _time in range(2):
        client.post(f"/households/codes/{country.hamlet.pk}/")

    assert HouseholdCode.objects.count() == 2
    assert sheet(client, country.hamlet).count("<svg viewBox") == 2


def test_nothing_about_people_is_printed_unless_asked_for(client, member, country, household, code):
    body = sheet(client, country.hamlet)

    assert [word for word in ("Mẫu", "0900000222", str(household.pk)) if word in body] == []
    assert "Trần Thị Mẫu" in sheet(client, country.hamlet, "?names=on")
    assert "Trần Thị Mẫu" in sheet(client, country.hamlet, "?list=on")


def test_looking_at_a_sheet_makes_no_code(client, member, country, household):
    body = sheet(client, country.hamlet)

    assert "1 hộ chưa có mã" in body
    assert not HouseholdCode.objects.exists()


def test_a_code_is_drawn_without_style(code):
    drawn = codes.draw_qr(f"http://localhost/q/{code.token}/")

    assert drawn.startswith("<svg viewBox=")
    assert "style" not in drawn


def test_the_paper_of_a_merged_household_opens_the_one_that_remained(client, member, country, household):
    twin = Household.objects.create(area=country.hamlet, head_name="Trần Thi Mẫu")
    paper = codes.renew(twin, by=member)
    HouseholdAlias.objects.create(id=twin.pk, household=household, head_name="x", merged_by=member, reason="Trùng")
    Household.objects.filter(pk=twin.pk).delete()

    assert scan(client, paper)["Location"] == f"/households/{household.pk}/"
    assert codes.codes_of([household.pk]) == {household.pk: paper}
    codes.revoke(household, by=member)
    assert scan(client, paper).status_code == 404


def test_the_letters_beside_the_code_can_be_typed(client, member, household, code):
    answer = client.get(reverse("visits:visit_create"), {"q": f" {code.readable.lower()} "})

    assert answer["Location"] == reverse("visits:visit_create", query={"household": household.pk})


@pytest.mark.parametrize("count", [1, 5])
def test_a_sheet_asks_the_database_as_often_for_many(client, member, country, count_queries, count):
    for number in range(count):
        codes.renew(Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}"), by=member)

    assert count_queries(client, f"/households/codes/{country.hamlet.pk}/") == 7
    assert count_queries(client, "/households/codes/") == 5
