"""How much a rate of few can be trusted: rates of small units are drawn towards the common rate.

Empirical Bayes. What units reach scatters around the common rate for two reasons, real differences and chance; chance
weighs more the smaller a unit is. How strong each of the two is follows from the units themselves (method of moments:
gamma-Poisson for amounts, beta-binomial for shares), and gives the `strength` of the prior: as many further
households, all at the common rate, are added to every unit. Pure: no database, no order of units.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum
from statistics import median_high
from typing import NamedTuple

FEWEST_UNITS = 5  # below that the scatter of the units says nothing
WEAKEST, STRONGEST = 0.25, 4.0  # of the middle unit's size
"""Work comes in lumps (a session brings forty people at once), so the scatter looks more real than it is: the prior is
never weaker than a quarter of the middle unit. And never so strong that no difference would be left to see."""
USUAL = 0.5  # of the middle unit's size: from there on a rate is taken as it is


class Count(NamedTuple):
    """`amount` of what was reached, in a unit of `size` households (or what the campaign counts by)."""

    amount: float
    size: float

    @property
    def rate(self) -> float | None:
        return self.amount / self.size if self.size else None


@dataclass(frozen=True, slots=True)
class Prior:
    """`mean` is the common rate, `strength` counts households, `best` is the highest rate of a unit of usual size."""

    mean: float
    strength: float
    best: float

    def shrunk(self, count: Count) -> float:
        """The rate of the unit, drawn towards the mean; an unusual rate of a small unit counts as `best` at most."""
        if not count.size:
            return self.mean
        amount = min(count.amount, self.best * count.size)
        return (amount + self.strength * self.mean) / (count.size + self.strength)


def estimate(counts: Iterable[Count], *, is_share: bool) -> Prior:
    """The prior that these units together suggest. `is_share`: the amount cannot exceed the size."""
    counts = [count for count in counts if count.size > 0]
    if not counts:
        return Prior(0.0, 1.0, 0.0)
    whole = fsum(count.size for count in counts)
    mean = fsum(count.amount for count in counts) / whole
    middle = median_high(count.size for count in counts)
    best = max(mean, *(count.rate for count in counts if count.size >= USUAL * middle))
    return Prior(mean, _strength(counts, mean, whole, middle, is_share), best)


def _strength(counts: list[Count], mean: float, whole: float, middle: float, is_share: bool) -> float:
    if len(counts) < FEWEST_UNITS or not mean:
        return float(middle)
    chance = mean * (1 - mean) if is_share and mean < 1 else mean
    scatter = fsum(count.size * (count.rate - mean) ** 2 for count in counts)
    real = (scatter - (len(counts) - 1) * chance) / (whole - fsum(count.size**2 for count in counts) / whole)
    wanted = chance / real if real > 0 else STRONGEST * middle
    return min(max(wanted, WEAKEST * middle), STRONGEST * middle)
