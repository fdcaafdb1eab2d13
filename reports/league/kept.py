"""What took long to read is kept for a while, the longer the longer it took, with the moment of its reading."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from time import perf_counter
from typing import Any

from django.core.cache import cache
from django.utils import timezone

WORTH_KEEPING = 0.3  # seconds
TIMES = 100  # as long as it took
LONGEST = 600  # seconds


@dataclass(frozen=True)
class Kept:
    value: Any
    read_at: datetime


def kept(asked: list, read: Callable[[], Any], *, fresh: bool) -> Kept:
    """`asked` holds all that the answer depends on, but the facts; `fresh` reads in any case."""
    name = f"league-{sha256(repr(asked).encode()).hexdigest()}"
    found = None if fresh else cache.get(name)
    if found is None:
        start = perf_counter()
        found = Kept(read(), timezone.now())
        took = perf_counter() - start
        if took > WORTH_KEEPING:
            cache.set(name, found, timeout=min(TIMES * took, LONGEST))
    return found
