"""make bench: what an import of 20,000 members costs, against the least that reading and writing them can cost;
how many visits a second phones bring home; and what the pages of figures cost in a province of 1,000,000 households.

SIZE=small | 5000           another number of members, and fifty times as many households; then any outcome is fine
DB=sqlite | postgres        one database only
ONLY=import | sync | reports    one of the three only
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

import postgres
from bench_reports import bench_reports
from install import BIN, ENVIRONMENT, ROOT, install

FULL, SMALL = 20_000, 400
MOST = {"ratio": 3, "megabytes": 300, "lock": 0.25, "p95": 2}  # issue: an import never makes phones wait
QUIET = 15  # seconds of phones alone
SYNC = {"rate": 1000, "p95": 0.3}  # issue: visits a second on PostgreSQL, seconds of a batch of 50 at that pace
SERVER = {"shared_buffers": "2GB", "effective_cache_size": "6GB", "random_page_cost": "1.1"}  # of 8 GB, with an SSD
GLANCE = 0.002  # seconds between two looks at the lock


def size() -> int:
    asked = os.environ.get("SIZE") or str(FULL)
    if asked == "small":
        return SMALL
    if not asked.isdecimal() or int(asked) < SMALL:
        sys.exit(f"Biến SIZE có giá trị «{asked}» không hợp lệ. Ví dụ: SIZE=small hoặc SIZE=50000 make bench")
    return int(asked)


def measure(url: str, module: str, *arguments: str | Path) -> dict:
    """What the module prints, run on this database."""
    command = [str(part) for part in (BIN / "python", "-m", "bench", module, *arguments)]
    environment = {**ENVIRONMENT, "DATABASE_URL": url}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"Phép đo {module} dừng vì lỗi.")
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def watched(url: str) -> Iterator[list[float]]:
    """How long SQLite's write lock was held at a time, in seconds; nothing for PostgreSQL, which locks rows."""
    held, stop = [], Event()
    watcher = Thread(target=watch, args=[url.removeprefix("sqlite:///"), held, stop])
    if url.startswith("sqlite"):
        watcher.start()
    try:
        yield held
    finally:
        stop.set()
        if watcher.is_alive():
            watcher.join()


def watch(file: str, held: list[float], stop: Event) -> None:
    """Try to become the writer, again and again, and give way at once."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as database:
        free = perf_counter()
        while not stop.wait(GLANCE):
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                continue
            database.execute("ROLLBACK")
            held.append(perf_counter() - free)
            free = perf_counter()


def bench(name: str, url: str, folder: Path, rows: int) -> bool:
    """Measure on one database and print; whether everything stayed within bounds."""
    file = folder / "list.xlsx"
    world = measure(url, "world", rows, folder)
    copies = world["copies"]
    limit = measure(copies["limit"], "members", "limit", file)
    with watched(copies["ours"]) as held:
        ours = measure(copies["ours"], "members", "ours", file)
    phones = measure(copies["phones"], "phones", file, QUIET if rows >= FULL else 2)
    print(f"\n=== {name}: {rows:_} người, {world['teams']} tổ ===".replace("_", "."), flush=True)
    if ours["saved"] != rows:
        sys.exit(f"Chỉ lưu được {ours['saved']} người: {ours['counts']}")
    report(limit, ours, phones)
    return verdicts(limit, ours, max(held, default=None), phones)


def report(limit: dict, ours: dict, phones: dict) -> None:
    line("python-calamine và bulk_create", f"{limit['seconds']:.2f} giây (CPU {limit['cpu']:.2f})")
    steps = f"{ours['read']:.2f} giây, kiểm tra lại và lưu {ours['save']:.2f} giây"
    line("đọc và kiểm tra", f"{steps} (CPU {ours['cpu']:.2f}: gấp {ours['cpu'] / limit['cpu']:.2f})")
    line("điện thoại, lúc yên", told(phones["quiet"]))
    line("điện thoại, lúc nhập", f"{told(phones['during'])}, trong {phones['seconds']:.1f} giây")


def verdicts(limit: dict, ours: dict, lock: float | None, phones: dict) -> bool:
    """Whether each figure stays within its bound; all are printed."""
    quiet, during = phones["quiet"], phones["during"]
    figures = [
        ("tỷ lệ", ours["seconds"] / limit["seconds"], MOST["ratio"], ""),
        ("bộ nhớ cao nhất", ours["megabytes"], MOST["megabytes"], " MB"),
        ("khóa ghi lâu nhất", lock, MOST["lock"], " giây"),
        ("p95 so với lúc yên", during["p95"] / quiet["p95"], MOST["p95"], ""),
        ("lần gửi bị lỗi", quiet["errors"] + during["errors"], 0, ""),
    ]
    return all([judge(*figure) for figure in figures if figure[1] is not None])


def bench_sync(name: str, url: str, rows: int) -> bool:
    """Phones that send batches of 50 visits with 4 results each: as fast as they can, then 1,000 visits a second."""
    print(f"\n=== {name}: đồng bộ lượt thăm ===", flush=True)
    found = measure(url, "sync", QUIET if rows >= FULL else 2)
    fast, paced = found["fast"], found["paced"]
    line("nhanh hết mức", f"{fast['rate']:.0f} lượt thăm/giây, {told_batches(fast)}")
    line("1.000 lượt thăm/giây", told_batches(paced))
    for what, used in zip(("máy chủ", "PostgreSQL"), found["used"], strict=True):
        if used:
            line(f"bộ xử lý, {what}", f"{used:.0f} ms một lần gửi")
    if all(found["used"]):  # what the wall clock shows only on a machine that does nothing else
        line("đủ cho, trên hai nhân", f"{2 * 1000 / sum(found['used']) * found['batch']:.0f} lượt thăm/giây")
    errors = fast["errors"] + paced["errors"] + found["wrong"]
    within = [judge("lần gửi bị lỗi, sổ sai", errors, 0, "")]
    if name == "PostgreSQL":
        within.append(judge("p95 một lần gửi", paced["p95"], SYNC["p95"], " giây"))
        well = fast["rate"] >= SYNC["rate"]
        line("lượt thăm/giây", f"{fast['rate']:.0f} (tối thiểu {SYNC['rate']}) {'đạt' if well else 'CHƯA ĐẠT'}")
        within.append(well)
    return all(within)


def told_batches(heard: dict) -> str:
    p50, p95 = heard["p50"] * 1000, heard["p95"] * 1000
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, {heard['batches']} lần gửi"


def told(answers: dict) -> str:
    p95, worst = answers["p95"] * 1000, answers["worst"] * 1000
    return f"p95 {p95:.0f} ms, lâu nhất {worst:.0f} ms, {answers['requests']} lần gửi"


def judge(what: str, value: float, most: float, unit: str) -> bool:
    shown = f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.2f}"
    line(what, f"{shown}{unit} (tối đa {most}{unit}) {'đạt' if value <= most else 'VƯỢT'}")
    return value <= most


def line(what: str, text: str) -> None:
    print(f"  {what:32}{text}", flush=True)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers stop with us
    asked, rows, within = os.environ.get("DB") or "sqlite postgres", size(), []
    only = os.environ.get("ONLY") or "import sync reports"
    install()
    ENVIRONMENT["TOCNSCD_ENV"] = "development"
    if "sqlite" in asked and "import" in only:
        with tempfile.TemporaryDirectory(prefix="tocnscd-bench-") as folder:
            within.append(bench("SQLite", f"sqlite:///{folder}/db.sqlite3", Path(folder), rows))
    if "postgres" in asked and "import" in only:
        with tempfile.TemporaryDirectory(prefix="tocnscd-bench-") as folder, postgres.cluster() as url:
            within.append(bench("PostgreSQL", url, Path(folder), rows))
    if "sqlite" in asked and "sync" in only:
        with tempfile.TemporaryDirectory(prefix="tocnscd-bench-") as folder:
            within.append(bench_sync("SQLite", f"sqlite:///{folder}/db.sqlite3", rows))
    if "postgres" in asked and "sync" in only:
        with postgres.cluster(durable=True) as url:
            within.append(bench_sync("PostgreSQL", url, rows))
    if "sqlite" in asked and "reports" in only:
        with tempfile.TemporaryDirectory(prefix="tocnscd-bench-") as folder:
            within.append(bench_reports("SQLite", f"sqlite:///{folder}/db.sqlite3", rows / FULL, measure))
    if "postgres" in asked and "reports" in only:
        with postgres.cluster(settings=SERVER) as url:
            within.append(bench_reports("PostgreSQL", url, rows / FULL, measure))
    return 0 if all(within) or rows < FULL else 1


if __name__ == "__main__":
    sys.exit(main())
