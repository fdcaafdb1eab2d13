"""All or nothing: what a list says is saved in one short transaction, with its history and the way back."""

import logging
from collections.abc import Callable, Iterable
from operator import attrgetter, itemgetter
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import AutoField, Field, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from imports import footprint
from imports.footprint import Step
from imports.keys import reserve_keys
from imports.kinds import Write
from imports.models import Content, Import
from imports.staging import Event, Mark, Meanwhile, Stage, columns_of, prepare, staged

log = logging.getLogger(__name__)
BY_KEY = itemgetter(0)


class BrokenOff(Exception):
    """Nothing was written. The text is for the person who asked for it: why, and what to do."""


def save(batch: Import, writes: Iterable[Write], *, by: Any, after: Callable[[], None] | None = None) -> dict:
    """Write everything, or nothing; return how many rows of each model are new and changed.

    The import must be in the state SAVING; it is SAVED afterwards. `after` runs inside the transaction, for what
    follows from the rows. BrokenOff when somebody wrote the same meanwhile, or when the import was saved already;
    the state stays as it was. `by` is None on the command line.
    """
    writes = list(writes)
    give_keys(writes)
    mark = Mark(by, timezone.now(), _("Nhập %(id)s") % {"id": batch.pk})
    try:
        prepared = [_prepare(write) for write in writes]
        _put(batch, prepared, mark, after)
    except (IntegrityError, Meanwhile):  # their text may hold names and phone numbers, so it goes no further
        raise BrokenOff(
            _("Trong lúc lưu, có người vừa thay đổi dữ liệu mà danh sách này chạm tới. Chưa lưu gì. Hãy kiểm tra lại.")
        ) from None
    log.info("import %s saved by user %s: %s", batch.pk, by and by.pk, batch.counts["written"])
    return batch.counts["written"]


def _put(batch: Import, prepared: list[tuple[Step, list[Stage]]], mark: Mark, after: Callable | None) -> None:
    stages = [stage for _step, some in prepared for stage in some]
    undo = footprint.pack(step for step, _stages in prepared)
    with staged(stages), transaction.atomic():
        counts = batch.counts | {"written": _count(stages)}
        saved = {"state": Import.State.SAVED, "saved_at": mark.at, "heartbeat": mark.at, "counts": counts}
        claim(batch, [Import.State.SAVING], saved)
        Content.objects.filter(owner=batch.pk).update(undo=undo)
        for stage in stages:
            stage.write(mark)
        if after:
            after()
    tell(batch, saved)


def claim(batch: Import, states: list[str], changes: dict) -> None:
    """Change the import, unless it is in another state or another run of the step has begun; then BrokenOff.

    The first step of a transaction: of two that save at once, the second one finds it changed.
    """
    if not Import.objects.filter(pk=batch.pk, run=batch.run, state__in=states).update(**changes):
        raise BrokenOff(_("Lần nhập này vừa được xử lý ở nơi khác. Tải lại trang để xem kết quả."))


def tell(batch: Import, changes: dict) -> None:
    """Let the object in memory say what has been committed."""
    for name, value in changes.items():
        setattr(batch, name, value)


def _count(stages: list[Stage]) -> dict:
    counts: dict = {}
    for stage in stages:
        of_model = counts.setdefault(stage.model._meta.label_lower, {"new": 0, "changed": 0})
        of_model["new" if stage.event == Event.CREATE else "changed"] += len(stage.rows)
    return counts


def give_keys(writes: list[Write]) -> None:
    """Number the new rows whose keys the database would choose, and tell those that point to them."""
    for write in writes:
        nameless = [row for row in write.new if row.pk is None]
        if nameless and isinstance(write.model._meta.pk, AutoField):
            for row, key in zip(nameless, reserve_keys(write.model, len(nameless)), strict=True):
                row.pk = key
    for write in writes:
        relations = [field for field in write.model._meta.local_concrete_fields if field.is_relation]
        for field in relations:
            _point(field, [*write.new, *write.changed])


def _point(field: Field, rows: list[Model]) -> None:
    """A row that was given an unsaved one to point to learns its key, as Model.save() does it."""
    for row in rows:
        if getattr(row, field.attname) is None and field.is_cached(row) and (other := field.get_cached_value(row)):
            setattr(row, field.attname, getattr(other, field.target_field.attname))


def _prepare(write: Write) -> tuple[Step, list[Stage]]:
    step = Step(write.model, columns=[write.model._meta.get_field(name).name for name in write.columns])
    stages = [_change(write, step), _creation(write, step)]  # what ends makes room for what begins
    return step, [stage for stage in stages if stage.rows]


def _creation(write: Write, step: Step) -> Stage:
    fields = columns_of(write.model)
    rows = sorted(prepare(fields, _values(fields, write.new)), key=BY_KEY)
    step.created = [row[0] for row in rows]
    step.created_prints = footprint.prints(rows)
    return Stage(write.model, Event.CREATE, fields, rows)


def _change(write: Write, step: Step) -> Stage:
    """Only rows that differ; Meanwhile when one of them is gone."""
    fields, rows = step.fields, write.changed if write.columns else []
    wanted = {row[0]: row for row in prepare(fields, _values(fields, rows))}
    found = list(footprint.read(write.model, fields, (row.pk for row in rows)))
    if len(found) != len(wanted):
        raise Meanwhile(write.model._meta.label)
    differing = [
        (wanted[held[0]], held, raw)
        for held, raw in zip(prepare(fields, found), found, strict=True)
        if wanted[held[0]] != held
    ]
    differing.sort(key=BY_KEY)
    step.changed = [new[0] for new, _held, _raw in differing]
    step.changed_prints = footprint.prints(new for new, _held, _raw in differing)
    step.before = [raw[1:] for _new, _held, raw in differing]
    rows = [(*new, *held[1:]) for new, held, _raw in differing]
    return Stage(write.model, Event.CHANGE, fields, rows, held=fields[1:])


def _values(fields: list[Field], rows: list[Model]) -> list[tuple]:
    return list(map(attrgetter(*(field.attname for field in fields)), rows)) if rows else []
