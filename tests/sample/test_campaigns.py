"""The campaigns of the sample: one over and frozen, one that runs, and what was contested."""

from django.utils import timezone

from reports.league.contest import Contest, League
from reports.league.tables import count, read
from reports.models import Appeal, Campaign


def test_the_campaign_of_2022_is_frozen_as_it_would_be_counted_today(sample):
    campaign = Campaign.objects.get(start__year=2022)
    contest = Contest.of(campaign)
    frozen = {league: read(contest, league).lines for league in contest.leagues}

    assert {league: len(lines) for league, lines in frozen.items()} == {"communes": 75, "teams": 525, "members": 0}
    assert [line.score for line in frozen[League.TEAMS]] == [line.score for line in count(contest, League.TEAMS).lines]


def test_one_campaign_runs_with_lines_in_all_its_tables(sample):
    contest = Contest.of(Campaign.objects.in_state(Campaign.State.RUNNING, timezone.localdate()).get())
    assert all(count(contest, league).lines for league in contest.leagues)
    assert any(line.climbed for line in count(contest, League.TEAMS).lines)


def test_one_appeal_waits_and_one_is_answered(sample):
    assert sorted(Appeal.objects.values_list("outcome", flat=True)) == ["", "kept"]
