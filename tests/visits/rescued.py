"""Rescue files as a phone writes them (static/js/capture/rescue.js)."""

import base64
import json
import os

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from visits.rescue.key import for_phone
from visits.rescue.parcel import FORMAT


def make_file(user, visits=(), households=(), photos=(), **more) -> bytes:
    """What the phone of `user` writes; `more` replaces parts of the envelope."""
    given = for_phone(user)
    content = {"ticket": given["ticket"], "made_at": "2026-08-06T10:00:00+07:00"}
    lists = {"visits": list(visits), "households": list(households), "photos": list(photos)}
    return seal(content | lists, given, **more)


def seal(content, given, **more) -> bytes:
    secret, iv = os.urandom(32), os.urandom(12)
    server = load_der_public_key(base64.b64decode(given["key"]))
    parts = {
        "wrapped": server.encrypt(secret, OAEP(MGF1(SHA256()), SHA256(), None)),
        "iv": iv,
        "data": AESGCM(secret).encrypt(iv, json.dumps(content).encode(), FORMAT.encode()),
    }
    texts = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    return json.dumps({"format": FORMAT, "key": given["id"]} | texts | more).encode()
