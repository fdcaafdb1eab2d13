"""A phone in the tests: the capture page in Chromium, a server that can be killed, a line that can break."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

from django.db import connection
from playwright.sync_api import Page, expect

from visits.models import Household

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 360, "height": 640}


def make_households(area, count: int) -> list[Household]:
    """`count` households of a hamlet, named "Trần Văn 001" …"""
    made = [
        Household(area=area, head_name=f"Trần Văn {number:03}", phone="0900000222") for number in range(1, count + 1)
    ]
    for household in made:
        household.derive_keys()
    return Household.objects.bulk_create(made)


def open_capture(page: Page, url: str) -> None:
    """The page with its households, kept by the service worker."""
    page.set_viewport_size(PHONE)
    page.goto(f"{url}/capture/")
    page.locator("html[data-ready]").wait_for()
    expect(page.locator("[data-list] a").first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")


def save_visit(page: Page, outcome: str = "Gặp được") -> str:
    """At the household that comes next; its name."""
    page.locator("[data-next-first]").click()
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_text(outcome, exact=True).click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("[data-saved]")).to_contain_text(name)
    return name


def save_absences(page: Page) -> int:
    """All households that "vắng nhà" offers at once, 40 at most; how many."""
    page.get_by_role("link", name="Vắng nhiều hộ").click()
    count = page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll("[data-page=bulk] input[name=household]")];
            boxes.forEach((box) => box.click());
            return boxes.length;
        }"""
    )
    page.get_by_role("button", name=f"Lưu {count} hộ vắng nhà").click()
    expect(page.locator("[data-saved]")).to_contain_text(f"{count} hộ")
    return count


def state(page: Page, *, waiting: int) -> None:
    expect(page.locator(".state-line")).to_contain_text(f"chờ {waiting}", timeout=20_000)


def send_now(page: Page) -> None:
    page.locator(".state-line").click()
    page.get_by_role("button", name="Gửi ngay").click()


class Server:
    """The product's own server, in a process, on the database of the test."""

    def __init__(self):
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error"]
        command = [sys.executable, "-m", "granian", *options, "--blocking-threads", "2", "tocnscd.wsgi:application"]
        environment = {**os.environ, "TOCNSCD_ENV": "development", "DATABASE_URL": database_url()}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        self._wait(until_it_listens=True)

    def kill(self) -> None:
        """As a power cut does it: no signal that a process could answer."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._wait(until_it_listens=False)  # the kernel closes the door a little later

    def _wait(self, *, until_it_listens: bool) -> None:
        for _attempt in range(400):
            with closing(socket.socket()) as probe:
                if (probe.connect_ex(("127.0.0.1", self.port)) == 0) == until_it_listens:
                    return
            time.sleep(0.05)
        raise AssertionError(f"the server on port {self.port} does not {'start' if until_it_listens else 'stop'}")


def database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    place = (
        f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST'].replace('/', '%2F')}:{settings['PORT'] or 5432}"
    )
    return f"postgres://{place}/{settings['NAME']}"


class Line:
    """Between phone and server: counts the bytes of each answer, and loses the answers it is told to lose."""

    def __init__(self, server_port: int):
        self.server_port = server_port
        self.answers: list[list] = []  # [path, bytes]
        self.losing = ""  # the answers of this path do not arrive, while it is set
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                phone, _address = self.listener.accept()
            except OSError:  # closed
                return
            threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        asked: list[list] = []  # on this connection, one after the other
        with suppress(OSError), phone, socket.create_connection(("127.0.0.1", self.server_port)) as server:
            threading.Thread(target=self._back, args=(server, phone, asked), daemon=True).start()
            while data := receive(phone):
                if data.startswith((b"GET ", b"POST ")):
                    asked.append([data.split(b" ", 2)[1].decode(), 0])
                    self.answers.append(asked[-1])
                server.sendall(data)

    def _back(self, server: socket.socket, phone: socket.socket, asked: list[list]) -> None:
        while data := receive(server):
            if asked[-1][0] == self.losing:
                break
            asked[-1][1] += len(data)
            with suppress(OSError):
                phone.sendall(data)
        with suppress(OSError):
            phone.shutdown(socket.SHUT_RDWR)  # not close(): the other thread still listens to it

    def close(self) -> None:
        self.listener.close()


def receive(end: socket.socket) -> bytes:
    try:
        return end.recv(65536)
    except OSError:
        return b""
