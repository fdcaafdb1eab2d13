"""Makes a clone ready to run: Python packages, node packages, bundled assets, compiled translations.

Each step leaves a stamp, the hash of what it was made from, in var/stamps/ and is skipped while that holds.
Runs on the system's Python, so it uses the standard library alone.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = ROOT / "var" / "stamps"
# The environment of every command: our programs first, and uv keeps to this very interpreter.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONHOME")},
    "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
    "UV_PROJECT_ENVIRONMENT": str(VENV),
    "UV_PYTHON_DOWNLOADS": "never",
}


def run(*command: str | Path) -> None:
    """Run in the project's folder; end with the command's own exit code when it fails."""
    code = subprocess.run([str(part) for part in command], cwd=ROOT, env=ENVIRONMENT).returncode
    if code:
        sys.exit(code)


def fingerprint(*patterns: str) -> str:
    digest = hashlib.sha256(f"{platform.python_version()} {platform.platform()}".encode())
    for file in sorted({file for pattern in patterns for file in ROOT.glob(pattern) if file.is_file()}):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def step(title: str, name: str, sources: list[str], product: Path, make: Callable[[], None]) -> None:
    """Call `make` unless `product` exists and was made from these very sources."""
    stamp, current = STAMPS / name, fingerprint(*sources)
    if product.exists() and stamp.exists() and stamp.read_text() == current:
        return
    print(f"→ {title}", flush=True)
    make()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(current)


def python_packages() -> None:
    if not (BIN / "python").exists():
        make_venv()
    if not (BIN / "uv").exists():
        lock = tomllib.loads((ROOT / "uv.lock").read_text())
        version = next(package["version"] for package in lock["package"] if package["name"] == "uv")
        run(BIN / "python", "-m", "pip", "install", "--quiet", f"uv=={version}")
    run(BIN / "uv", "sync", "--locked", "--quiet", "--compile-bytecode")


def make_venv() -> None:
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL).returncode:
        debian.install("python3-venv", why="mô-đun venv của Python")
    shutil.rmtree(VENV, ignore_errors=True)  # what a broken attempt left
    run(sys.executable, "-m", "venv", VENV)


def install() -> None:
    lock, node = ["uv.lock", "pyproject.toml"], ["package-lock.json", "package.json", ".npmrc"]
    installed, bundled = ROOT / "node_modules" / ".package-lock.json", ROOT / "build" / "static" / "app.js"
    step("Cài các gói Python", "python", lock, BIN / "granian", python_packages)
    step("Cài các gói npm", "node", node, installed, partial(run, BIN / "npm", "ci", "--loglevel=error"))
    bundle = partial(run, BIN / "node", "static/build.mjs")
    step("Đóng gói giao diện", "assets", [*node, "static/**/*"], bundled, bundle)
    merge_fonts = partial(run, BIN / "python", "tools/fonts.py")
    fonts = ROOT / "build" / "fonts" / "BeVietnamPro-Regular.ttf"
    step("Ghép phông chữ cho tệp PDF", "fonts", [*node, *lock, "tools/fonts.py"], fonts, merge_fonts)
    compile_messages = partial(run, BIN / "python", "tools/messages.py")
    step("Dịch thông báo của thư viện", "messages", ["locale/**/*.po"], STAMPS, compile_messages)


if __name__ == "__main__":
    install()
