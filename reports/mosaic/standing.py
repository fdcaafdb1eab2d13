"""What a map tells of each unit: how it stands against its goal, or how much it reached for its size."""

from bisect import bisect_left
from dataclasses import dataclass

from django.utils.translation import gettext as _

from areas.models import Area
from reports.figures import figure
from reports.gauge import gauge
from reports.question import Question
from reports.targets.pace import Pace, Progress
from visits.models import Indicator

SHADES = 4
SIGNS = {Pace.REACHED: "✓", Pace.ON_TRACK: "↑", Pace.BEHIND: "▾", Pace.LATE: "!", Pace.UNKNOWN: "?"}
NOTHING, UNSIZED = "", "unsized"


@dataclass(frozen=True)
class Entry:
    """One unit as the page around the map knows it; `size` is its number of households, where known."""

    area: Area
    name: str
    value: int | float | None
    progress: Progress | None
    size: int | None
    url: str


@dataclass(frozen=True)
class Standing:
    """`state`: a Pace, a shade from "shade-1" (least), or "" where nothing is known; `text` says it in words."""

    name: str
    state: str
    text: str
    url: str


@dataclass(frozen=True)
class Sort:
    """One line of the legend."""

    state: str
    sign: str
    label: str
    count: int


def standings(
    entries: list[Entry], indicator: Indicator, question: Question
) -> tuple[dict[int, Standing], list[Sort]]:
    """Unit -> what the map tells of it; and the legend."""
    if any(entry.progress for entry in entries):
        found = {entry.area.pk: _of_progress(entry, indicator, question) for entry in entries}
        states = [(pace.value, SIGNS[pace], str(pace.label)) for pace in Pace]
        states.append((NOTHING, "", _("Chưa giao mức")))
    else:
        found, states = _shaded(entries, indicator)
    counts = {state: 0 for state, _sign, _label in states}
    for standing in found.values():
        counts[standing.state] += 1
    return found, [Sort(*state, counts[state[0]]) for state in states if counts[state[0]]]


def sign_of(state: str) -> str:
    return SIGNS.get(state, "")


def _of_progress(entry: Entry, indicator: Indicator, question: Question) -> Standing:
    if entry.progress is None:
        return Standing(entry.name, NOTHING, f"{figure(entry.value)} {indicator.unit}", entry.url)
    shown = gauge(entry.progress, indicator, question.today)
    return Standing(entry.name, entry.progress.pace.value, shown.sentence, entry.url)


def _shaded(entries: list[Entry], indicator: Indicator) -> tuple[dict[int, Standing], list[tuple[str, str, str]]]:
    """By quarters of the units: a ratio itself, other figures per 100 households, since amounts show only size."""
    is_ratio = indicator.kind == Indicator.Kind.RATIO
    rates = {entry.area.pk: _rate(entry, is_ratio) for entry in entries}
    known = sorted(rate for rate in rates.values() if rate is not None)
    limits = [known[min(len(known) * part // SHADES, len(known) - 1)] for part in range(1, SHADES)] if known else []
    limits = sorted(set(limits))
    found = {}
    for entry in entries:
        rate = rates[entry.area.pk]
        state = f"shade-{bisect_left(limits, rate) + 1}" if rate is not None else UNSIZED
        state = NOTHING if entry.value is None else state
        found[entry.area.pk] = Standing(entry.name, state, _in_words(entry, rate, indicator), entry.url)
    unsized = (UNSIZED, "", _("Có số liệu, chưa có số hộ"))
    return found, [*_ranges(limits, is_ratio), unsized, (NOTHING, "", _("Chưa có số liệu"))]


def _rate(entry: Entry, is_ratio: bool) -> float | None:
    if is_ratio or entry.value is None:
        return entry.value
    return round(100 * entry.value / entry.size, 2) if entry.size else None


def _in_words(entry: Entry, rate: float | None, indicator: Indicator) -> str:
    text = f"{figure(entry.value)} {indicator.unit}"
    if rate is None or indicator.kind == Indicator.Kind.RATIO:
        return text
    return _("%(text)s, trên 100 hộ %(rate)s") % {"text": text, "rate": figure(rate)}


def _ranges(limits: list[float], is_ratio: bool) -> list[tuple[str, str, str]]:
    unit = _(" %") if is_ratio else _(" trên 100 hộ")
    if not limits:
        return [("shade-1", "", _("có số liệu"))]
    ends = [*zip([None, *limits], [*limits, None], strict=True)]
    return [(f"shade-{number}", "", _range(*end, unit)) for number, end in enumerate(ends, start=1)]


def _range(low: float | None, high: float | None, unit: str) -> str:
    if low is None:
        return _("đến %(high)s%(unit)s") % {"high": figure(high), "unit": unit}
    if high is None:
        return _("hơn %(low)s%(unit)s") % {"low": figure(low), "unit": unit}
    return _("%(low)s – %(high)s%(unit)s") % {"low": figure(low), "high": figure(high), "unit": unit}
