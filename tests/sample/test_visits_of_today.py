"""The household visits, which make today's pages alive."""

from datetime import timedelta

import pytest
from django.db.models import F, Max
from django.utils import timezone

from areas.models import Area, Level
from teams.models import Membership
from visits import ledger
from visits.models import Contribution, Household, Visit

Reason = Contribution.Reason


def last_visit(commune_code: str):
    commune = Area.objects.get(code=commune_code, valid_from="2025-07-01")
    inside = Area.objects.under(commune, timezone.localdate())
    return Visit.objects.filter(area__in=inside).aggregate(day=Max("day"))["day"]


def test_some_thousands_of_households_and_visits_are_there(sample):
    assert 2_500 < Household.objects.count() < 3_500
    assert 4_500 < Visit.objects.count() < 6_000


def test_every_hamlet_of_the_sample_commune_has_visits(sample):
    commune = Area.objects.get(code="31360", valid_from="2025-07-01")
    hamlets = Area.objects.under(commune, timezone.localdate()).filter(level=Level.HAMLET)
    assert not hamlets.exclude(pk__in=Visit.objects.values("area")).exists()


def test_the_sample_team_was_out_yesterday_and_other_communes_are_silent_for_weeks(sample):
    today = timezone.localdate()
    assert last_visit("31360") == today - timedelta(days=1)
    assert [code for code in ("31420", "31495") if last_visit(code) > today - timedelta(weeks=5)] == []


def test_no_visit_is_of_the_future_and_each_lies_in_the_hamlet_of_its_household(sample):
    assert not Visit.objects.filter(visited_at__gt=timezone.now()).exists()
    assert not Visit.objects.exclude(area=F("household__area")).exists()
    assert not Visit.objects.exclude(team__area=F("area")).exists()


def test_whoever_logged_a_visit_served_in_the_team_on_that_day(sample):
    serving = Membership.objects.filter(
        valid_from__lte=F("team__visits__day"), valid_until__gte=F("team__visits__day")
    )
    logged = serving.filter(member__user=F("team__visits__created_by")).values("team__visits")
    assert not Visit.objects.exclude(pk__in=logged).exists()


def test_some_households_were_never_visited_and_some_visits_wait_for_a_person(sample):
    assert 100 < Household.objects.filter(visits=None).count() < 500
    waiting = Visit.objects.filter(status=Visit.Status.REVIEW)
    assert 3 <= waiting.count() <= 30
    assert not waiting.filter(review_reason="").exists()


@pytest.mark.parametrize("reason", [Reason.REPEAT, Reason.OVER_SIZE, Reason.REVIEW])
def test_the_counting_left_something_out_for_each_reason(sample, reason):
    assert Contribution.objects.filter(reason=reason, quantity__lt=F("claimed")).exists()


def test_the_books_are_right(sample):
    assert ledger.verify() == []
