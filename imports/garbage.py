"""Less looking for garbage while a long list is in memory."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 50_000  # new objects between two looks; Python's own 700 makes it look through a long list again and again


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Rows of a list point nowhere in circles, so looking for such costs a third of the time and finds nothing."""
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
