"""An import from the command line: read, checked and saved as in the browser, without the scope of a person."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from areas.models import Area, Level
from imports import kinds, reading, saving
from imports.garbage import seldom_collected
from imports.kinds import ListKind, Question
from imports.models import Content, Import, safe_name
from imports.packing import pack
from imports.rows import ACTION_LABELS, Action, Parsed
from imports.sentences import sentence
from imports.workbook import BadFile, Book


@dataclass
class Outcome:
    parsed: Parsed
    saved: dict | None = None  # rows by model, after --commit


def run(kind: ListKind, file: Path, question: Question, *, commit: bool) -> Outcome:
    """Understand the file; save what is new or changed when `commit`. CommandError with a sentence when it cannot."""
    try:
        data = file.read_bytes()
        with seldom_collected():
            book = reading.open_sent(data, file.name)
            parsed = reading.understand_as(kind, book, question)
            saved = _save(kind, data, book, parsed, question, file.name) if commit else None
    except OSError as error:
        raise CommandError(_("Không mở được tệp %(file)s.") % {"file": file}) from error
    except (BadFile, saving.BrokenOff) as error:
        raise CommandError(str(error)) from error
    return Outcome(parsed, saved)


def _save(kind: ListKind, data: bytes, book: Book, parsed: Parsed, question: Question, name: str) -> dict:
    batch = Import(
        kind=kind.key,
        area=question.area or Area.objects.filter(level=Level.COUNTRY).order_by("pk")[0],
        as_of=question.as_of,
        file_name=safe_name(name),
        digest=hashlib.sha256(data).hexdigest(),
        size=len(data),
        state=Import.State.SAVING,
        counts=reading.counts(parsed),
    )
    writes = kind.writes(parsed, question)
    batch.save(force_insert=True)
    Content.objects.create(owner=batch, file=reading.file_to_keep(data, book, parsed, batch), parsed=pack(parsed))
    after = kinds.what_follows(kind, parsed, question)
    try:
        return saving.save(batch, writes, by=None, after=after)
    except saving.BrokenOff:
        batch.delete()
        raise


def summary(outcome: Outcome) -> str:
    """What happened, in lines for a person: counts, then what waits and why."""
    parsed, counted = outcome.parsed, reading.counts(outcome.parsed)
    told = [
        f"{ACTION_LABELS[action]}: {number_format(counted[str(action)])}" for action in Action if counted[str(action)]
    ]
    lines = [", ".join([*told, _("bỏ qua: %(n)s dòng") % {"n": number_format(counted["ignored"])}])]
    lines += [f"- {issue.cell or ''} {sentence(issue)}".replace("-  ", "- ") for issue in parsed.issues]
    for row in parsed.rows:
        if row.action == Action.WAITING:
            lines += [f"- {row.sheet}, {issue.cell or row.number}: {sentence(issue)}" for issue in row.reasons]
    written = counted[str(Action.NEW)] + counted[str(Action.CHANGED)]
    saved = _("Đã lưu %(n)s dòng.") % {"n": number_format(written)}
    lines.append(saved if outcome.saved is not None else _("Mới xem trước, chưa lưu. Thêm --commit để lưu."))
    return "\n".join(lines)
