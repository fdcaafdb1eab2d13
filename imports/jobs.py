"""The steps of an import: read, save, undo. Small files in the request, larger ones in a process of their own.

A step begins with one UPDATE that only one of two tabs can win, and ends with one that only the newest run can make.
"""

import logging
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from threading import Thread
from time import monotonic

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from imports import kinds, reading, saving, undo
from imports.garbage import seldom_collected
from imports.models import BROKEN_OFF, Import
from imports.packing import pack
from imports.rows import Parsed
from imports.workbook import BadFile

SMALL = 512 * 1024  # bytes of a file that is worked on while the browser waits
BEAT = 0.5  # seconds between two signs of life
State = Import.State
log = logging.getLogger(__name__)

# A process that outlives the one that started it, without a window of its own.
if sys.platform == "win32":
    DETACHED = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS}
else:
    DETACHED = {"start_new_session": True}


class Replaced(Exception):
    """Another run of the step has begun, or the import was dropped: this one writes nothing more."""


class Progress:
    """Tells the import's row how far a step is, at most twice a second; Replaced when nobody waits for it."""

    def __init__(self, batch: Import):
        self.mine = Import.objects.filter(pk=batch.pk, run=batch.run, state__in=Import.WORKING)
        self.told = monotonic()

    def __call__(self, done: int, total: int) -> None:
        if monotonic() - self.told < BEAT:
            return
        self.told = monotonic()
        if not self.mine.update(done=done, total=total, heartbeat=timezone.now()):
            raise Replaced


@dataclass(frozen=True)
class Step:
    doing: State  # while it runs
    begins: State  # from where it can be started
    act: Callable[[Import, Progress, bytes | None], None]
    signed: str = ""  # the column that says who started it


def _read(batch: Import, progress: Progress, data: bytes | None) -> None:
    reading.read(batch, data, progress=progress)


def _check(batch: Import, progress: Progress, data: None) -> None:
    reading.recheck(batch, progress=progress)


def _save(batch: Import, progress: Progress, data: None) -> None:
    """Check again, and save only what the person has seen."""
    parsed = reading.understood(batch)
    shown = _effect(parsed)
    question = reading.check_again(batch, parsed, user=batch.saved_by, progress=progress)
    if _effect(parsed) != shown:
        text = _("Dữ liệu trong hệ thống đã thay đổi từ lúc đọc tệp. Xem lại các dòng dưới đây rồi lưu.")
        reading.keep(batch, parsed, {"parsed": pack(parsed)}, text)
        return
    kind = batch.list_kind
    after = kinds.what_follows(kind, parsed, question)
    saving.save(batch, kind.writes(parsed, question), by=batch.saved_by, after=after)
    batch.refresh_from_db()


def _effect(parsed: Parsed) -> tuple:
    rows = [(row.key, row.action, sorted(row.changes), str(row.target)) for row in parsed.rows]
    return rows, parsed.facts.get("absent")


def _undo(batch: Import, progress: Progress, data: None) -> None:
    undo.undo(batch, by=batch.undone_by)


STEPS = {
    "read": Step(State.READING, State.READY, _read),
    "check": Step(State.READING, State.READY, _check),  # one that broke off is read anew: "read" stands before it
    "save": Step(State.SAVING, State.READY, _save, "saved_by"),
    "undo": Step(State.UNDOING, State.SAVED, _undo, "undone_by"),
}


def receive(batch: Import, data: bytes) -> None:
    """Keep a new import and read its file. BadFile, with nothing kept, when a small one cannot be read."""
    batch.size = len(data)
    batch.save(force_insert=True)
    if batch.size > SMALL:
        _spawn(batch, "read", data)
        return
    work(batch, "read", data)
    if batch.state == State.FAILED:
        batch.delete()
        raise BadFile(batch.message)


def start(batch: Import, name: str, *, by, **changes) -> bool:
    """Begin a step, with `changes` of the import's columns; False when it cannot begin, or has begun, elsewhere.

    `changes` were made from what `batch` holds, so it must not be of an earlier run.
    """
    step = STEPS[name]
    signed = {step.signed: by} if step.signed else {}
    begun = {"state": step.doing, "message": "", "done": 0, "total": 0, "heartbeat": timezone.now()}
    may_begin = Q(state=step.begins) | Q(state=step.doing, heartbeat__lt=_long_ago())
    free = Import.objects.filter(may_begin, pk=batch.pk, run=batch.run, content__parsed__isnull=False)
    if not free.update(run=F("run") + 1, **begun, **signed, **changes):
        return False
    batch.refresh_from_db()
    if batch.size > SMALL:
        _spawn(batch, name)
    else:
        work(batch, name)
    return True


def go_on(batch: Import, *, by) -> bool:
    """Start the step that broke off once more."""
    return any(start(batch, name, by=by) for name, step in STEPS.items() if step.doing == batch.state)


def drop(batch: Import) -> bool:
    """Forget a file that was not saved; whatever reads it stops."""
    waiting = Q(state__in=(State.READY, State.FAILED, State.READING))
    dropped = Import.objects.filter(waiting, pk=batch.pk).update(state=State.DROPPED, heartbeat=timezone.now())
    if dropped and hasattr(batch, "content"):
        batch.content.delete()
    return bool(dropped)


def work(batch: Import, name: str, data: bytes | None = None) -> None:
    """Run the step to its end, in this process."""
    step = STEPS[name]
    try:
        with seldom_collected():
            step.act(batch, Progress(batch), data)
    except Replaced:
        log.info("import %s: run %s of %s was replaced", batch.pk, batch.run, name)
    except BadFile as error:
        _end(batch, State.FAILED, message=str(error))
    except saving.BrokenOff as error:
        _end(batch, step.begins, message=str(error))
    except Exception:
        _end(
            batch, _back(batch, step), message=_("Hệ thống gặp lỗi, chưa có gì thay đổi. Thử lại, hoặc báo quản trị.")
        )
        raise


def _back(batch: Import, step: Step) -> State:
    """Where the person stands again after an error: before the step, if anything was understood."""
    return step.begins if hasattr(batch, "content") else State.FAILED


def _end(batch: Import, state: State, **columns) -> None:
    mine = Import.objects.filter(pk=batch.pk, run=batch.run, state__in=Import.WORKING)
    mine.update(state=state, heartbeat=timezone.now(), **columns)
    batch.refresh_from_db()


def _long_ago() -> datetime:
    return timezone.now() - BROKEN_OFF


def _spawn(batch: Import, name: str, data: bytes | None = None) -> None:
    """The step in a process of its own. The file goes to it through a nameless one: it may hold what is not kept."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", "work_import", batch.pk, name, "--run", batch.run]
    with TemporaryFile() as source:
        source.write(data or b"")
        source.seek(0)
        child = subprocess.Popen(
            [str(part) for part in command], cwd=settings.BASE_DIR, stdin=source, stdout=subprocess.DEVNULL, **DETACHED
        )
    Thread(target=child.wait, daemon=True).start()  # so that no dead process stays behind
