"""A whole divided by weights into whole numbers that add up to it exactly (largest remainders)."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction


def shares(whole: int, weights: Sequence[int]) -> list[int]:
    """Of equal remainders the earlier unit gets the one more; without any weight all get the same."""
    weights = weights if any(weights) else [1] * len(weights)
    if not weights:
        return []
    exact = [Fraction(whole * weight, sum(weights)) for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: whole - sum(parts)]:
        parts[i] += 1
    return parts


def whole_units(amount: float | Decimal) -> int:
    """What has to be reached so that a percentage is: 70 % of 301 households are 211. Hairs of floats are none."""
    return int(round(Decimal(amount), 4).to_integral_value(ROUND_CEILING))
