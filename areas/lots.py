"""Many keys, a lot at a time: few enough for the parameters of one query in every database."""

from collections.abc import Iterable, Iterator
from typing import Any

KEYS_A_QUERY = 500  # some builds of SQLite take 999 values, and the query has others


def in_lots(keys: Iterable[Any], size: int = KEYS_A_QUERY) -> Iterator[list[Any]]:
    keys = list(keys)
    return (keys[first : first + size] for first in range(0, len(keys), size))
