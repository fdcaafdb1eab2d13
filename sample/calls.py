"""The visits at those households up to yesterday, filed through the same door as those of phones."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from areas.models import Area
from sample.doors import Place
from sample.seed import identity, stream
from visits import filing
from visits.draft import Draft
from visits.models import Household, Indicator, Visit

DAYS = 310  # from the first visit to the last
IDLE = 4  # days since a team went out last, on average; the sample team went yesterday
CALLS = {0: 8, 1: 38, 2: 32, 3: 16, 4: 6}  # visits at a household -> how often
Outcome = Visit.Outcome
OUTCOMES = {Outcome.MET: 77, Outcome.ABSENT: 18, Outcome.REFUSED: 4, Outcome.MOVED: 1}
HOURS = (7, 8, 8, 9, 9, 10, 13, 14, 14, 15, 16, 17, 18, 19, 19)
RESULTS = {  # indicator -> in which share of the visits that met somebody it was worked on
    "vneid_muc_2": 0.34,
    "dvc_nguoi_dung": 0.27,
    "dvc_ho_so": 0.22,
    "vi_dien_tu": 0.21,
    "app_tinh": 0.31,
    "ho_ky_nang": 0.17,
    "tai_khoan_ngan_hang": 0.1,
    "qr_kinh_doanh": 0.6,
    "ho_tmdt": 0.03,
    "chu_ky_so": 0.07,
    "so_suc_khoe": 0.16,
    "tuyen_truyen": 0.7,
    "an_toan_so": 0.4,
}
OF_BUSINESSES = {"qr_kinh_doanh", "ho_tmdt"}
FOR_ALL_PRESENT = {"tuyen_truyen", "an_toan_so"}
MISTYPED = 0.002  # share of visits with 55 people instead of 5, which wait for a person to look
REPEATED = 0.08  # share of results that the household had already
SENT_AFTER = timedelta(minutes=25)


def create(doors: dict[Place, dict[Area, list[Household]]], authors: dict[int, list[User]], through: date) -> None:
    """File the visits, by author. `authors`: who goes to the doors of a hamlet; `through`: the last day."""
    asked = Indicator.objects.asked_at_visits().filter(code__in=RESULTS)
    indicators = {indicator.code: indicator for indicator in asked}
    households = {home.pk: home for hamlets in doors.values() for homes in hamlets.values() for home in homes}
    batches = defaultdict(list)
    for author, draft in _plan(doors, authors, indicators, through):
        batches[author].append(draft)
    for author, drafts in batches.items():
        called = {draft.household_id: households[draft.household_id] for draft in drafts}
        filing.file_drafts(drafts, households=called, indicators=indicators, by=author)
    Visit.objects.update(created_at=F("visited_at") + SENT_AFTER)  # else it is the moment of loading


def _plan(doors, authors, indicators: dict[str, Indicator], through: date) -> Iterator[tuple[User, Draft]]:
    chance = stream("calls")
    for place, hamlets in doors.items():
        for hamlet, households in hamlets.items():
            idle = 0 if len(authors[hamlet.pk]) > 1 else int(chance.expovariate(1 / IDLE))
            last = through - timedelta(days=place.silent + idle)
            days = _days_out(chance, through - timedelta(days=DAYS), last)
            for household in households:
                for draft in _calls(chance, household, days, indicators):
                    yield chance.choice(authors[hamlet.pk]), draft


def _days_out(chance: Random, first: date, last: date) -> list[date]:
    """The days on which a team goes out: some twenty, mostly at weekends, the last day among them."""
    days = [first + timedelta(days=i) for i in range((last - first).days)]
    weights = [3 if day.weekday() >= 5 else 1 for day in days]
    return sorted({last, *chance.choices(days, weights, k=22)})


def _calls(chance: Random, household: Household, days: list[date], indicators: dict) -> Iterator[Draft]:
    number = chance.choices(list(CALLS), list(CALLS.values()))[0]
    had: Counter[str] = Counter()
    for n, day in enumerate(sorted(chance.sample(days, number))):
        outcome = chance.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        people = chance.randint(1, min(household.size or 3, 4)) if outcome == Outcome.MET else 0
        results = _results(chance, household, people, had, indicators, day) if people else {}
        yield Draft(
            visit_id=identity("visit", household.pk, n),
            household_id=household.pk,
            visited_at=_moment(chance, day),
            outcome=outcome,
            people=55 if people and chance.random() < MISTYPED else people,
            results=results,
            note="",
        )
        if outcome == Outcome.MOVED:
            return


def _moment(chance: Random, day: date) -> datetime:
    clock = time(chance.choice(HOURS), chance.randrange(60), chance.randrange(60))
    return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())


def _results(
    chance: Random, household: Household, people: int, had: Counter, indicators: dict[str, Indicator], day: date
) -> dict[str, int]:
    """What the visit achieved; `had`, what the household reached before, is brought up to date."""
    results = {}
    for code, share in RESULTS.items():
        worked_on = chance.random() < share and indicators[code].in_force(day)
        if not worked_on or (code in OF_BUSINESSES and household.kind != Household.Kind.BUSINESS):
            continue
        quantity = _quantity(chance, indicators[code], people, household, had[code])
        if quantity:
            results[code] = quantity
            had[code] += quantity
    return results


def _quantity(chance: Random, indicator: Indicator, people: int, household: Household, before: int) -> int:
    """Mostly what is new at the household; now and then what it had before, which the counting leaves out."""
    if indicator.code in FOR_ALL_PRESENT:
        return people
    quantity = 1 if indicator.kind == Indicator.Kind.HOUSEHOLD else chance.randint(1, people)
    if indicator.kind == Indicator.Kind.FLOW or chance.random() < REPEATED:
        return quantity
    room = 1 if indicator.kind == Indicator.Kind.HOUSEHOLD else household.size or people
    return min(quantity, max(room - before, 0))
