"""What was done in a campaign, by team or by person: one pass over its facts.

Totals know no teams and no persons, so the time grows with the facts of the campaign (measured on PostgreSQL, 430,000
facts of a quarter: 2 s by team, 6 s by person). What took long is therefore kept for a while, the longer the longer it
took, and the page says of when its figures are.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from time import perf_counter

from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.utils import timezone

from reports.league.contest import Contest
from visits.models import Contribution

WORTH_KEEPING = 0.5  # seconds
KEPT = 100  # times as long as it took
LONGEST = 600  # seconds

Deed = tuple
"""(*keys, indicator code, quantity, facts, quantity a week before, facts a week before)"""


@dataclass(frozen=True)
class Deeds:
    rows: list[Deed]
    read_at: datetime


def deeds(contest: Contest, *keys: str, fresh: bool) -> Deeds:
    """Sums by these columns of Contribution; `fresh` asks the database in any case."""
    name = _name(contest, keys)
    found = None if fresh else cache.get(name)
    if found is None:
        start = perf_counter()
        found = Deeds(_read(contest, keys), timezone.now())
        took = perf_counter() - start
        if took > WORTH_KEEPING:
            cache.set(name, found, timeout=min(KEPT * took, LONGEST))
    return found


def _name(contest: Contest, keys: tuple[str, ...]) -> str:
    """All that the sums depend on, but the facts."""
    codes = sorted(indicator.pk for indicator in contest.counted)
    asked = [*keys, contest.campaign.start, contest.until, contest.day, *sorted(contest.roots), "of", *codes]
    return f"league-{sha256(repr(asked).encode()).hexdigest()}"


def _read(contest: Contest, keys: tuple[str, ...]) -> list[Deed]:
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
