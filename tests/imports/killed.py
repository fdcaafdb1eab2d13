"""Another process that writes to the database of the test, and is killed while it does."""

import os
import signal
import subprocess
import sys

from django.conf import settings
from django.db import connection

SET_UP = """
import time, django
django.setup()
def in_the_middle(*_asked):
    print("writing", flush=True)
    time.sleep(60)
"""


def kill_in_the_middle(code: str) -> None:
    """Run the code, which calls in_the_middle() inside its transaction, and kill it there."""
    environment = {**os.environ, "DATABASE_URL": _database_url(), "DJANGO_SETTINGS_MODULE": "tocnscd.settings"}
    command = [sys.executable, "-c", SET_UP + code]
    child = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
    with child:
        assert child.stdout.readline() == "writing\n"
        child.send_signal(signal.SIGKILL)


def _database_url() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
