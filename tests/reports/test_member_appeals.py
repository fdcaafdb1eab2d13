"""A person contests the own row of a league, not the figure of the team."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from reports.league.contest import Contest, League
from reports.league.tables import read
from reports.models import Appeal
from tests.cast import make_user
from tests.reports.pages import words

TODAY = date(2026, 11, 22)


@pytest.fixture
def row(members, cast):
    """The row of the member who logged two of the nine households of the team."""
    return next(
        line for line in read(Contest.of(members, TODAY), League.MEMBERS).lines if line.thing.user == cast.team_member
    )


def step(client, campaign, row) -> dict:
    answer = client.get(reverse("reports:campaign_line", args=[campaign.pk, "members", row.key]))
    return answer.context["cells"][0]


def test_an_appeal_in_the_league_of_members_is_about_the_row_of_that_member(client, cast, members, row):
    client.force_login(cast.team_member)
    address = step(client, members, row)["appeal"]

    form = client.get(address)
    answer = client.post(address, {"text": "Thiếu lượt ngày 5/11."}, follow=True)

    assert (form.context["shown"], form.context["member"]) == ("2", row.thing)
    appeal = Appeal.objects.get()
    assert (appeal.member, appeal.shown, appeal.area) == (row.thing, "2", row.area)
    assert "không phải số của cả tổ" in words(answer.content.decode())
    assert answer.context["why"] == reverse("reports:campaign_line", args=[members.pk, "members", row.key])
    assert "chờ trả lời" in words(client.get(answer.context["why"]).content.decode()).lower()


def test_its_answer_stands_at_the_row_and_not_at_the_team(client, cast, members, row):
    client.force_login(cast.team_member)
    client.post(step(client, members, row)["appeal"], {"text": "Thiếu một lượt."})
    client.force_login(cast.commune_officer)
    appeal = Appeal.objects.get()

    client.post(reverse("reports:appeal_answer", args=[appeal.pk]), {"outcome": "kept", "answer": "Đã xem."})

    client.force_login(cast.team_member)
    of_team = reverse("reports:campaign_line", args=[members.pk, "teams", row.team.pk])
    of_row = reverse("reports:campaign_line", args=[members.pk, "members", row.key])
    assert [list(client.get(url).context["appeals"]) for url in (of_team, of_row)] == [[], [appeal]]


def test_an_appeal_in_the_league_of_teams_tells_the_figure_of_the_table(client, cast, members, row):
    client.force_login(cast.team_leader)
    page = client.get(reverse("reports:campaign_line", args=[members.pk, "teams", row.team.pk]))

    form = client.get(page.context["cells"][0]["appeal"])

    assert (form.context["shown"], form.context["member"]) == ("9", None)


@pytest.mark.parametrize(
    "wrong", [{"line": "8f6f3a52-51bd-4bbd-9d39-0ac3a5f7e0a1"}, {"league": "communes"}, {"indicator": "dvc_ho_so"}]
)
def test_a_row_that_is_not_there_is_not_contested(client, cast, country, members, row, wrong):
    client.force_login(cast.team_member)
    asked = {"area": country.hamlet.pk, "indicator": "app_ho", "campaign": members.pk}
    asked |= {"league": "members", "line": row.key} | wrong

    assert client.get(f"{reverse('reports:appeal_create')}?{urlencode(asked)}").status_code == 404


def test_nobody_contests_the_row_of_a_neighbour(client, cast, country, members, row):
    client.force_login(make_user("neighbour", "team_member", country.other_hamlet))
    asked = {"area": country.other_hamlet.pk, "indicator": "app_ho", "campaign": members.pk}

    answer = client.get(
        f"{reverse('reports:appeal_create')}?{urlencode(asked | {'league': 'members', 'line': row.key})}"
    )

    assert answer.status_code == 404
