"""What was done in a campaign, by team or by person: one pass over its facts.

Totals know no teams and no persons, so the time grows with the facts of the campaign (measured on PostgreSQL, 430,000
facts of a quarter: 2 s by team, 6 s by person), and what was read is kept for a while.
"""

from datetime import date

from django.db.models import Count, Q, Sum

from reports.league.contest import Contest
from reports.league.kept import Kept, kept
from visits.models import Contribution


def deeds(contest: Contest, *keys: str, fresh: bool) -> Kept:
    """By these columns of Contribution: a list of (*keys, indicator code, quantity, facts, and both a week before)."""
    codes = sorted(indicator.pk for indicator in contest.counted)
    asked = [*keys, contest.campaign.start, contest.until, contest.day, sorted(contest.roots), codes]
    return kept(asked, lambda: _read(contest, keys), fresh=fresh)


def _read(contest: Contest, keys: tuple[str, ...]) -> list[tuple]:
    codes = {indicator.pk: indicator.code for indicator in contest.counted}
    rows = Contribution.objects.filter(
        indicator__in=codes, day__range=(contest.campaign.start, contest.until), area__in=contest.inside().values("pk")
    )
    earlier = Q(day__lte=contest.week_before.until if contest.week_before else date.min)
    sums = rows.values_list(*keys, "indicator").annotate(
        q=Sum("quantity"),
        n=Count("pk"),
        q_before=Sum("quantity", filter=earlier),
        n_before=Count("pk", filter=earlier),
    )
    return [(*found, codes[pk], q, n, before or 0, n_before) for *found, pk, q, n, before, n_before in sums]
