"""Readers of environment variables. An error names variable, bad value and remedy; never a secret."""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")


def reject(name: str, value: str, remedy: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"Biến môi trường {name} có giá trị «{value}» không hợp lệ. {remedy}")


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name, default)
    if value not in options:
        raise reject(name, value, f"Hãy đặt một trong các giá trị: {', '.join(options)}.")
    return value


def boolean(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in TRUE | FALSE:
        raise reject(name, value, f"Hãy đặt {name}=1 (bật) hoặc {name}=0 (tắt).")
    return value in TRUE


def number(name: str, default: int, minimum: int = 0) -> int:
    value = os.environ.get(name, str(default)).strip()
    if not (value.isascii() and value.isdigit() and int(value) >= minimum):
        raise reject(name, value, f"Hãy đặt một số nguyên từ {minimum} trở lên, ví dụ {name}={default}.")
    return int(value)


def text(name: str) -> str:
    """As it stands, without blanks around it; empty when it is not set."""
    return os.environ.get(name, "").strip()


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas: ALLOWED_HOSTS=a.vn,b.vn."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def hosts(name: str) -> list[str]:
    """Host names without scheme, path or port; at least one."""
    names = words(name)
    example = f"Ví dụ: {name}=tocnscd.haugiang.gov.vn (nhiều tên cách nhau bằng dấu phẩy)."
    if not names:
        raise ImproperlyConfigured(f"Thiếu biến môi trường {name}: tên miền mà hệ thống phục vụ. {example}")
    for host in names:
        if "/" in host or " " in host or host == "*":
            raise reject(name, host, f"Hãy chỉ ghi tên miền, không kèm https:// hay dấu *. {example}")
    return names


def required_secret(name: str, minimum: int = 32) -> str:
    """A secret that must be set; its value is never repeated in a message."""
    value = os.environ.get(name, "")
    remedy = (
        f"Hãy tạo một chuỗi ngẫu nhiên bằng lệnh "
        f"python3 -c 'import secrets; print(secrets.token_urlsafe(50))' rồi đặt {name}=chuỗi đó."
    )
    if not value:
        raise ImproperlyConfigured(
            f"Thiếu biến môi trường {name} khi TOCNSCD_ENV=production. {remedy} "
            "Chỉ để chạy thử trên máy cá nhân thì đặt TOCNSCD_ENV=development."
        )
    if len(value) < minimum:
        raise reject(name, f"{len(value)} ký tự", f"Cần ít nhất {minimum} ký tự. {remedy}")
    return value


def saved_secret(file: Path) -> str:
    """A random key of this machine, made on first use and readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        fresh.replace(file)
    return file.read_text().strip()


def database(name: str, default: Path) -> dict:
    """The Django settings of the database at the URL; an SQLite file at `default` when none is given."""
    url = os.environ.get(name) or f"sqlite:///{default}"
    scheme = url.partition("://")[0]
    remedy = f"Ví dụ: {name}=postgres://tên:mật-khẩu@máy-chủ:5432/tocnscd hoặc {name}=sqlite:////đường/dẫn/db.sqlite3."
    if scheme not in DATABASE_SCHEMES:
        raise reject(name, f"{scheme}://…" if "://" in url else "không có ://", remedy)
    try:
        config = dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
    except (ValueError, dj_database_url.ParseError):
        raise reject(name, f"{scheme}://…", f"Cổng phải là số và mật khẩu phải được mã hóa URL. {remedy}") from None
    if not config["NAME"]:
        raise reject(name, f"{scheme}://…", f"Thiếu tên cơ sở dữ liệu. {remedy}")
    return config
