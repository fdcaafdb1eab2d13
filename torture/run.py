"""One storm from the first brick to the verdict, on the database of DATABASE_URL."""

import os
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from torture import books, office, street
from torture.server import Server
from torture.storm import Storm
from visits.models import HeldItem, Visit

HOMES = 40  # of two phones


def storm(url: str, log: Path, phones: int, visits: int, seed: int, kills: int) -> dict:
    """The findings: seed, counts and, by name, every fault."""
    started, chance = perf_counter(), Random(seed)
    accounts = street.build(phones, HOMES)
    workers, threads = (2, 2) if connection.vendor == "postgresql" else (1, 2)
    connection.close()
    with Server(url, workers, threads, log) as server:
        storm = Storm(server, accounts, seed, visits)
        events = [storm.kill] * kills + [partial(office.edit, chance)] * 2 + [office.merge]
        storm.events = chance.sample(events, len(events))
        storm.rage()
        amid = books.compare(storm.phones)
        waiting = sum(len(phone.outbox) for phone in storm.phones)
        storm.calm()
    after = books.compare(storm.phones)
    after["left on phones"] = [key for phone in storm.phones for key in phone.outbox]
    return {
        "seed": seed,
        "phones": phones,
        "written": sum(len(phone.written) for phone in storm.phones),
        "waiting after the storm": waiting,
        "filed": Visit.objects.count(),
        "held": HeldItem.objects.count(),
        "counts": dict(sum((phone.counts for phone in storm.phones), Counter(storm.counts))),
        "seconds": round(perf_counter() - started, 1),
        "faults": {name: found[:20] for name, found in after.items() if found},
        "faults in the storm": {name: found[:20] for name, found in amid.items() if found},
    }


def main(phones: int, visits: int, seed: int, kills: int) -> dict:
    call_command("migrate", verbosity=0)
    log = settings.VAR_DIR / "torture.log"
    log.unlink(missing_ok=True)
    return storm(os.environ["DATABASE_URL"], log, phones, visits, seed, kills)
