import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.utils import timezone

from imports import jobs
from imports.models import Import

NICENESS = 10
WRITING = ("save", "undo")  # phones wait for these while they hold SQLite's lock, so they must not be starved
PULSE = 10  # seconds between two signs of life of a part that tells no progress


class Command(BaseCommand):
    help = "Runs one step of an import; started by the web pages for large files."

    def add_arguments(self, parser):
        parser.add_argument("pk", type=str)
        parser.add_argument("step", choices=list(jobs.STEPS))
        parser.add_argument("--run", type=int, help="do nothing unless this is still the newest run")

    def handle(self, *, pk, step, run, **options):
        if step not in WRITING:
            give_way()
        data = sys.stdin.buffer.read() or None
        batch = Import.objects.filter(pk=pk, state=jobs.STEPS[step].doing).first()
        if batch is not None and run in (None, batch.run):
            with alive(batch):
                jobs.work(batch, step, data)


def give_way() -> None:
    """Let the server go first. On Linux a session of its own is a group, whose share another file tells."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS))


@contextmanager
def alive(batch: Import) -> Iterator[None]:
    """Tell now and then that this process still works, also while a single statement takes long."""
    done = Event()
    pulse = Thread(target=beat, args=(batch, done), daemon=True)
    pulse.start()
    try:
        yield
    finally:
        done.set()
        pulse.join()


def beat(batch: Import, done: Event) -> None:
    mine = Import.objects.filter(pk=batch.pk, run=batch.run, state__in=Import.WORKING)
    while not done.wait(PULSE):
        with suppress(OperationalError):  # the step itself is writing
            mine.update(heartbeat=timezone.now())
    connection.close()
