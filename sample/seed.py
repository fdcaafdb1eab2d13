"""Chance that repeats itself: the same day of loading gives the same sample, row for row."""

import uuid
from collections.abc import Sequence
from random import Random

SEED = "tocnscd 2022"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocnscd:sample")


def stream(name: str) -> Random:
    """A source of chance of its own for each part, so that a change in one leaves the others as they are."""
    return Random(f"{SEED} {name}")


def identity(*parts: object) -> uuid.UUID:
    """The public id of the row that these words name."""
    return uuid.uuid5(NAMESPACE, " ".join(map(str, parts)))


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to `weights` whose sum is exactly `total` (largest remainders)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(shares)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares
