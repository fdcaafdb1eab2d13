"""What the pages of figures cost: every level, map and period, through the real view, as their readers see them.

python -m bench reports.pages TIMES    each page asked TIMES times; needs the world of reports.world or reports.nation
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from areas.models import Area, Level
from areas.official import LAST_DAY_BEFORE
from bench.reports.limit import is_whole, limit, seconds
from bench.reports.world import PROVINCE
from reports.periods import Usual

OLD_MAP = date(2025, 3, 1)
PLACES = 3  # areas of a level that are asked in turn
FIGURES = re.compile(r"visits_(monthlytotal|movedtotal|dailytotal|movedday|contribution)")
BROWSER = {"accept-encoding": "gzip"}
ASKED_BY = {"reports:team_facts": BROWSER | {"hx-request": "true"}}
FREE_DAYS = (100, 9)  # free days begin and end so many days ago


@dataclass(frozen=True)
class Page:
    """One line of the report: the same question about some areas."""

    view: str
    name: str
    reader: str
    areas: tuple[int, ...]
    asked: dict

    def address(self, area: int) -> str:
        return reverse(self.view, query={"area": area, **self.asked})


@dataclass
class Watch:
    """Times of the statements of one page, in seconds."""

    all: list[float] = field(default_factory=list)
    figures: list[float] = field(default_factory=list)

    def __call__(self, execute, sql, params, many, context):
        begun = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent = perf_counter() - begun
            self.all.append(spent)
            if FIGURES.search(sql):
                self.figures.append(spent)


def periods(today: date) -> dict[str, dict]:
    start, end = (today - timedelta(days=ago) for ago in FREE_DAYS)
    named = {str(label): {"period": name} for name, label in Usual.choices if name != Usual.LAST_MONTH}
    return named | {"Ngày tự chọn": {"from": start.isoformat(), "to": end.isoformat()}}


def pages(today: date) -> Iterator[Page]:
    """Every level and way down on every map, for every period; what a map does not know is left out."""
    country, old, new = _places(today)
    for label, asked in periods(today).items():
        for map_name, map_key, places in (
            ("ghi nhận", "", new),
            ("hôm nay", "today", new),
            ("ngày cũ", OLD_MAP.isoformat(), old),
        ):
            asked_there = asked | ({"map": map_key} if map_key else {})
            yield from _down(country | places, label, map_name, asked_there)
    before = {"from": (LAST_DAY_BEFORE - timedelta(days=180)).isoformat(), "to": LAST_DAY_BEFORE.isoformat()}
    yield from _down(country | old, "6 tháng trước sắp xếp", "ghi nhận", before)


def _down(places: dict[Level, tuple[int, ...]], label: str, map_name: str, asked: dict) -> Iterator[Page]:
    ways = [
        (Level.COUNTRY, "province"), (Level.COUNTRY, "commune"), (Level.PROVINCE, "district"),
        (Level.PROVINCE, "commune"), (Level.PROVINCE, "hamlet"), (Level.DISTRICT, "commune"),
        (Level.COMMUNE, "hamlet"), (Level.COMMUNE, "team"), (Level.HAMLET, "team"),
    ]  # fmt: skip
    for level, way in ways:
        if places.get(level) and (way != "district" or Level.DISTRICT in places):
            name = f"{level.name.lower()} theo {way}, {map_name}, {label}"
            reader = "ministry" if level == Level.COUNTRY else "officer"
            yield Page("reports:dashboard", name, reader, places[level], asked | {"by": way})
            if level in (Level.PROVINCE, Level.DISTRICT) and way == "commune":
                later = f"tổ: {level.name.lower()}, {map_name}, {label}"
                yield Page("reports:team_facts", later, reader, places[level], asked)
            if way in ("province", "hamlet", "district"):
                why = {name: value for name, value in asked.items() if name != "by"} | {"indicator": "vi_dien_tu"}
                yield Page(
                    "reports:why", f"vì sao: {level.name.lower()}, {map_name}, {label}", reader, places[level], why
                )


def _places(today: date) -> tuple[dict, dict, dict]:
    """Areas by level: the country, some of the old map, some of today's."""
    country = {Level.COUNTRY: tuple(Area.objects.filter(level=Level.COUNTRY).values_list("pk", flat=True))}
    province = Area.objects.on(today).get(code=PROVINCE, level=Level.PROVINCE)
    now = {level: _some(province, today, level) for level in (Level.PROVINCE, Level.COMMUNE, Level.HAMLET)}
    former = Area.objects.on(OLD_MAP).filter(level=Level.PROVINCE, ascent__ancestor=province).order_by("pk").first()
    then = {level: _some(former, OLD_MAP, level) for level in Level if level > Level.COUNTRY}
    return country, then, now


def _some(area: Area, day: date, level: Level) -> tuple[int, ...]:
    found = Area.objects.under(area, day).on(day).filter(level=level).order_by("pk").values_list("pk", flat=True)
    return tuple(found[:: max(len(found) // PLACES, 1)][:PLACES])


@contextmanager
def watched() -> Iterator[Watch]:
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch


def measure(page: Page, client: Client, times: int) -> dict:
    """Seconds of the server, statements, and how much longer its figures took than the one statement for them.

    That one is timed once behind each page: asked again and again by itself it finds all in the processor's caches,
    and is twice as fast as anything that a server asks between two pages.
    """
    spent, queries, database, figures, least = [], set(), [], [], []
    is_board = page.view == "reports:dashboard"
    statements = {area: limit(area, page.asked, page.reader) for area in page.areas} if is_board else {}
    for number in range(times + 1):
        area = page.areas[number % len(page.areas)]
        address = page.address(area)
        with watched() as watch:
            begun = perf_counter()
            answer = client.get(address, headers=ASKED_BY.get(page.view, BROWSER))
            took = perf_counter() - begun
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code}: {address}")
        least_now = seconds(statements[area]) if is_board else 0
        if number:  # the first one warms up
            spent.append(took)
            queries.add(len(watch.all))
            database.append(sum(watch.all))
            figures.append(sum(watch.figures))
            least.append(least_now)
    found = {"p50": middle(spent), "p95": sorted(spent)[ceil(len(spent) * 0.95) - 1], "queries": max(queries)}
    found |= {"database": middle(database), "figures": middle(figures)}
    if is_board:
        found |= {"whole": is_whole(page.areas[0], page.asked, page.reader), "limit": middle(least)}
    return found


def middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def main(times: str, only: str = "") -> dict:
    settings.ALLOWED_HOSTS = ["*"]
    clients = defaultdict(Client)
    for user in User.objects.filter(username__in=("officer", "ministry")):
        clients[user.username].force_login(user)
    asked = [page for page in pages(timezone.localdate()) if re.search(only, page.name)]
    return {"pages": [{"name": page.name} | measure(page, clients[page.reader], int(times)) for page in asked]}
