"""The tools behind make: a step is skipped while its sources are the same, and errors name the way out."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def install(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    module = __import__("install")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "STAMPS", tmp_path / "stamps")
    return module


def test_a_step_runs_again_only_when_its_sources_or_its_product_change(install, tmp_path):
    source, product, runs = tmp_path / "uv.lock", tmp_path / "product", []

    def make():
        runs.append(source.read_text())
        product.touch()

    def step():
        install.step("…", "python", ["uv.lock"], product, make)

    source.write_text("1")
    step()
    step()
    source.write_text("2")
    step()
    step()
    product.unlink()
    step()
    assert runs == ["1", "2", "2"]


def test_a_step_that_failed_runs_again(install, tmp_path):
    def fail():
        raise SystemExit(1)

    for _ in range(2):
        with pytest.raises(SystemExit):
            install.step("…", "python", [], tmp_path, fail)


@pytest.mark.parametrize("asked", ["abc", "0", "70000", "-1"])
def test_a_wrong_port_is_named_with_an_example(asked):
    done = run_server(asked)
    assert done.returncode != 0
    assert done.stderr.startswith(f"Biến môi trường PORT có giá trị «{asked}» không hợp lệ. Ví dụ: PORT=8001")


def test_a_taken_port_is_named_with_the_next_one():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = run_server(str(port))
    assert done.stderr == f"Cổng {port} đang bận. Hãy chọn cổng khác, ví dụ: PORT={port + 1} make run\n"


def run_server(port):
    environment = {**os.environ, "PORT": port}
    command = [sys.executable, "tools/run.py"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30)
