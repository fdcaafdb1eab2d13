"""What facts add to the counts: pure functions of plain rows, no database.

The contributions of a household follow from its visits alone, in the order of their time; those of a team's
activities from that team's activities alone. So the order of arrival never matters, and an edit, a late
visit or a removal is handled by computing the same function again.

The rows are tuples and not model instances: a batch of 50 visits looks at some thousand of them (ADR 11).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from operator import attrgetter
from typing import NamedTuple

from visits.models import Contribution, Indicator, Visit

Kind, Derived, Reason = Indicator.Kind, Indicator.Derived, Contribution.Reason
# plain words: looked up as members of an enumeration they would be a third of the work
HOUSEHOLD, PERSON = Kind.HOUSEHOLD.value, Kind.PERSON.value
COUNTED, REPEAT, OVER_SIZE, REVIEW = (reason.value for reason in Reason)
VISITS, HOUSEHOLDS_MET, PEOPLE = (derived.value for derived in Derived)
MET, IN_REVIEW = Visit.Outcome.MET.value, Visit.Status.REVIEW.value

Key = str
"""A UUID as the database writes it (visits/rows.py)."""


class Measure(NamedTuple):
    """An indicator, as far as counting goes; the fields are columns of Indicator."""

    pk: int
    kind: str
    derived: str
    valid_from: date
    valid_until: date


Catalogue = Mapping[int, Measure]
"""All indicators by primary key."""
Results = Mapping[Key, list[tuple[int, int]]]
"""What was reported, by fact: (indicator, quantity), each indicator once."""


class Call(NamedTuple):
    """A standing visit, as far as counting goes; the fields are columns of Visit."""

    pk: Key
    area: int
    team: Key | None
    day: date
    visited_at: datetime
    outcome: str
    people: int
    status: str


class Deed(NamedTuple):
    """A standing activity, as far as counting goes; the fields are columns of Activity."""

    pk: Key
    area: int
    team: Key | None
    day: date


class Entry(NamedTuple):
    """A contribution; the fields are columns of Contribution. Two that are equal are the same."""

    area: int
    team: Key | None
    indicator: int
    day: date
    quantity: int
    claimed: int
    reason: str
    visit: Key | None
    activity: Key | None


in_order = attrgetter("visited_at", "pk")
"""The order in which the visits of a household are counted."""


def of_household(
    calls: Iterable[Call],
    results: Results,
    size: int | None,
    indicators: Catalogue,
    before: Mapping[int, int] | None = None,
) -> Iterator[Entry]:
    """Contributions of one household's standing visits.

    `size` is the number of residents, None when unknown (then persons are not capped). `before` is what visits that
    all came earlier have reached, by indicator.
    """
    reached: dict[int, int] = dict(before or {})
    derived = [indicator for indicator in indicators.values() if indicator.derived]
    for call in sorted(calls, key=in_order):
        for indicator, claimed in _claims(call, results.get(call.pk, ()), indicators, derived):
            if call.status == IN_REVIEW:
                quantity, reason = 0, REVIEW
            else:
                known = reached.get(indicator.pk, 0)
                quantity, reason = _counted(indicator.kind, claimed, known, size)
                reached[indicator.pk] = known + quantity
            yield Entry(call.area, call.team, indicator.pk, call.day, quantity, claimed, reason, call.pk, None)


def of_activities(deeds: Iterable[Deed], results: Results, indicators: Catalogue) -> Iterator[Entry]:
    """Contributions of the standing activities of one team in one area."""
    last: dict[int, int] = {}
    for deed in sorted(deeds, key=attrgetter("day", "pk")):
        for key, told in results.get(deed.pk, ()):
            quantity = told
            if indicators[key].kind == Kind.STOCK:
                quantity -= last.get(key, 0)
                last[key] = told
            yield Entry(deed.area, deed.team, key, deed.day, quantity, quantity, COUNTED, None, deed.pk)


def _claims(
    call: Call, results: Iterable[tuple[int, int]], indicators: Catalogue, derived: list[Measure]
) -> Iterator[tuple[Measure, int]]:
    met = call.outcome == MET
    own = {VISITS: 1, HOUSEHOLDS_MET: int(met), PEOPLE: call.people if met else 0}
    for indicator in derived:
        if own.get(indicator.derived) and indicator.valid_from <= call.day <= indicator.valid_until:
            yield indicator, own[indicator.derived]
    for key, quantity in results:
        if quantity:
            indicator = indicators[key]
            yield indicator, 1 if indicator.kind == HOUSEHOLD else quantity


def _counted(kind: str, claimed: int, before: int, size: int | None) -> tuple[int, str]:
    """How much of the claim counts after `before` was counted earlier, and the reason for what does not."""
    if kind == HOUSEHOLD:
        return (0, REPEAT) if before else (1, COUNTED)
    if kind == PERSON and size is not None and before + claimed > size:
        return max(size - before, 0), OVER_SIZE
    return claimed, COUNTED
