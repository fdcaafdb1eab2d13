"""Settings come from the environment; a wrong value is named together with the way out."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.utils.formats import date_format, localize, number_format

from tocnscd import env

ROOT = Path(__file__).resolve().parent.parent
SECRET = "s3cr3t-" * 8
PRODUCTION = {"TOCNSCD_ENV": "production", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "tocnscd.example.vn"}


def start(**environment):
    """What a fresh process with these variables says to `manage.py check --deploy`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True)


def test_production_starts_with_a_key_and_hosts_and_has_no_warning():
    done = start(**PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_refuses_to_start_without(missing):
    done = start(**{name: value for name, value in PRODUCTION.items() if name != missing})
    assert done.returncode != 0
    assert f"Thiếu biến môi trường {missing}" in done.stderr


def test_a_short_key_is_refused_and_never_repeated():
    done = start(**{**PRODUCTION, "SECRET_KEY": "hunter2"})
    assert "SECRET_KEY có giá trị «7 ký tự» không hợp lệ" in done.stderr
    assert "hunter2" not in done.stderr


def test_a_server_that_nobody_told_otherwise_is_a_production_server():
    command = [sys.executable, "-c", "import tocnscd.wsgi"]
    kept = {"PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True)
    assert "Thiếu biến môi trường SECRET_KEY" in done.stderr


@pytest.mark.parametrize(
    ("read", "value", "remedy"),
    [
        (lambda: env.choice("X", ("a", "b"), "a"), "c", "Hãy đặt một trong các giá trị: a, b."),
        (lambda: env.boolean("X"), "maybe", "Hãy đặt X=1 (bật) hoặc X=0 (tắt)."),
        (lambda: env.number("X", default=8), "-1", "Hãy đặt một số nguyên từ 0 trở lên, ví dụ X=8."),
        (lambda: env.hosts("X"), "https://a.vn", "Hãy chỉ ghi tên miền"),
        (lambda: env.hosts("X"), "*", "Hãy chỉ ghi tên miền"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(monkeypatch, read, value, remedy):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured) as error:
        read()
    assert f"Biến môi trường X có giá trị «{value}» không hợp lệ. {remedy}" in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://app:hunter2@db/tocnscd",
        "postgres://app:hunter2@db:port/tocnscd",
        "postgres://app:hunter2@db:5432",
        "app:hunter2@db",
    ],
)
def test_a_wrong_database_url_is_refused_without_its_password(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured) as error:
        env.database("DATABASE_URL", default=Path("unused"))
    assert "Ví dụ: DATABASE_URL=postgres://" in str(error.value)
    assert "hunter2" not in str(error.value)


def test_a_database_url_may_name_a_unix_socket(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://app@%2Fvar%2Frun/tocnscd")
    config = env.database("DATABASE_URL", default=Path("unused"))
    assert (config["HOST"], config["NAME"], config["CONN_MAX_AGE"]) == ("/var/run", "tocnscd", None)


def test_without_a_url_the_database_is_a_file(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = env.database("DATABASE_URL", default=tmp_path / "db.sqlite3")
    assert (config["ENGINE"], config["NAME"]) == ("django.db.backends.sqlite3", str(tmp_path / "db.sqlite3"))


def test_the_key_of_a_machine_is_made_once_and_belongs_to_its_owner(tmp_path):
    file = tmp_path / "var" / "secret_key"
    assert env.saved_secret(file) == env.saved_secret(file)
    assert len(env.saved_secret(file)) > 50
    assert file.stat().st_mode & 0o777 == 0o600


def test_numbers_and_dates_are_written_as_in_viet_nam():
    assert [number_format(1234567), localize(12.5)] == ["1.234.567", "12,5"]
    assert date_format(datetime.date(2025, 7, 5)) == "05/07/2025"
    assert localize(datetime.datetime(2025, 7, 5, 8, 30)) == "08:30 05/07/2025"


@pytest.mark.parametrize("text", ["05/07/2025", "5/7/2025", "5-7-2025", "05.07.2025", "5/7/25", "2025-07-05"])
def test_dates_are_read_with_the_day_first(text):
    assert forms.DateField().clean(text) == datetime.date(2025, 7, 5)
