from datetime import date

import pytest
from django.urls import reverse

from teams.models import Member, Training

NEW = reverse("teams:training_create")


@pytest.fixture
def training(country, team):
    training = Training.objects.create(area=country.commune, day=date(2026, 3, 1), title="Kỹ năng số", host="Sở")
    training.attendees.add(Member.objects.get(user__username="team_member"))
    return training


def test_an_officer_enters_a_training_with_those_who_were_there(client, cast, country, team):
    client.force_login(cast.commune_officer)
    page = client.get(f"{NEW}?area={country.commune.pk}")
    offered = page.context["form"].fields["attendees"].queryset
    assert {member.user.username for member in offered} == {"team_leader", "team_member"}

    data = {"day": "2026-03-01", "title": "Kỹ năng số", "attendees": [offered[0].pk]}
    client.post(f"{NEW}?area={country.commune.pk}", data)

    training = Training.objects.get()
    assert (training.area, training.created_by) == (country.commune, cast.commune_officer)
    assert list(training.attendees.all()) == [offered[0]]


def test_a_day_to_come_and_a_stranger_are_refused(client, cast, country, team, foreign_team):
    client.force_login(cast.commune_officer)
    stranger = Member.objects.get(user=cast.foreign_officer)
    data = {"day": "2100-01-01", "title": "Kỹ năng số", "attendees": [stranger.pk]}

    answer = client.post(f"{NEW}?area={country.commune.pk}", data)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"day", "attendees"}
    assert not Training.objects.exists()


def test_a_province_officer_chooses_the_commune_first(client, cast, country, team):
    client.force_login(cast.province_officer)
    answer = client.get(f"{NEW}?area={country.province.pk}", follow=True)
    assert answer.redirect_chain == [(f"{NEW}?area={country.commune.pk}", 302)]  # the only one


def test_the_list_tells_how_many_were_there(client, cast, training):
    client.force_login(cast.commune_leader)
    page = client.get(reverse("teams:training_list"))
    assert [(row.title, row.people) for row in page.context["page"]] == [("Kỹ năng số", 1)]
    detail = client.get(reverse("teams:training_detail", args=[training.pk])).content.decode()
    assert "Người team_member 1" in detail
    assert reverse("teams:training_edit", args=[training.pk]) not in detail


@pytest.mark.parametrize("trainings", [1, 5])
def test_the_list_takes_the_same_number_of_queries(
    client, cast, country, training, trainings, django_assert_max_num_queries
):
    for number in range(trainings):
        Training.objects.create(area=country.commune, day=date(2026, 2, 1), title=f"Buổi {number}")
    client.force_login(cast.commune_officer)
    with django_assert_max_num_queries(14):
        client.get(reverse("teams:training_list"))
