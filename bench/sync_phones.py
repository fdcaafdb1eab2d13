"""Phones of one process: each sends batch after batch, or one every PACE seconds.

python -m bench sync_phones PORT SECONDS PACE    the accounts come as JSON from standard input
"""

import json
import sys
from random import Random
from threading import Thread
from time import perf_counter, sleep

from torture.phone import BATCH, Line, NoAnswer, Phone, Refused


def send_until(end: float, phone: Phone, pace: float, heard: list) -> None:
    planned = perf_counter() + phone.chance.random() * pace  # phones do not march in step
    while planned < end:
        phone.write(BATCH)
        items = [{**item, "outcome": "met", "people": 1} for item in phone.batch()]
        items = [{**item, "results": dict.fromkeys(phone.chance.sample(phone.codes, 4), 1)} for item in items]
        sleep(max(planned - perf_counter(), 0))
        begun = perf_counter()
        try:
            well = set(phone.send(items)) == {"accepted"}
        except (NoAnswer, Refused):
            well = False
        phone.outbox.clear()
        heard.append((perf_counter() - begun, well, perf_counter() <= end))
        planned = planned + pace if pace else perf_counter()


def main(port: str, seconds: str, pace: str) -> list:
    heard, threads = [], []
    accounts = json.load(sys.stdin)
    for account in accounts:
        line = Line(int(port), account["session"])
        line.token = line.ask("GET", "/session/")["csrf_token"]
        phone = Phone(line, account["homes"], account["codes"], Random(f"{account['username']} {perf_counter()}"))
        end = perf_counter() + float(seconds)
        threads.append(Thread(target=send_until, args=[end, phone, float(pace), heard]))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return heard
