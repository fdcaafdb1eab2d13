"""Founding, changing and dissolving a team."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from areas.dates import FOREVER
from teams.models import Membership, Team
from tests.cast import make_team, make_user

NEW = "/teams/new/"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def data(area, **more):
    return {"name": "Tổ  mới ", "kind": "hamlet", "area": area.pk, "valid_from": "2025-08-01"} | more


def edit(team):
    return reverse("teams:team_edit", args=[team.pk])


def dissolve(team):
    return reverse("teams:team_dissolve", args=[team.pk])


def errors(response):
    assert response.status_code == 422
    return response.context["form"].errors


def test_an_officer_founds_a_team_in_a_hamlet_of_the_commune(officer, cast, country):
    sent = data(country.other_hamlet, decision_number="12/QĐ-UBND", decision_date="2025-07-30")
    response = officer.post(f"{NEW}?area={country.hamlet.pk}", sent)

    team = Team.objects.get()
    assert response.url == reverse("teams:team_detail", args=[team.pk])
    assert (team.name, team.area, team.valid_from) == ("Tổ mới", country.other_hamlet, date(2025, 8, 1))
    assert (team.decision_number, team.decision_date, team.valid_until) == ("12/QĐ-UBND", date(2025, 7, 30), FOREVER)
    assert team.history.get().history_user == cast.commune_officer


def test_the_form_knows_the_hamlet_that_one_comes_from(officer, country):
    form = officer.get(f"{NEW}?area={country.hamlet.pk}").context["form"]

    assert form["name"].value() == "Tổ công nghệ số cộng đồng ấp 1"
    assert form["area"].value() == country.hamlet.pk
    labels = [label for _value, label in form.fields["area"].choices][1:]
    assert labels == ["Xã Tân Hòa", "Ấp 1", "Ấp 2 (trước đây Thị trấn Một Ngàn)"]


def test_an_officer_of_one_commune_needs_to_choose_no_commune(officer, country):
    assert "form" in officer.get(NEW).context


def test_whoever_has_many_communes_chooses_the_place_first(client, cast, country):
    client.force_login(cast.administrator)

    assert [str(place) for place in client.get(NEW).context["places"]] == ["Xã Tân Hòa", "Xã Vĩnh Gia"]
    assert [str(place) for place in client.get(NEW, {"q": "vinh lac"}).context["places"]] == ["Ấp Vĩnh Lạc"]
    inside = client.get(NEW, {"area": country.foreign_province.pk})
    assert [str(place) for place in inside.context["places"]] == ["Xã Vĩnh Gia"]


def test_the_places_offered_are_those_of_the_own_province(client, cast, country):
    client.force_login(cast.province_officer)
    assert client.get(NEW, {"q": "vĩnh"}).context.get("places") in (None, [])


def test_a_foreign_hamlet_is_refused_and_the_typed_values_stay(officer, country):
    response = officer.post(NEW, data(country.foreign_hamlet, decision_number="7/QĐ"))

    assert list(errors(response)) == ["area"]
    assert 'value="7/QĐ"' in response.content.decode()
    assert not Team.objects.exists()


def test_a_hamlet_team_needs_a_hamlet_and_a_commune_team_a_commune(officer, country):
    assert "Chọn ấp" in str(errors(officer.post(NEW, data(country.commune)))["area"])
    assert "Chọn xã" in str(errors(officer.post(NEW, data(country.hamlet, kind="commune")))["area"])
    assert officer.post(NEW, data(country.commune, kind="organisation")).status_code == 302


def test_one_name_stands_for_one_working_team_of_a_hamlet(officer, team):
    response = officer.post(NEW, data(team.area, name="TO CONG NGHE SO CONG DONG AP 1"))
    assert errors(response)["name"] == ["Ấp 1 đã có một tổ đang hoạt động cùng tên. Đặt tên khác."]

    Team.objects.update(valid_until=date(2024, 1, 1))
    assert officer.post(NEW, data(team.area, name=team.name)).status_code == 302


def test_what_is_missing_is_said_in_vietnamese(officer):
    found = errors(officer.post(NEW, {}))

    assert {name: list(messages) for name, messages in found.items()} == {
        name: ["Trường này là bắt buộc."] for name in ("name", "kind", "area")
    }


def test_a_day_that_does_not_exist_is_refused(officer, country):
    assert "valid_from" in errors(officer.post(NEW, data(country.hamlet, valid_from="31/02/2025")))


def test_a_team_moves_to_another_hamlet_of_the_commune(officer, team, country):
    officer.post(edit(team), data(country.other_hamlet))

    team.refresh_from_db()
    assert (team.name, team.area) == ("Tổ mới", country.other_hamlet)


def test_a_reader_may_not_change_and_an_outsider_does_not_find(client, cast, team):
    for user, status in ((cast.commune_leader, 403), (cast.team_leader, 403), (cast.foreign_officer, 404)):
        client.force_login(user)
        assert client.post(edit(team), {"name": "x"}).status_code == status
        assert client.post(dissolve(team), {"last_day": "2024-01-01"}).status_code == status
    team.refresh_from_db()
    assert (team.name, team.valid_until) == ("Tổ công nghệ số cộng đồng ấp 1", FOREVER)


def test_a_read_only_post_in_one_hamlet_does_not_borrow_the_right_from_another(client, team, country):
    both = make_user("both", Role.COMMUNE_LEADER, country.commune)
    both.posts.create(role=Role.COMMUNE_OFFICER, area=country.foreign_commune)
    client.force_login(both)

    assert client.get(edit(team)).status_code == 403
    assert client.get(NEW, {"area": team.area_id}).status_code == 403


def test_dissolving_ends_the_team_and_the_services_in_it(officer, cast, team, country):
    other = make_team(country.hamlet, "Tổ khác")
    Membership.objects.create(team=other, member=cast.team_member.member, valid_from=date(2023, 1, 1))

    officer.post(dissolve(team), {"last_day": "2024-06-30"})

    team.refresh_from_db()
    assert team.valid_until == date(2024, 6, 30)
    assert set(team.memberships.values_list("valid_until", flat=True)) == {date(2024, 6, 30)}
    assert Membership.objects.get(team=other).valid_until == FOREVER
    ended = {post.user.username: post.valid_until for post in country.hamlet.posts.all()}
    assert ended == {"team_leader": date(2024, 6, 30), "team_member": FOREVER}


@pytest.mark.parametrize(
    ("day", "message"),
    [("2022-05-31", "Tổ lập ngày 01/06/2022"), ("2022-12-31", "Có 1 người tham gia tổ sau ngày đó")],
)
def test_a_last_day_before_the_beginning_is_refused(officer, team, day, message):
    team.memberships.filter(role="member").update(valid_from=date(2023, 1, 1))

    response = officer.post(dissolve(team), {"last_day": day})

    assert message in str(errors(response)["last_day"])
    assert Team.objects.get().valid_until == FOREVER


def test_a_dissolved_team_can_be_brought_back(officer, team):
    Team.objects.update(valid_until=timezone.localdate())
    officer.post(edit(team), data(team.area, valid_until=""))

    assert Team.objects.get().valid_until == FOREVER
