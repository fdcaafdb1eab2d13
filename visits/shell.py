"""The capture page as an app that opens without network: its page, its files, and the version that both make up.

static/build.mjs writes capture.json: the names of the script and the style, with their hash in them. The service
worker (static/js/capture/sw.js) is sent with the version in front, so a new page or a new file is a new worker.
"""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from visits.phone_texts import phone_texts

SHARED = ("entry-theme.js", "icons.svg", "favicon.svg")  # files of the site that the page shows too
ICONS = {"icon-192.png": "192x192", "icon-512.png": "512x512"}


def shell_page() -> str:
    """The page, the same for everybody: whose households it shows follows on the phone."""
    built = _built()
    context = {"script": static(built["script"]), "style": static(built["style"]), "texts": phone_texts()}
    return render_to_string("capture/shell.html", context)


def worker_script() -> str:
    """The service worker, told what to keep: {version, page, assets}."""
    built = _built()
    assets = [static(name) for name in (built["script"], built["style"], *SHARED)]
    told = {"version": version(), "page": reverse("visits:capture"), "assets": assets}
    return f"self.SHELL = {json.dumps(told)};\n{_file(built['worker']).read_text()}"


def manifest() -> dict:
    """What a phone needs to put the page on its home screen."""
    pictures = [{"src": static(name), "sizes": size, "type": "image/png"} for name, size in ICONS.items()]
    pictures += [dict(picture, purpose="maskable") for picture in pictures]
    page = reverse("visits:capture")
    return {
        "id": page,
        "name": _("Tổ công nghệ số – Ghi nhận"),
        "short_name": _("Ghi nhận"),
        "description": _("Ghi lượt thăm hộ, cả khi không có mạng."),
        "lang": "vi",
        "start_url": page,
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f8fa",
        "theme_color": "#0b6bcb",
        "icons": pictures,
    }


def version() -> str:
    built = _built()
    digest = hashlib.sha256(shell_page().encode())
    for name in (built["worker"], *SHARED):
        digest.update(_file(name).read_bytes())
    return digest.hexdigest()[:12]


def _built() -> dict[str, str]:
    return json.loads(_file("capture.json").read_text())


def _file(name: str) -> Path:
    """A bundled file, where it was built or, on a machine that only serves, where it was collected."""
    found = finders.find(name) or (settings.STATIC_ROOT and Path(settings.STATIC_ROOT) / name)
    if not found or not Path(found).exists():
        raise ImproperlyConfigured(f"Chưa có tệp giao diện {name}. Hãy chạy: make run, hoặc node static/build.mjs")
    return Path(found)
