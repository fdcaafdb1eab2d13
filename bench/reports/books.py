"""Whether the totals equal the raw rows, and after many edits still do.

python -m bench reports.books            count everything anew
python -m bench reports.books EDITS      make so many edits first, through the doors of the product
"""

from datetime import timedelta
from random import Random
from time import perf_counter
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from visits import filing, ledger
from visits.draft import Draft
from visits.models import Activity, Household, Indicator, Result, Visit

A_BATCH = 50
KINDS = ("new", "late", "removed", "restored", "corrected", "resized", "tally")


def edit(number: int, seed: int = 1) -> None:
    """`number` edits in batches, as a phone sends them: any order, any day, any household."""
    chance = Random(seed)
    homes = list(Household.objects.order_by("pk").values_list("pk", flat=True))
    activities = list(Activity.objects.order_by("pk").values_list("pk", flat=True))
    for _batch in range(0, number, A_BATCH):
        kind = chance.choice(KINDS)
        chosen = chance.sample(homes, min(A_BATCH, len(homes)))
        with transaction.atomic():
            if kind in ("new", "late"):
                _visit(chosen, chance, days=3 if kind == "new" else 600)
            elif kind == "tally":
                _tell(chance.sample(activities, min(A_BATCH, len(activities))), chance)
            else:
                _change(kind, chosen, chance)


def _visit(homes: list, chance: Random, days: int) -> None:
    households = Household.objects.in_bulk(homes)
    indicators = {i.code: i for i in Indicator.objects.asked_at_visits().filter(valid_until__gte=timezone.now())}
    drafts = [
        Draft(
            visit_id=UUID(int=chance.getrandbits(128), version=4),
            household_id=home,
            visited_at=timezone.now() - timedelta(days=chance.uniform(0, days)),
            outcome="met",
            people=1,
            results={code: chance.randint(1, 4) for code in chance.sample(sorted(indicators), 3)},
            note="",
        )
        for home in homes
    ]
    author = User.objects.get(username="officer")
    filing.file_drafts(drafts, households=households, indicators=indicators, by=author)


def _change(kind: str, homes: list, chance: Random) -> None:
    """One visit of each household, or the household itself."""
    ledger.lock(homes)
    if kind == "resized":
        Household.objects.filter(pk__in=homes).update(size=chance.randint(1, 8))
    last = {
        household: pk for household, pk in Visit.objects.filter(household__in=homes).values_list("household", "pk")
    }
    visits = Visit.objects.filter(pk__in=last.values())
    if kind == "removed":
        visits.update(removed_at=timezone.now())
    elif kind == "restored":
        visits.update(removed_at=None, status=Visit.Status.ACCEPTED)
    elif kind == "corrected":
        Result.objects.filter(visit__in=visits).update(quantity=chance.randint(1, 5))
    ledger.recount(households=homes, locked=True)


def _tell(activities: list, chance: Random) -> None:
    Result.objects.filter(activity__in=activities).update(quantity=chance.randint(10, 300))
    ledger.recount(activities=activities)


def main(edits: str = "0") -> dict:
    begun = perf_counter()
    edit(int(edits))
    edited, begun = perf_counter() - begun, perf_counter()
    return {"edited": edited, "differences": ledger.verify()[:10], "verified": perf_counter() - begun}
