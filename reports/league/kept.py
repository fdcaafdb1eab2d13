"""What took long to count is kept for a while, the longer the longer it took; the table tells when it was counted."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from time import perf_counter
from typing import Any

from django.core.cache import cache

WORTH_KEEPING = 0.3  # seconds
TIMES = 100  # as long as it took
LONGEST = 600  # seconds


def kept(asked: list, count: Callable[[], Any], *, fresh: bool) -> Any:
    """`asked` holds all that the answer depends on, but the facts; `fresh` counts in any case."""
    name = f"league-{sha256(repr(asked).encode()).hexdigest()}"
    with _uncollected():
        found = None if fresh else cache.get(name)
        if found is None:
            start = perf_counter()
            found = count()
            took = perf_counter() - start
            if took > WORTH_KEEPING:
                cache.set(name, found, timeout=min(TIMES * took, LONGEST))
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Ten thousand lines are a hundred thousand objects that all stay: going through them for garbage again and again
    took longer than all the rest (0.8 s of processor time instead of 0.5)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
