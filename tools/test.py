"""make test: the whole suite on SQLite, then all that asks a database on PostgreSQL, browser tests included.

ARGS="tests/areas -k reform"   what pytest gets instead of the whole suite
DB=sqlite | postgres           one database only
DATABASE_URL_TEST=postgres://  a server of one's own (its user may create databases)
CHROMIUM=/path                 a browser of one's own
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys

import debian
import postgres
from install import BIN, ENVIRONMENT, ROOT, install

NONE_CHOSEN = 5  # pytest's code
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str:
    """The path of Chromium, installed first when this machine has none."""
    if asked := os.environ.get("CHROMIUM"):
        return asked
    if not any(map(shutil.which, BROWSERS)):
        debian.install("chromium", why="trình duyệt Chromium")
    return next(path for path in map(shutil.which, BROWSERS) if path)


def pytest(database: str, *more: str, **environment: str) -> int:
    """Run the suite; its exit code. A run that executed no test has failed too (pytest's own code 5)."""
    print(f"\n=== {database} ===", flush=True)
    arguments = shlex.split(os.environ.get("ARGS", "")) or ["--numprocesses=2", "--dist=loadgroup"]
    command = [BIN / "python", "-m", "pytest", "--quiet", *more, *arguments]
    return subprocess.run(command, cwd=ROOT, env={**ENVIRONMENT, **environment}).returncode


def pytest_on_postgres(*more: str) -> int:
    if url := os.environ.get("DATABASE_URL_TEST"):
        return pytest("PostgreSQL", *more, DATABASE_URL=url)
    with postgres.cluster() as url:
        return pytest("PostgreSQL", *more, DATABASE_URL=url)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the PostgreSQL server stops with us
    asked = os.environ.get("DB") or "sqlite postgres"
    install()
    ENVIRONMENT.pop("DATABASE_URL", None)
    ENVIRONMENT.update(TOCNSCD_ENV="development", CHROMIUM=browser())
    codes = [pytest("SQLite")] if "sqlite" in asked else []
    if "postgres" in asked and codes:
        code = pytest_on_postgres("--of-database")  # the others have run, and would do the same
        codes.append(0 if code == NONE_CHOSEN else code)
    elif "postgres" in asked:
        codes.append(pytest_on_postgres())
    return max(codes, default=2)


if __name__ == "__main__":
    sys.exit(main())
