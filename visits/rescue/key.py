"""The server's key pair for rescue files: phones encrypt with its public half, so that a file found or sent astray
says nothing to anybody.

The private half is RESCUE_KEY (PEM, or its base64 in one line), else a file of this machine, made at first need.
Whoever loses it cannot open the files that phones wrote for it: it belongs into the backup.
"""

import base64
import hashlib
import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import Signer

from accounts.models import User

BITS = 2048
SHORT = 16  # hexadecimal digits of a fingerprint that tell two servers apart


def for_phone(user: User) -> dict[str, str]:
    """What a phone needs to write a rescue file: the public key (SPKI, base64), its name, and a ticket that says for
    whom the server gave it. Without the ticket anybody could write visits under anybody's name."""
    return {"id": key_id(), "key": base64.b64encode(_public()).decode(), "ticket": _signer().sign(str(user.pk))}


def user_of(ticket: str) -> int:
    """The primary key of the account. Raises django.core.signing.BadSignature."""
    return int(_signer().unsign(ticket))


def key_id() -> str:
    return hashlib.sha256(_public()).hexdigest()[:SHORT]


def private_key() -> RSAPrivateKey:
    return _load(settings.RESCUE_KEY, settings.RESCUE_KEY_FILE)


@lru_cache
def _load(text: str, file: Path) -> RSAPrivateKey:
    pem = _pem(text) if text else _saved(file)
    try:
        key = load_pem_private_key(pem, password=None)
    except (TypeError, ValueError):
        key = None
    if not isinstance(key, RSAPrivateKey) or key.key_size < BITS:
        where = "Biến môi trường RESCUE_KEY" if text else f"Tệp {file}"
        raise ImproperlyConfigured(
            f"{where} không phải khóa riêng RSA dạng PEM từ {BITS} bit. Tạo bằng lệnh: openssl genrsa {BITS}"
        )
    return key


def _pem(text: str) -> bytes:
    if text.startswith("-----"):
        return text.replace("\\n", "\n").encode()
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""


def _saved(file: Path) -> bytes:
    """Made whole under another name first: two processes that start together end up with one key."""
    if not file.exists():
        key = generate_private_key(65537, BITS)
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_bytes()


def _public() -> bytes:
    return private_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _signer() -> Signer:
    """Signs with the private key's digest, so that tickets live as long as the key does, whatever SECRET_KEY does."""
    key = private_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Signer(key=hashlib.sha256(key).hexdigest(), salt="tocnscd.rescue")
