"""Why a unit lags: what its own records tell, in sentences whose numbers open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from areas.models import Area
from reports.activity import Reach, reach
from reports.activity_rows import Rows, to_rows
from reports.figures import figure
from reports.freshness import last_days
from reports.indicator.laggards import Laggard, Standing, why_url
from reports.indicator.question import IndicatorQuestion
from reports.lens import Lens
from reports.periods import EARLIEST
from reports.rollup import Period, Values, figures
from reports.ways import level_named
from visits.models import Indicator, Visit

QUIET = 7  # days without a record that are worth a sentence
UNVISITED = 20  # per cent of the households
POOR = 0.8  # of what the whole area gets out of 100 households
MOST = 4  # sentences a unit


@dataclass
class Signs:
    """What the sentences are made of, by unit. `visits`, `met`: the indicators that every visit makes, if there;
    `doors`: the households met in the period, of the area too; `ever`: those until its end."""

    question: IndicatorQuestion
    until: date
    visits: Indicator | None
    met: Indicator | None
    reach: dict[int, Reach]
    days: dict[int, date]
    doors: dict[int, Values]
    ever: dict[int, Values]
    reviewed: dict[int, int]
    whole: Values


def explain(standing: Standing, units: list[Laggard], question: IndicatorQuestion, way: str) -> None:
    """Write the reasons of some units of the standing; the number of queries does not depend on them."""
    if question.period.start > question.today or not units:
        return
    signs = read(standing, units, question, way)
    for laggard in units:
        laggard.reasons = list(_sentences(laggard, signs))[:MOST]


def read(standing: Standing, units: list[Laggard], question: IndicatorQuestion, way: str) -> Signs:
    area, lens, level = question.area, question.lens, level_named(way)
    until = min(question.period.end, question.today)
    keys = [laggard.area.pk for laggard in units]
    met, areas = question.derived(Indicator.Derived.HOUSEHOLDS_MET), [laggard.area for laggard in units]
    doors, ever = {}, {}
    if met:
        doors = figures(area, areas, period=question.period, lens=lens, indicators=[met])
    if met and any(laggard.households for laggard in units):
        so_far = {"period": Period(EARLIEST, until), "lens": _placed(question, until), "indicators": [met]}
        ever = figures(area, areas, **so_far)
    return Signs(
        question=question,
        until=until,
        visits=question.derived(Indicator.Derived.VISITS),
        met=met,
        reach=reach(area, level=level, period=question.period, lens=lens, today=question.today, only=keys),
        days=last_days(keys, lens=lens, end=until),
        doors=doors,
        ever=ever,
        reviewed=_reviewed(keys, Period(question.period.start, until), lens),
        whole=standing.total,
    )


def _placed(question: IndicatorQuestion, until: date) -> Lens:
    """A household reached before a reform was reached for the unit of today too."""
    day = question.lens.day or question.lens.map_day(question.area, until)
    return Lens(day.isoformat(), day)


def _reviewed(units: list[int], period: Period, lens: Lens) -> dict[int, int]:
    """Unit -> visits that wait for somebody to look at them."""
    waiting = Visit.objects.standing().filter(status=Visit.Status.REVIEW, day__range=(period.start, period.end))
    day = lens.day or F("day")
    held = {"ancestor__among": units, "valid_from__lte": day, "valid_until__gte": day}
    rows = waiting.filter(**{f"area__ascent__{name}": value for name, value in held.items()}).order_by()
    return dict(rows.values_list("area__ascent__ancestor").annotate(n=Count("pk")))


def _sentences(laggard: Laggard, signs: Signs) -> Iterator[SafeString]:
    yield from _of_teams(laggard, signs)
    yield from _of_silence(laggard, signs)
    yield from _of_households(laggard, signs)
    yield from _of_yield(laggard, signs)
    yield from _of_review(laggard, signs)


def _of_teams(laggard: Laggard, signs: Signs) -> Iterator[SafeString]:
    found = signs.reach.get(laggard.area.pk)
    if found is None:
        return
    if not found.teams:
        yield _said(_("{number} nào ở đây."), _("Chưa có tổ"), _rows(laggard, found, signs, Rows.BARE))
    elif found.idle:
        number = _("%(idle)s trong %(teams)s tổ") % {"idle": figure(found.idle), "teams": figure(found.teams)}
        sentence = _("{number} chưa có ghi nhận nào trong kỳ.")
        if waiting := _waiting(laggard, signs):
            sentence = _("{number} chưa có ghi nhận nào được xác nhận trong kỳ; ở đây {waiting} đang chờ xem lại.")
        yield _said(sentence, number, _rows(laggard, found, signs, Rows.IDLE), waiting=waiting)


def _of_silence(laggard: Laggard, signs: Signs) -> Iterator[SafeString]:
    day = signs.days.get(laggard.area.pk)
    if day is None:
        yield _said(_("{number} lần nào."), _("Chưa ghi nhận"), signs.question.but(area=laggard.area, by="").address())
    elif (signs.until - day).days >= QUIET:
        number = _("%(days)s ngày không ghi nhận gì") % {"days": figure((signs.until - day).days)}
        period = Period(EARLIEST, signs.until)
        url = why_url(laggard.line, signs.visits or signs.question.indicator, period, signs.question.lens)
        yield _said(_("{number}, lần cuối {day}."), number, url, day=f"{day:%d/%m/%Y}")


def _of_households(laggard: Laggard, signs: Signs) -> Iterator[SafeString]:
    if not (signs.met and laggard.households):
        return
    reached = signs.ever.get(laggard.area.pk, {}).get(signs.met.code) or 0
    left = max(laggard.households - reached, 0)
    share = 100 * left / laggard.households
    if share >= UNVISITED:
        url = why_url(laggard.line, signs.met, Period(EARLIEST, signs.until), _placed(signs.question, signs.until))
        number = _("%(share)s %% số hộ") % {"share": figure(round(share))}
        words = {"left": figure(left), "all": figure(laggard.households)}
        yield _said(_("{number} chưa được thăm lần nào ({left} trong {all} hộ)."), number, url, **words)


def _of_yield(laggard: Laggard, signs: Signs) -> Iterator[SafeString]:
    """Doors were opened, and little came of it."""
    indicator, met = signs.question.indicator, signs.met
    if (
        met is None
        or indicator in (met, signs.visits)
        or indicator.kind
        in (
            Indicator.Kind.RATIO,
            Indicator.Kind.STOCK,
        )
    ):
        return
    here = _yield(laggard.line.values, laggard.area, signs)
    whole = _yield(signs.whole, signs.question.area, signs)
    if here is not None and whole and here < POOR * whole:
        number = _("Cứ 100 hộ gặp được có %(rate)s %(unit)s đạt") % {"rate": figure(here), "unit": indicator.unit}
        running = Period(signs.question.period.start, signs.until)
        url = why_url(laggard.line, met, running, signs.question.lens)
        yield _said(_("{number}, chung cả địa bàn là {whole}."), number, url, whole=figure(whole))


def _yield(values: Values, area: Area, signs: Signs) -> float | None:
    doors = signs.doors[area.pk].get(signs.met.code)
    return round(100 * (values.get(signs.question.indicator.code) or 0) / doors, 1) if doors else None


def _of_review(laggard: Laggard, signs: Signs) -> Iterator[SafeString]:
    """Where the sentence on its teams has not told it."""
    found, waiting = signs.reach.get(laggard.area.pk), _waiting(laggard, signs)
    if waiting and not (found and found.idle):
        yield format_html(_("{} đang chờ xem lại, chưa được tính."), waiting)


def _waiting(laggard: Laggard, signs: Signs) -> SafeString | str:
    """ "3 lượt thăm" as a link to those that wait for review; "" without any."""
    waiting = signs.reviewed.get(laggard.area.pk)
    if not (waiting and signs.visits):
        return ""
    running = Period(signs.question.period.start, signs.until)
    url = why_url(laggard.line, signs.visits, running, signs.question.lens, reason="review")
    return _said("{number}", _("%(visits)s lượt thăm") % {"visits": figure(waiting)}, url)


def _rows(laggard: Laggard, found: Reach, signs: Signs, rows: Rows) -> str:
    return to_rows(laggard.area.pk, found.days, signs.question.lens, rows)


def _said(sentence: str, number: str, url: str, **words: str) -> SafeString:
    """The sentence with `number` as a link in it."""
    return format_html(sentence, number=format_html('<a href="{}">{}</a>', url, number), **words)
