"""From what units reached to a score: 100 is the common rate. Pure: no database, no order of units."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import fsum
from statistics import median_high

from reports.league.shrinkage import Count, Prior, estimate

FEWEST_HOUSEHOLDS = 10
SMALL = 0.1  # of the middle unit
PLACES_SHOWN = 1  # decimals of a score; what looks equal shares a place


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that counts. `is_share`: households of all households, so never more than one each."""

    code: str
    weight: int
    is_share: bool


Field = Mapping[Hashable, Mapping[str, Count]]
"""Unit -> code of the measure -> what it reached."""


def least_size(sizes: list[int]) -> float:
    """Units with fewer households take no place, however good they are: a tenth of the middle one, ten at least."""
    return max(FEWEST_HOUSEHOLDS, SMALL * median_high(sizes)) if sizes else FEWEST_HOUSEHOLDS


def priors(field: Field, measures: list[Measure]) -> dict[str, Prior]:
    return {
        measure.code: estimate((counts[measure.code] for counts in field.values()), is_share=measure.is_share)
        for measure in measures
    }


def scores(field: Field, measures: list[Measure], found: Mapping[str, Prior]) -> dict[Hashable, float]:
    """Unit -> its score: each measure compared with its own common rate, then weighed.

    Different measures are never added up; what nobody reached weighs nothing.
    """
    counted = [measure for measure in measures if found[measure.code].mean > 0]
    weights = sum(measure.weight for measure in counted)
    return {
        key: round(fsum(m.weight * index(found[m.code], counts[m.code]) for m in counted) / weights, PLACES_SHOWN)
        for key, counts in field.items()
        if weights
    }


def index(prior: Prior, count: Count) -> float:
    """100 at the common rate, 200 at twice that; `prior.mean` must not be 0."""
    return 100 * prior.shrunk(count) / prior.mean


def places(found: Mapping[Hashable, float]) -> dict[Hashable, int]:
    """1, 2, 2, 4: equal scores share a place, and the next one counts how many stand before it."""
    order = sorted(found.values(), reverse=True)
    first: dict[float, int] = {}
    for number, score in enumerate(order, start=1):
        first.setdefault(score, number)
    return {key: first[score] for key, score in found.items()}
