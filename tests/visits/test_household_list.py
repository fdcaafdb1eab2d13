from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AccessRecord, Post
from accounts.roles import Role
from tests.cast import at, make_visit
from visits.models import Household

LIST = reverse("visits:household_list")


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return cast.commune_officer


@pytest.fixture
def homes(country):
    """Three households in two hamlets, and a foreign one that every filter below would find."""
    make = Household.objects.create
    make(area=country.foreign_hamlet, head_name="Ngô Thị Ánh", address="Cầu Sáu Kim", phone="0911222333")
    return [
        make(area=country.hamlet, head_name="Ngô Thị Ánh", address="Cầu Sáu Kim", phone="0911222333"),
        make(area=country.hamlet, head_name="Lê Văn Út", kind="business"),
        make(area=country.other_hamlet, head_name="Võ Minh Bé"),
    ]


def names(client, **query):
    table = client.get(LIST, query).context["table"]
    return [row.record.head_name for row in table.paginated_rows]


def test_households_stand_in_the_order_of_given_names(client, officer, homes):
    assert names(client) == ["Ngô Thị Ánh", "Võ Minh Bé", "Lê Văn Út"]
    assert names(client, sort="-head_name") == ["Lê Văn Út", "Võ Minh Bé", "Ngô Thị Ánh"]


def test_the_member_sees_the_own_hamlet_only(client, cast, homes):
    client.force_login(cast.team_member)
    assert names(client) == ["Ngô Thị Ánh", "Lê Văn Út"]


@pytest.mark.parametrize("typed", ["ngo anh", "Ngô thị ánh", "cau sau kim", "0911 222 333", "222333"])
def test_search_finds_names_without_tones_addresses_and_phones(client, officer, homes, typed):
    assert names(client, q=typed) == ["Ngô Thị Ánh"]


def test_search_by_phone_gives_no_number_away(client, cast, homes):
    client.force_login(cast.province_officer)
    assert names(client, q="0911222333") == []
    assert "0911***333" in client.get(LIST).content.decode()


def test_the_list_never_shows_a_whole_number(client, officer, homes):
    assert "0911222333" not in client.get(LIST).content.decode()


def test_filters_by_hamlet_and_kind(client, officer, country, homes):
    assert names(client, hamlet=country.other_hamlet.pk) == ["Võ Minh Bé"]
    assert names(client, kind="business") == ["Lê Văn Út"]


def test_a_foreign_hamlet_or_commune_shows_nothing(client, officer, country, homes):
    assert names(client, hamlet=country.foreign_hamlet.pk) == []
    Post.objects.create(user=officer, role=Role.COMMUNE_LEADER, area=country.foreign_commune)
    assert names(client, commune=country.foreign_commune.pk) == ["Ngô Thị Ánh"]
    Post.objects.filter(area=country.foreign_commune).delete()
    assert "Ngô Thị Ánh" not in names(client, commune=country.foreign_commune.pk, hamlet=country.foreign_hamlet.pk)


def test_filters_by_visits(client, officer, homes):
    make_visit(homes[0], when=at(2026, 8, 1), outcome="absent")
    make_visit(homes[1], when=at(2026, 8, 9))
    assert names(client, visited="never") == ["Võ Minh Bé"]
    assert names(client, visited="never_met") == ["Ngô Thị Ánh"]
    assert names(client, visited="met") == ["Lê Văn Út"]
    assert names(client, before="2026-08-05") == ["Ngô Thị Ánh"]


def test_a_removed_visit_is_no_visit(client, officer, homes):
    make_visit(homes[0], when=at(2026, 8, 1), removed_at=at(2026, 8, 2))
    assert "Ngô Thị Ánh" in names(client, visited="never")


def test_sorting_by_the_last_visit_begins_with_households_that_nobody_visited(client, officer, homes):
    make_visit(homes[0], when=at(2026, 8, 1))
    make_visit(homes[1], when=at(2026, 7, 1))
    assert names(client, sort="last_visited_at") == ["Võ Minh Bé", "Lê Văn Út", "Ngô Thị Ánh"]
    assert names(client, sort="-last_visited_at") == ["Ngô Thị Ánh", "Lê Văn Út", "Võ Minh Bé"]


@pytest.mark.parametrize("query", [{"page": "99"}, {"page": "x"}, {"per_page": "0"}, {"sort": "nothing"}, {"q": "%"}])
def test_an_odd_address_still_shows_the_list(client, officer, homes, query):
    assert client.get(LIST, query).status_code == 200


@pytest.mark.parametrize("n", [1, 5])
def test_the_list_costs_the_same_whatever_its_length(client, officer, country, homes, count_queries, n):
    before = count_queries(client, LIST)
    for number in range(n):
        make_visit(Household.objects.create(area=country.hamlet, head_name=f"Hộ {number}"), when=at(2026, 8, 1))
    assert count_queries(client, LIST) == before


def exported(answer):
    return [row[0] for row in load_workbook(BytesIO(answer.content)).active.iter_rows(min_row=2, values_only=True)]


def test_the_file_holds_what_the_filters_leave_and_nothing_foreign(client, officer, homes):
    assert exported(client.get(LIST, {"_export": "xlsx"})) == ["Ngô Thị Ánh", "Võ Minh Bé", "Lê Văn Út"]
    assert exported(client.get(LIST, {"_export": "xlsx", "q": "anh"})) == ["Ngô Thị Ánh"]
    record = AccessRecord.objects.latest("pk")
    assert (record.user, record.row_count) == (officer, 1)


def test_the_file_masks_phones_for_those_who_may_not_read_them(client, cast, homes):
    client.force_login(cast.province_leader)
    body = client.get(LIST, {"_export": "csv"}).content.decode()
    assert "0911***333" in body
    assert "0911222333" not in body


def test_a_role_without_the_permission_gets_no_file(client, cast, homes):
    client.force_login(cast.team_member)
    assert client.get(LIST, {"_export": "xlsx"}).status_code == 403
    assert "_export" not in client.get(LIST).content.decode()


def test_a_post_that_only_reads_adds_nothing_to_the_file(client, cast, country, homes):
    """A leader of one hamlet, a mere member in the other: the file holds the first."""
    Post.objects.create(user=cast.team_leader, role=Role.TEAM_MEMBER, area=country.other_hamlet)
    client.force_login(cast.team_leader)
    assert "Võ Minh Bé" in names(client)
    assert exported(client.get(LIST, {"_export": "xlsx"})) == ["Ngô Thị Ánh", "Lê Văn Út"]


# --- where a user sees several communes ---


@pytest.fixture
def two_communes(officer, country, homes):
    Post.objects.create(user=officer, role=Role.COMMUNE_LEADER, area=country.foreign_commune)
    return officer


def offered(client, **query):
    return list(client.get(LIST, query).context["filter"].form.fields)


def test_communes_are_offered_only_where_there_are_several(client, officer, homes):
    assert "commune" not in offered(client)


def test_a_commune_narrows_the_list_and_the_hamlets_to_choose_from(client, two_communes, country):
    assert "commune" in offered(client)
    assert sorted(names(client, commune=country.commune.pk)) == ["Lê Văn Út", "Ngô Thị Ánh", "Võ Minh Bé"]
    assert names(client, commune=country.commune.pk, hamlet=country.foreign_hamlet.pk) == []


def test_many_hamlets_are_offered_only_after_their_commune(client, two_communes, country, monkeypatch):
    monkeypatch.setattr("visits.filters.places.MANY_HAMLETS", 1)
    assert "hamlet" not in offered(client)
    assert "hamlet" in offered(client, commune=country.commune.pk)


def test_a_link_to_one_of_many_hamlets_still_works(client, two_communes, country, monkeypatch):
    monkeypatch.setattr("visits.filters.places.MANY_HAMLETS", 1)
    assert names(client, hamlet=country.other_hamlet.pk) == ["Võ Minh Bé"]


def test_a_very_long_list_is_not_ordered_by_what_only_visits_tell(client, two_communes, country, monkeypatch):
    monkeypatch.setattr("visits.filters.places.MANY_HAMLETS", 1)
    make_visit(Household.objects.get(head_name="Võ Minh Bé"), when=at(2026, 8, 1))
    assert names(client, sort="-last_visited_at") == names(client)
