"""A phone: what was written stays in its outbox until the server says it has it. Knows HTTP and nothing of Django."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from random import Random
from threading import Lock
from time import sleep
from uuid import UUID

from torture.server import HOST

BATCH = 50
TAKEN = {"accepted", "already", "review", "conflict"}  # receipts after which the server has the item
LATENCY = 0.02  # seconds until a phone that loses the answer hangs up


class NoAnswer(Exception):
    """The network or the server failed; nobody knows what was stored."""


class Refused(Exception):
    """The server answered, and not with 200."""


class Line:
    """The connection of one phone; opened anew after each failure."""

    def __init__(self, port: int, session: str):
        self.port, self.cookies, self.token, self.http = port, {"sessionid": session}, "", None

    def post(self, path: str, body: dict) -> dict:
        if not self.token:
            self.token = self.ask("GET", "/session/")["csrf_token"]
        return self.ask("POST", path, json.dumps(body))

    def ask(self, method: str, path: str, body: str | None = None) -> dict:
        try:
            self.open().request(method, path, body, self.headers())
            answer = self.http.getresponse()
            text = answer.read()
        except (OSError, HTTPException) as problem:
            self.close()
            raise NoAnswer from problem
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        if answer.status != 200:
            raise Refused(answer.status, text[:200])
        return json.loads(text)

    def lose(self, path: str, body: dict, *, arrives: bool) -> None:
        """Send all of it and hang up before the answer, or only half of it."""
        text = json.dumps(body).encode()
        try:
            if not self.token:
                self.token = self.ask("GET", "/session/")["csrf_token"]
            http = self.open()
            http.putrequest("POST", path)
            for name, value in {**self.headers(), "Content-Length": str(len(text))}.items():
                http.putheader(name, value)
            http.endheaders(text if arrives else text[: len(text) // 2])
            sleep(LATENCY)
        except (OSError, HTTPException):
            pass
        finally:
            self.close()
        raise NoAnswer

    def headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookie, "Content-Type": "application/json", "X-CSRFToken": self.token}

    def open(self) -> HTTPConnection:
        self.http = self.http or HTTPConnection(HOST, self.port, timeout=60)
        return self.http

    def close(self) -> None:
        if self.http:
            self.http.close()
        self.http = None


@dataclass
class Phone:
    """`written` holds every content the member ever saved, `outbox` what is not known to be on the server."""

    line: Line
    homes: list[str]
    codes: list[str]
    chance: Random
    skew: timedelta = timedelta()  # of its clock
    written: dict[str, list[dict]] = field(default_factory=dict)
    outbox: dict[str, dict] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)
    heard: dict[str, set[str]] = field(default_factory=dict)
    counts: Counter = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)  # one page is open at a time; two tabs are a trouble of their own

    def write(self, number: int) -> None:
        """Visits of the last weeks; few are met again, as in life."""
        for _ in range(number):
            self.save(self.visit())

    def visit(self) -> dict:
        chance = self.chance
        when = datetime.now(UTC) + self.skew - timedelta(minutes=chance.randrange(40 * 24 * 60))
        met = chance.random() < 0.8
        key = str(UUID(int=chance.getrandbits(128), version=4))
        return {
            "id": key,
            "household": chance.choice(self.homes),
            "visited_at": when.isoformat(),
            "outcome": "met" if met else "absent",
            "people": chance.randint(1, 4) if met else 0,
            "results": dict.fromkeys(chance.sample(self.codes, 4), 1) if met else {},
            "note": key,  # tells in the end whether anything stands there twice
        }

    def save(self, item: dict) -> None:
        self.written.setdefault(item["id"], []).append(item)
        self.outbox[item["id"]] = item

    def edit(self) -> None:
        """The member corrects something that was sent already and never answered."""
        keys = [key for key in self.outbox if key in self.tried]
        if keys:
            item = self.outbox[self.chance.choice(keys)]
            self.save({**item, "outcome": "absent", "people": 0, "results": {}})
            self.counts["edits"] += 1

    def batch(self) -> list[dict]:
        """Some of the outbox, in any order."""
        return self.chance.sample(list(self.outbox.values()), min(BATCH, len(self.outbox)))

    def send(self, items: list[dict], line: Line | None = None) -> list[str]:
        """The statuses; what the server has leaves the outbox, unless it was corrected meanwhile."""
        self.tried |= {item["id"] for item in items}
        receipts = (line or self.line).post("/visits/sync/", {"visits": items})["receipts"]
        for item, receipt in zip(items, receipts, strict=True):
            assert receipt["id"] == item["id"]
            self.counts[receipt["status"]] += 1
            if receipt["status"] in TAKEN:
                self.heard.setdefault(item["id"], set()).add(receipt["status"])
                if self.outbox.get(item["id"]) == item:
                    del self.outbox[item["id"]]
        self.counts["batches"] += 1
        return [receipt["status"] for receipt in receipts]
