"""What saving an import wrote: which rows it created, what the rows it changed held before, and how it left them."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

from areas.lots import in_lots

FASTEST = 1  # of zlib: keys and checksums hardly shrink further


@dataclass
class Step:
    """One imports.kinds.Write as it was saved. A print is a checksum of a row's values: of all columns where the row
    was created, of `columns` where it was changed."""

    model: type[Model]
    created: list[Any] = field(default_factory=list)  # keys
    created_prints: list[int] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)  # keys
    changed_prints: list[int] = field(default_factory=list)
    before: list[Sequence] = field(default_factory=list)  # what `columns` held, in the order of `changed`

    @property
    def fields(self) -> list[Field]:
        """The key and the columns that were changed."""
        return [self.model._meta.pk, *(self.model._meta.get_field(name) for name in self.columns)]


def prints(rows: Iterable[tuple]) -> list[int]:
    """Checksums of prepared rows without their key; on one database the same values always give the same."""
    return [zlib.crc32(repr(row[1:]).encode()) for row in rows]


def pack(steps: Iterable[Step]) -> bytes:
    told = [{**vars(step), "model": step.model._meta.label_lower} for step in steps]
    return zlib.compress(json.dumps(told, default=str, separators=(",", ":")).encode(), FASTEST)


def unpack(packed: bytes) -> list[Step]:
    return [_step(told) for told in json.loads(zlib.decompress(packed))]


def _step(told: dict) -> Step:
    step = Step(**{**told, "model": apps.get_model(told["model"])})
    key, *columns = step.fields
    step.created = [key.to_python(pk) for pk in step.created]
    step.changed = [key.to_python(pk) for pk in step.changed]
    step.before = [[f.to_python(value) for f, value in zip(columns, row, strict=True)] for row in step.before]
    return step


def read(model: type[Model], fields: Sequence[Field], keys: Iterable[Any]) -> Iterator[tuple]:
    """These columns of the rows with these keys, as Python has them; rows that are gone are left out."""
    names = [field.attname for field in fields]
    for some in in_lots(keys):
        yield from model._base_manager.filter(pk__in=some).values_list(*names)
