import os
import sys

from django.core.management.base import BaseCommand

from imports import jobs
from imports.models import Import

NICENESS = 10


class Command(BaseCommand):
    help = "Runs one step of an import; started by the web pages for large files."

    def add_arguments(self, parser):
        parser.add_argument("pk", type=str)
        parser.add_argument("step", choices=list(jobs.STEPS))
        parser.add_argument("--run", type=int, help="do nothing unless this is still the newest run")

    def handle(self, *, pk, step, run, **options):
        if hasattr(os, "nice"):
            os.nice(NICENESS)
        data = sys.stdin.buffer.read() or None
        batch = Import.objects.filter(pk=pk, state=jobs.STEPS[step].doing).first()
        if batch is not None and run in (None, batch.run):
            jobs.work(batch, step, data)
