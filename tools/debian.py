"""What pip and npm cannot bring: programs of the system. Installed when this is root on Debian, else named."""

import os
import shutil
import subprocess
import sys


def install(package: str, why: str) -> None:
    """Install a Debian package, or stop with the name of what is missing and how to get it."""
    remedy = f"sudo apt-get install {package}"
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"Thiếu {why}. Cách cài trên Debian/Ubuntu: {remedy}")
    print(f"→ Cài {package} ({why})", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q=2"], env=environment, check=False)
    command = ["apt-get", "install", "-q=2", "--yes", "--no-install-recommends", package]
    if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
        sys.exit(f"Không cài được {why}. Hãy tự cài rồi chạy lại: {remedy}")
