"""Pages of signed-in people stay out of every cache; what is open to all does not care."""

import pytest
from django.urls import reverse

KEPT_OUT = {"no-store", "private"}


def caching(client, address) -> set[str]:
    return set(filter(None, client.get(address).headers.get("Cache-Control", "").split(", ")))


@pytest.mark.parametrize("address", [reverse("home"), reverse("teams:member_list"), "/khong-co-trang-nay/"])
def test_a_page_of_a_signed_in_person_is_kept_out_of_caches(client, cast, address):
    client.force_login(cast.commune_officer)
    assert caching(client, address) == KEPT_OUT


def test_a_file_taken_away_is_kept_out_of_caches(client, cast, team):
    client.force_login(cast.commune_officer)
    assert caching(client, reverse("teams:member_list") + "?_export=csv") == KEPT_OUT


@pytest.mark.django_db
def test_pages_before_signing_in_stay_as_they_were(client):
    assert "private" not in caching(client, reverse("home"))
