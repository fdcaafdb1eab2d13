"""The way back: what an import created is deleted, what it changed gets its old values, all of it or nothing.

Refused when something depends on it: rows that came later and point to what the import created, and rows that
somebody changed since. Whoever asks is told which.
"""

import logging
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Field, ForeignObjectRel, Model, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from areas import ancestry
from areas.lots import in_lots
from areas.models import Ancestry, Area, Placement
from imports import footprint
from imports.footprint import Step
from imports.kinds import KINDS
from imports.models import Content, Import
from imports.saving import BrokenOff, claim, tell
from imports.staging import Event, Mark, Meanwhile, Stage, columns_of, prepare, staged

log = logging.getLogger(__name__)
NAMED = 3  # of the rows that stand in the way
DERIVED = {Ancestry}  # follows from other rows and goes with them
FIRST = itemgetter(0)


class StillNeeded(BrokenOff):
    """Something depends on the import. `reasons`: a sentence each; nothing was undone."""

    def __init__(self, reasons: list[str]):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass
class Way:
    """How to undo: the stages in their order, unless there are reasons against it."""

    steps: list[Step]  # the last first
    stages: list[Stage] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def created(self, model: type[Model]) -> set:
        return {key for step in self.steps if step.model is model for key in step.created}


def undo(batch: Import, *, by: Any) -> None:
    """Take the import back: it was SAVED or is UNDOING, and is UNDONE afterwards.

    StillNeeded when something depends on it, BrokenOff when it is in another state; the state stays as it was.
    """
    way = _find_way(batch)
    if way.reasons:
        raise StillNeeded(way.reasons)
    mark = Mark(by, timezone.now(), _("Hoàn tác %(id)s") % {"id": batch.pk})
    undone = {"state": Import.State.UNDONE, "undone_at": mark.at, "heartbeat": mark.at, "undone_by": by}
    try:
        with staged(way.stages), transaction.atomic():
            claim(batch, [Import.State.SAVED, Import.State.UNDOING], undone)
            _take_back(way, mark)
            if follow := getattr(KINDS.get(batch.kind), "undone", None):
                follow({step.model: step.changed for step in way.steps})
    except (IntegrityError, Meanwhile):  # their text may hold names and phone numbers, so it goes no further
        sentence = _("Trong lúc hoàn tác, có người vừa thay đổi dữ liệu này. Chưa hoàn tác gì. Hãy thử lại.")
        raise StillNeeded(dependents(batch) or [sentence]) from None
    tell(batch, undone)
    log.info("import %s undone by user %s", batch.pk, by and by.pk)


def dependents(batch: Import) -> list[str]:
    """Why the import cannot be undone, a sentence for each kind of thing; empty when it can."""
    return _find_way(batch).reasons


def _find_way(batch: Import) -> Way:
    packed = Content.objects.filter(owner=batch.pk).values_list("undo", flat=True).first()
    if not packed:
        raise BrokenOff(_("Không còn dữ liệu để hoàn tác lần nhập này. Hãy sửa từng mục trong danh sách."))
    way = Way(footprint.unpack(bytes(packed))[::-1])
    for step in way.steps:
        _plan_deletion(step, way)
        _plan_return(step, way)
    for model in dict.fromkeys(step.model for step in way.steps if step.created):
        for relation in _relations_to(model):
            _look_for_dependents(relation.field, way)
    return way


def _plan_deletion(step: Step, way: Way) -> None:
    """Of the rows that are still there."""
    fields = columns_of(step.model)
    found = list(footprint.read(step.model, fields, step.created))
    rows = prepare(fields, found)
    _refuse_altered(step.model, found, rows, dict(zip(step.created, step.created_prints, strict=True)), way)
    if rows:
        way.stages.append(Stage(step.model, Event.DELETE, fields, sorted(rows, key=FIRST)))


def _plan_return(step: Step, way: Way) -> None:
    fields = step.fields
    found = list(footprint.read(step.model, fields, step.changed))
    rows = prepare(fields, found)
    _refuse_altered(step.model, found, rows, dict(zip(step.changed, step.changed_prints, strict=True)), way)
    if gone := len(step.changed) - len(found):
        way.reasons.append(
            _("%(count)s %(kind)s do lần nhập này thay đổi nay không còn, nên không trả lại giá trị cũ được.")
            % {"count": number_format(gone), "kind": step.model._meta.verbose_name}
        )
    before = prepare(fields, [(key, *values) for key, values in zip(step.changed, step.before, strict=True)])
    held = {row[0]: row[1:] for row in rows}
    back = sorted(((*row, *held[row[0]]) for row in before if row[0] in held), key=FIRST)
    if back:
        way.stages.append(Stage(step.model, Event.CHANGE, fields, back, held=fields[1:]))


def _refuse_altered(model: type[Model], found: list[tuple], rows: list[tuple], left: dict[Any, int], way: Way) -> None:
    """`found` as Python has it, `rows` as the database, `left` the prints of what saving left there."""
    pairs = zip(found, footprint.prints(rows), strict=True)
    if altered := [raw[0] for raw, current in pairs if current != left[raw[0]]]:
        way.reasons.append(
            _("%(count)s %(kind)s đã được sửa sau lần nhập này: %(names)s. Hoàn tác sẽ làm mất những sửa đổi đó.")
            % {
                "count": number_format(len(altered)),
                "kind": model._meta.verbose_name,
                "names": _name(model, altered),
            }
        )


def _relations_to(model: type[Model]) -> list[ForeignObjectRel]:
    """What the database would miss, hidden relations too; not the history, which keeps the keys of deleted rows."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
        and (relation.one_to_many or relation.one_to_one)
        and relation.field.db_constraint
        and relation.related_model not in DERIVED
    ]


def _look_for_dependents(link: Field, way: Way) -> None:
    """Rows whose `link` points to what the import created and that it did not create itself."""
    mine, needed = way.created(link.model), Counter()
    for keys in in_lots(way.created(link.related_model)):
        found = link.model._base_manager.filter(**{f"{link.name}__in": keys}).values_list("pk", link.attname)
        needed.update(target for key, target in found if key not in mine)
    if needed:
        way.reasons.append(
            _("%(count)s %(things)s gắn với %(kind)s do lần nhập này tạo ra: %(names)s. Chuyển hoặc xóa trước đã.")
            % {
                "count": number_format(needed.total()),
                "things": link.model._meta.verbose_name,
                "kind": link.related_model._meta.verbose_name,
                "names": _name(link.related_model, list(needed)),
            }
        )


def _name(model: type[Model], keys: list) -> str:
    """The first few, and how many more."""
    names = ", ".join(str(row) for row in model._base_manager.filter(pk__in=keys[:NAMED]))
    more = len(keys) - NAMED
    return _("%(names)s và %(count)s mục khác") % {"names": names, "count": number_format(more)} if more > 0 else names


def _take_back(way: Way, mark: Mark) -> None:
    """Ancestry follows from areas and placements, so it is derived anew for those that stay."""
    gone = way.created(Area)
    moved = _areas_touched(way) - gone
    for keys in in_lots(gone):
        Ancestry.objects.filter(Q(descendant__in=keys) | Q(ancestor__in=keys)).delete()
    for stage in way.stages:
        stage.write(mark)
    if moved:
        ancestry.rebuild(Area.objects.filter(pk__in=moved))


def _areas_touched(way: Way) -> set:
    touched: set = set()
    for step in way.steps:
        if step.model is Area:
            touched.update(step.changed)
        elif step.model is Placement:
            column = [Placement._meta.get_field("area")]
            touched.update(area for (area,) in footprint.read(Placement, column, [*step.created, *step.changed]))
    return touched
