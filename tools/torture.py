"""make torture: phones, a bad network and a server that is killed; nothing may be lost, nothing doubled.

SEED=7                the weather of an earlier run; another one each time otherwise
SIZE=small            few phones, one kill
DB=sqlite | postgres  one database only
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile

import postgres
from install import BIN, ENVIRONMENT, ROOT, install

SIZES = {"": (240, 12_000, 6), "small": (20, 400, 1)}  # phones, visits, kills
LONGEST = 900  # seconds
TWICE = "at once and twice accepted"
WORDS = {
    "none": "lần gửi bình thường",
    "half": "lần đứt giữa chừng khi gửi",
    "lost": "lần mất câu trả lời",
    "twice": "lần gửi lặp lại",
    "at once": "lần hai nơi gửi cùng lúc và đều có câu trả lời",
    "at once and new": "mã mới: một «accepted», một «already»",
    TWICE: "mã mới: hai lần «accepted» (LỖI)",
    "batches": "lần gửi có biên nhận",
    "two tabs": "lần gửi từ hai thẻ cùng lúc",
    "neighbour": "lần hai máy gửi cùng mã cùng lúc",
    "kills": "lần máy chủ bị giết (SIGKILL)",
    "batches in the air at kills": "lần gửi dở dang khi máy chủ bị giết",
    "without answer": "lần gửi không có câu trả lời",
    "edits": "lượt sửa trên điện thoại trước khi có câu trả lời",
    "accepted": "biên nhận «accepted»",
    "already": "biên nhận «already»",
    "review": "biên nhận «review»",
    "conflict": "biên nhận «conflict»",
}


def number(name: str, default: int) -> int:
    asked = os.environ.get(name) or str(default)
    if not asked.isdecimal():
        sys.exit(f"Biến {name} có giá trị «{asked}» không hợp lệ. Ví dụ: {name}=7 make torture")
    return int(asked)


def rage(name: str, url: str, size: tuple[int, int, int], seed: int) -> bool:
    """One storm on this database; whether everything arrived exactly once."""
    phones, visits, kills = size
    print(f"\n=== {name}: SEED={seed}, {phones} điện thoại, {visits} lượt thăm ===", flush=True)
    command = [BIN / "python", "-m", "torture", phones, visits, seed, kills]
    environment = {**ENVIRONMENT, "DATABASE_URL": url}
    process = subprocess.Popen(list(map(str, command)), cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        told, _ = process.communicate(timeout=LONGEST)
    finally:
        process.kill()
    if process.returncode:
        sys.exit(f"Phép thử dừng vì lỗi. Chạy lại: SEED={seed} make torture")
    return report(json.loads(told.splitlines()[-1]))


def report(found: dict) -> bool:
    faults = {**found["faults"], **{f"{name} (giữa chừng)": ids for name, ids in found["faults in the storm"].items()}}
    line("lượt thăm đã ghi trên điện thoại", found["written"])
    line("còn trên điện thoại sau cơn bão", found["waiting after the storm"])
    line("có trên máy chủ", found["filed"])
    line("được giữ để người xem", found["held"])
    for name, count in found["counts"].items():
        line(WORDS.get(name, name), count)
    line("giây", found["seconds"])
    for name in ("lost", "doubled", "differences in the books"):
        line(name, len(found["faults"].get(name, [])))
    for name, ids in faults.items():
        line(f"LỖI {name}", "; ".join(map(str, ids)))
    refused = [name for name in found["counts"] if name.startswith("refused") or name == TWICE]
    if faults or refused:
        print(f"  Nhật ký của máy chủ: {ROOT / 'var' / 'torture.log'}", flush=True)
    return not faults and not refused


def line(what: str, value) -> None:
    print(f"  {what:52}{value}", flush=True)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers stop with us
    size, asked = os.environ.get("SIZE", ""), os.environ.get("DB") or "sqlite postgres"
    if size not in SIZES:
        sys.exit(f"Biến SIZE có giá trị «{size}» không hợp lệ. Ví dụ: SIZE=small make torture")
    seed, well = number("SEED", random.SystemRandom().randrange(10**6)), []
    install()
    ENVIRONMENT["TOCNSCD_ENV"] = "development"
    if "sqlite" in asked:
        with tempfile.TemporaryDirectory(prefix="tocnscd-torture-") as folder:
            well.append(rage("SQLite", f"sqlite:///{folder}/db.sqlite3", SIZES[size], seed))
    if "postgres" in asked:
        with postgres.cluster() as url:
            well.append(rage("PostgreSQL", url, SIZES[size], seed))
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
