"""Which figures of a table are left out: small ones, those that would tell them, and ratios made of either."""

from collections.abc import Collection

from areas.models import AreaStatistic
from reports.lines import Line
from reports.links import small
from reports.links.small import Number, is_small
from reports.question import Question
from reports.rollup import Values, with_parts
from visits.models import Indicator

Kind = Indicator.Kind
PEOPLE = (Kind.HOUSEHOLD, Kind.PERSON)
Statistics = dict[int, AreaStatistic]
"""area (primary key) -> its newest statistics"""


def left_out(
    question: Question,
    lines: list[Line],
    statistics: Statistics,
    *,
    hidden: Collection[str] = (),
    told: Collection[tuple[int, str]] = (),
) -> dict[str, set[int]]:
    """Code of each column -> positions of the lines whose figure is not told; the last line is the total.

    hidden: codes whose total must not be told. told: (unit, code) that another table tells, so that it covers nothing.
    """
    columns, last = question.columns, len(lines) - 1
    order = _order(lines[:-1], statistics)
    telling = _telling(_shares(question), lines, statistics)
    found: dict[str, set[int]] = {}
    for indicator in with_parts(columns):
        code = indicator.code
        also = telling.get(code, set()) | ({last} if code in hidden else set())
        values = [line.values[code] for line in lines]
        covers = [n for n in order if not (lines[n].area and (lines[n].area.pk, code) in told)]
        asked = {"also": also - {last}, "total_too": last in also}
        cells, total = small.hidden(values[:-1], values[-1], order=covers, **asked)
        if code in hidden:  # with one that may be anything, else a small one alone would tell what is hidden above
            cells |= set([n for n in covers or order if (values[n] or 0) >= small.LEAST and n not in cells][:1])
        found[code] = cells | ({last} if total else set())
    return {i.code: found[i.code] if i.code in found else _either(i, found) for i in columns}


def _shares(question: Question) -> list[Indicator]:
    """The ratios in the table, and those that anybody makes of its figures and of published ones."""
    parts = {indicator.code for indicator in with_parts(question.columns)}
    published = [i for i in question.catalogue if i.kind == Kind.RATIO and not i.denominator_id]
    ratios = [i for i in [*question.columns, *published] if i.kind == Kind.RATIO and i.numerator.code in parts]
    return list(dict.fromkeys(ratios))


def whole_of(ratio: Indicator, line: Line, values: Values, statistics: Statistics) -> Number:
    """The denominator of a ratio."""
    if ratio.denominator:
        return values[ratio.denominator.code]
    return getattr(line.area and statistics.get(line.area.pk), ratio.denominator_statistic, None)


def _either(ratio: Indicator, found: dict[str, set[int]]) -> set[int]:
    """A ratio goes with each of its parts: with the other one it would tell it."""
    return set().union(*(found[part.code] for part in (ratio.numerator, ratio.denominator) if part))


def _order(lines: list[Line], statistics: Statistics) -> list[int]:
    """What is no unit first, then the units with the fewest households: little is lost by covering with them."""

    def size(n: int) -> tuple:
        area = lines[n].area
        households = area and getattr(statistics.get(area.pk), "households", None)
        return (area is not None, households is None, households or 0, area.pk if area else 0)

    return sorted(range(len(lines)), key=size)


def _telling(ratios: list[Indicator], lines: list[Line], statistics: Statistics) -> dict[str, set[int]]:
    """Where a share tells how few have not: 118 households of 120 are a small number too."""
    found: dict[str, set[int]] = {}
    for ratio in ratios:
        if ratio.numerator.kind in PEOPLE:
            rest = (_rest(ratio, line, statistics) for line in lines)
            few = {n for n, value in enumerate(rest) if is_small(value)}
            found.setdefault(ratio.numerator.code, set()).update(few)
    return found


def _rest(ratio: Indicator, line: Line, statistics: Statistics) -> Number:
    """Those in the denominator of a ratio that are not in its numerator."""
    part, whole = line.values[ratio.numerator.code], whole_of(ratio, line, line.values, statistics)
    return None if part is None or whole is None else whole - part
