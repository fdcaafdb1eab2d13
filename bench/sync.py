"""Batches of 50 visits with 4 results each, from phones in processes of their own to a real server.

python -m bench sync SECONDS                             builds a small province, measures twice, tells what it found
python -m bench sync_phones PORT SECONDS PACE < phones   a process of phones; see bench/sync_phones.py
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import timedelta
from random import Random
from uuid import UUID

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from torture import street
from torture.server import ROOT, Server
from visits import filing, ledger
from visits.draft import Draft
from visits.models import Contribution, Household, Visit

PHONES, HOMES = 8, 500  # two phones share the households of a hamlet
PROCESSES = 2  # that the phones run in
BATCH = 50
ASKED = 1000  # visits a second
TICKS = os.sysconf("SC_CLK_TCK")


def visit_all() -> None:
    """Every household was visited once before, so that there is something to count anew."""
    chance, day = Random(1), timezone.now() - timedelta(days=90)
    author, homes = User.objects.get(username="phone0"), {home.pk: home for home in Household.objects.all()}
    keys = list(homes)
    for first in range(0, len(keys), 500):
        drafts = [
            Draft(
                visit_id=UUID(int=chance.getrandbits(128), version=4),
                household_id=key,
                visited_at=day,
                outcome="met",
                people=1,
                results={},
                note="",
            )
            for key in keys[first : first + 500]
        ]
        filing.file_drafts(drafts, households=homes, indicators={}, by=author)


def phones(port: int, seconds: float, pace: float, accounts: list) -> list[tuple[float, bool, bool]]:
    """What all phones heard: seconds, whether all went well, whether it was in time, one entry a batch."""
    command = [sys.executable, "-m", "bench", "sync_phones", str(port), str(seconds), str(pace)]
    processes = []
    for part in range(PROCESSES):
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        process.stdin.write(json.dumps([asdict(account) for account in accounts[part::PROCESSES]]))
        process.stdin.close()
        processes.append(process)
    return [heard for process in processes for heard in json.loads(process.stdout.read().splitlines()[-1])]


def summary(heard: list, seconds: float) -> dict:
    times = sorted(took for took, _well, _in_time in heard)
    return {
        "rate": sum(in_time for *_, in_time in heard) * BATCH / seconds,
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "batches": len(times),
        "errors": sum(not well for _took, well, _in_time in heard),
    }


def spent(pids: list[int]) -> float | None:
    """Seconds of processor that these processes and their children used so far; None where /proc does not tell."""
    total = 0
    try:
        for pid in pids:
            with open(f"/proc/{pid}/task/{pid}/children") as children:
                below = [int(child) for child in children.read().split()]
            with open(f"/proc/{pid}/stat") as stat:
                user, system = stat.read().rpartition(")")[2].split()[11:13]
            total += (int(user) + int(system)) / TICKS + (spent(below) or 0)
    except OSError:
        return None
    return total


def database() -> list[int]:
    """The process of the database server, when it has one on this machine."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_directory')")
        folder = cursor.fetchone()[0]
    try:
        with open(f"{folder}/postmaster.pid") as file:
            return [int(file.readline())]
    except OSError:  # on another machine, or not ours to read
        return []


def main(seconds: str) -> dict:
    length = float(seconds)
    call_command("migrate", verbosity=0)
    accounts = street.build(PHONES, HOMES)
    visit_all()
    workers, threads = (2, 1) if connection.vendor == "postgresql" else (1, 2)  # as production and make run do
    connection.ensure_connection()
    postmaster = database()
    connection.close()
    with Server(os.environ["DATABASE_URL"], workers, threads) as server:
        phones(server.port, 2, 0, accounts)  # everything is loaded once
        before = spent([server.process.pid]), spent(postmaster)
        fast = summary(phones(server.port, length, 0, accounts), length)
        after = spent([server.process.pid]), spent(postmaster)
        pace = PHONES * BATCH / ASKED
        paced = summary(phones(server.port, length, pace, accounts), length)
    used = [b and (b - a) * 1000 / fast["batches"] for a, b in zip(before, after, strict=True)]
    found = {"visits": Visit.objects.count(), "contributions": Contribution.objects.count()}
    return {"fast": fast, "paced": paced, "used": used, "batch": BATCH, "wrong": len(ledger.verify())} | found
