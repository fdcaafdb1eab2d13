"""Bad weather: everything that can go wrong between phones and a server, in an order that a seed decides."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from threading import Barrier, BrokenBarrierError, Lock
from time import sleep
from uuid import uuid4

from torture.phone import Line, NoAnswer, Phone, Refused
from torture.server import Server

AT_ONCE = 12  # phones that send at the same moment
ROUNDS = 8  # calls of each phone, with new visits each time
TROUBLES = ("none", "half", "lost", "twice", "two tabs", "neighbour")
WEIGHTS = (8, 2, 4, 2, 2, 2)
SKEWS = (0, 0, 0, 0, 0, 0, -3, 3, 30)  # days that the clock of a phone is wrong
STRANGE = 0.01  # of the visits are at a household that nobody knows: kept for a person to look
BREATH = 0.2  # seconds before a phone tries again


@dataclass
class Storm:
    """`events` happen one after the other while the phones send, at even distances: kills, a merger, edits."""

    server: Server
    accounts: list
    seed: int
    visits: int  # of all phones together
    events: list[Callable] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    flying: int = 0  # batches on their way
    lock: Lock = field(default_factory=Lock)

    def __post_init__(self):
        self.chance = Random(self.seed)
        self.phones = [self.equip(account) for account in self.accounts]

    def equip(self, account) -> Phone:
        chance = Random(f"{self.seed} {account.username}")
        line = Line(self.server.port, account.session)
        return Phone(line, account.homes, account.codes, chance, timedelta(days=chance.choice(SKEWS)))

    def rage(self) -> None:
        """Each phone writes and sends in rounds; what fails stays in its outbox."""
        rounds = [(phone, n) for n in range(ROUNDS) for phone in self.chance.sample(self.phones, len(self.phones))]
        distance = len(rounds) // (len(self.events) + 1)
        with ThreadPoolExecutor(AT_ONCE) as pool, ThreadPoolExecutor(1) as office:
            done = []
            for place, (phone, n) in enumerate(rounds, start=1):
                done.append(pool.submit(self.call, phone, n))
                if place % distance == 0 and place // distance <= len(self.events):
                    while len(done) > AT_ONCE:
                        done.pop(0).result()
                    done.append(office.submit(self.events[place // distance - 1]))
            for call in done:
                call.result()

    def call(self, phone: Phone, n: int) -> None:
        with phone.lock:
            each = self.visits // len(self.phones)
            phone.write(each * (n + 1) // ROUNDS - each * n // ROUNDS)
            if phone.chance.random() < STRANGE * each / ROUNDS:
                phone.save({**phone.visit(), "household": str(uuid4())})
            if phone.chance.random() < 0.3:
                phone.edit()
            self.attempt(phone, phone.chance.choices(TROUBLES, WEIGHTS)[0])

    def attempt(self, phone: Phone, trouble: str) -> None:
        items = phone.batch()
        self.count(trouble, 1)
        try:
            if trouble in ("half", "lost"):
                phone.tried |= {item["id"] for item in items}
                phone.line.lose("/visits/sync/", {"visits": items}, arrives=trouble == "lost")
            elif trouble in ("two tabs", "neighbour"):
                self.at_once(phone, items, self.other_line(phone, trouble))
            else:
                phone.send(items)
                if trouble == "twice":
                    phone.send(items)
        except NoAnswer:
            self.count("without answer")
            sleep(BREATH)
        except Refused as problem:
            self.count(f"refused {problem.args}")
        finally:
            self.count("", -1)

    def other_line(self, phone: Phone, trouble: str) -> Line:
        """Another connection of the same account, or that of the other phone of the hamlet."""
        place = self.phones.index(phone)
        place = place ^ 1 if trouble == "neighbour" and place ^ 1 < len(self.phones) else place
        return Line(self.server.port, self.accounts[place].session)

    def at_once(self, phone: Phone, items: list[dict], other: Line) -> None:
        """The same new ids from two clients at the same moment: stored once, no answer is an error."""
        gate, lines = Barrier(2), (phone.line, other)

        def send(line: Line) -> list[str] | None:
            with suppress(NoAnswer, BrokenBarrierError):
                line.token = line.token or line.ask("GET", "/session/")["csrf_token"]
                gate.wait(5)
                return phone.send(items, line)
            return None

        with closing(other), ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(send, lines))
        if None in answers:
            raise NoAnswer
        self.counts["at once"] += 1
        for one, two in zip(*answers, strict=True):
            if "accepted" in (one, two):
                self.counts["at once and new" if one != two else "at once and twice accepted"] += 1

    def count(self, what: str, flying: int = 0) -> None:
        with self.lock:
            self.flying += flying
            if what:
                self.counts[what] += 1

    def kill(self) -> None:
        """In the middle of batches, as soon as some are on their way."""
        for _ in range(200):
            if self.flying >= AT_ONCE // 3:
                break
            sleep(0.01)
        self.counts["batches in the air at kills"] += self.flying
        self.counts["kills"] += 1
        self.server.kill()
        sleep(BREATH)
        self.server.start()

    def calm(self) -> None:
        """The network is back: every phone sends until its outbox is empty."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self.empty, self.phones))

    def empty(self, phone: Phone) -> None:
        with closing(phone.line):
            for _ in range(50):
                if not phone.outbox:
                    break
                with suppress(NoAnswer):
                    phone.send(phone.batch())
