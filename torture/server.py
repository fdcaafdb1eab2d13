"""A real server in processes of its own, that can be killed."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 60  # seconds


class Server:
    """granian on a free port; `workers` processes, each answering `threads` at a time. What it logs goes to `log`."""

    def __init__(self, url: str, workers: int, threads: int, log: Path | None = None):
        with closing(socket.socket()) as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.environment = {**os.environ, "DATABASE_URL": url, "TOCNSCD_ENV": "development"}
        granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--log-level", "warning"]
        options = ["--host", HOST, "--port", self.port, "--workers", workers, "--blocking-threads", threads]
        self.command = [*granian, *map(str, options), "tocnscd.wsgi:application"]
        self.log, self.process = log or Path(os.devnull), None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait()

    def start(self) -> None:
        given_up = monotonic() + PATIENCE
        options = {"cwd": ROOT, "env": self.environment, "start_new_session": True}
        with self.log.open("a") as log:
            self.process = subprocess.Popen(self.command, stderr=log, **options)
        while not self.answers():
            if monotonic() > given_up or self.process.poll() is not None:
                sys.exit("Máy chủ không khởi động được.")
            sleep(0.05)

    def answers(self) -> bool:
        with closing(socket.socket()) as probe:
            return probe.connect_ex((HOST, self.port)) == 0

    def kill(self) -> None:
        """All its processes at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
