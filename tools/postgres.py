"""A real PostgreSQL for the tests: a private cluster in a temporary folder, reached by a Unix socket."""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import debian

OLDEST = 14  # what Django 5.2 asks for
# The data is thrown away, so nothing waits for the disk.
SPEED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def folders() -> list[Path]:
    """Where PostgreSQL's server programs may lie: PATH, Debian's, Homebrew's, pg_config's."""
    found = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    found += Path("/usr/lib/postgresql").glob("*/bin")
    found += [*Path("/opt/homebrew/opt").glob("postgresql*/bin"), *Path("/usr/local/opt").glob("postgresql*/bin")]
    if config := shutil.which("pg_config"):
        found.append(Path(subprocess.check_output([config, "--bindir"], text=True).strip()))
    return found


def version(folder: Path) -> int:
    """The major version of the server in this folder; 0 without a complete one."""
    if not all((folder / program).exists() for program in ("initdb", "pg_ctl", "postgres", "createdb")):
        return 0
    text = subprocess.check_output([folder / "postgres", "--version"], text=True)
    return int(re.search(r"\d+", text)[0])


def programs() -> Path:
    """The folder of the newest server of this machine, installed first when there is none."""
    newest = max(folders(), key=version)
    if version(newest) < OLDEST:
        debian.install("postgresql", why=f"PostgreSQL {OLDEST} trở lên (initdb, pg_ctl)")
        newest = max(folders(), key=version)
    if version(newest) < OLDEST:
        sys.exit(f"Không tìm thấy PostgreSQL {OLDEST} trở lên. Đặt DATABASE_URL_TEST=postgres://… nếu có máy chủ.")
    return newest


def owner() -> dict:
    """Who runs the server: the caller, or, because PostgreSQL refuses root, an account without rights."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def cluster(*, durable: bool = False, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The DATABASE_URL of a fresh database; the server stops and its files go at the end.

    `durable` keeps what production keeps: each commit waits for the disk. It is for measuring, as are `settings`.
    """
    binaries, account = programs(), owner()
    home = Path(tempfile.mkdtemp(prefix="tocnscd-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes
    if account:
        os.chown(home, account["user"], account["group"])

    def call(program: str, *arguments: str) -> None:
        subprocess.run([binaries / program, *arguments], cwd=home, check=True, stdout=subprocess.DEVNULL, **account)

    chosen = ({} if durable else SPEED) | dict(settings or {})
    options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
    data, connect = str(home / "data"), ("--host", str(home), "--username", "tocnscd")
    try:
        call("initdb", "-D", data, "-U", "tocnscd", "-E", "UTF8", "--locale", "C.UTF-8", "-A", "trust", "--no-sync")
        flags = f"-k {home} -c listen_addresses='' {options}"
        call("pg_ctl", "-D", data, "-l", str(home / "log"), "-w", "-o", flags, "start")
        call("createdb", *connect, "tocnscd")
        yield f"postgres://tocnscd@{str(home).replace('/', '%2F')}/tocnscd"
    finally:
        stop = [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"]
        subprocess.run(stop, cwd=home, capture_output=True, **account)
        shutil.rmtree(home, ignore_errors=True)
