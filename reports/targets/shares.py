"""A whole divided by weights into whole numbers that add up to it exactly (largest remainders)."""

from collections.abc import Sequence
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
