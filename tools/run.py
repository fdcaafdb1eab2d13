"""make run: a ready clone, its database with the official units and the sample province, and the server."""

import os
import socket
import sys
from contextlib import closing

from install import BIN, ENVIRONMENT, ROOT, install, run

HOST = "127.0.0.1"


def free_port() -> int:
    """The port that PORT asks for, 8000 by default; stops when it is no port or taken."""
    asked = os.environ.get("PORT") or "8000"
    if not asked.isdecimal() or not 0 < int(asked) < 65536:
        sys.exit(f"Biến môi trường PORT có giá trị «{asked}» không hợp lệ. Ví dụ: PORT=8001 make run")
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(asked)))
        except OSError:
            sys.exit(f"Cổng {asked} đang bận. Hãy chọn cổng khác, ví dụ: PORT={int(asked) + 1} make run")
    return int(asked)


def serve(port: int) -> None:
    """Become the server: one worker, since SQLite has one writer and sessions live in this process."""
    print(f"\n  Mở trình duyệt tại http://{HOST}:{port}/  (dừng bằng Ctrl+C)\n", flush=True)
    options = ["--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "2"]
    command = [str(BIN / "granian"), "--interface", "wsgi", "--log-level", "warning", *options]
    os.chdir(ROOT)
    os.execve(command[0], [*command, "tocnscd.wsgi:application"], ENVIRONMENT)


if __name__ == "__main__":
    ENVIRONMENT.setdefault("TOCNSCD_ENV", "development")
    port = free_port()
    install()
    run(BIN / "python", "manage.py", "migrate", "--verbosity", "0")
    run(BIN / "python", "manage.py", "load_areas")
    run(BIN / "python", "manage.py", "load_sample")
    serve(port)
