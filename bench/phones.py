"""Phones that send visits to a real server, while nothing else happens and then while a list is imported.

python -m bench phones FILE SECONDS    SECONDS of quiet, then as long as reading and saving the file take
"""

import json
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from random import random
from threading import Event, Thread
from time import monotonic, perf_counter, sleep
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from bench.members import expect, new_import
from bench.world import PHONES
from imports import jobs
from imports.models import Import
from visits.models import Household

HOST = "127.0.0.1"
BATCH, PAUSE = 5, 0.5  # visits that a phone sends at once, seconds until it sends again, more or less
PATIENCE = 300  # seconds


@dataclass
class Phone:
    """Signed in, with households to visit; sends until told to stop and notes what it heard."""

    user: User
    port: int
    heard: list[tuple[float, float, bool]] = field(default_factory=list)  # begun, seconds, whether all went well

    def __post_init__(self):
        browser = Client()
        browser.force_login(self.user)
        self.homes = [str(pk) for pk in Household.objects.visible_to(self.user).values_list("pk", flat=True)]
        self.cookies = {settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value}
        self.http = HTTPConnection(HOST, self.port, timeout=60)
        self.token = self.ask("GET", "/session/")["csrf_token"]

    def ask(self, method: str, path: str, body: dict | None = None) -> dict:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Content-Type": "application/json"}
        if body:
            headers["X-CSRFToken"] = self.token
        self.http.request(method, path, json.dumps(body) if body else None, headers)
        answer = self.http.getresponse()
        text = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        if answer.status != 200:
            raise OSError(answer.status)
        return json.loads(text)

    def send_until(self, stop: Event) -> None:
        number, pause = 0, PAUSE * (0.5 + random())  # so that phones do not march in step
        while not stop.wait(pause):
            pause, visits = PAUSE * (0.5 + random()), [self.visit(number + n) for n in range(BATCH)]
            number += BATCH
            begun = perf_counter()
            try:
                receipts = self.ask("POST", "/visits/sync/", {"visits": visits})["receipts"]
                well = {receipt["status"] for receipt in receipts} == {"accepted"}
            except (OSError, ValueError):
                well = False
            self.heard.append((begun, perf_counter() - begun, well))

    def visit(self, number: int) -> dict:
        home, now = self.homes[number % len(self.homes)], timezone.now().isoformat()
        told = {"visited_at": now, "outcome": "met", "people": 1, "results": {}, "note": ""}
        return {"id": str(uuid4()), "household": home} | told


@contextmanager
def server():
    """As make run starts it; its port."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--log-level", "warning"]
    options = ["--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "2"]
    process = subprocess.Popen([*granian, *options, "tocnscd.wsgi:application"], cwd=settings.BASE_DIR)
    try:
        wait_for(lambda: is_open(port))
        yield port
    finally:
        process.terminate()
        process.wait()


def is_open(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex((HOST, port)) == 0


def wait_for(ready) -> None:
    given_up = monotonic() + PATIENCE
    while not ready():
        if monotonic() > given_up:
            sys.exit("Chờ quá lâu.")
        sleep(0.05)


def import_list(file: Path) -> None:
    """Through the same doors as the pages: large files are worked on by processes of their own."""
    batch, data = new_import(file), file.read_bytes()
    jobs.receive(batch, data)
    wait_for_state(batch, Import.State.READY)
    jobs.start(batch, "save", by=batch.by)
    wait_for_state(batch, Import.State.SAVED)


def wait_for_state(batch: Import, state: str) -> None:
    def reached() -> bool:
        batch.refresh_from_db()
        return batch.state not in Import.WORKING

    wait_for(reached)
    expect(batch, state)


def summary(heard: list[tuple[float, float, bool]]) -> dict:
    times = sorted(seconds for _begun, seconds, _well in heard)
    errors = sum(not well for *_times, well in heard)
    return {"p95": times[int(len(times) * 0.95)], "worst": times[-1], "requests": len(times), "errors": errors}


def main(path: str, seconds: str) -> dict:
    file, quiet, stop = Path(path), float(seconds), Event()
    with server() as port:
        phones = [Phone(User.objects.get(username=f"phone{n}"), port) for n in range(PHONES)]
        threads = [Thread(target=phone.send_until, args=[stop]) for phone in phones]
        for thread in threads:
            thread.start()
        sleep(1 + quiet)
        warm, begun = perf_counter() - quiet, perf_counter()
        import_list(file)
        ended = perf_counter()
        stop.set()
        for thread in threads:
            thread.join()
    heard = [answer for phone in phones for answer in phone.heard]
    before = [answer for answer in heard if warm <= answer[0] and sum(answer[:2]) < begun]
    during = [answer for answer in heard if sum(answer[:2]) >= begun and answer[0] <= ended]
    return {"quiet": summary(before), "during": summary(during), "seconds": ended - begun}
