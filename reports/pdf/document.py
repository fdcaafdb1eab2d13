"""Documents in A4 as PDF. A template of typst beside this file gets its data as JSON: words in it are text, never
commands, whatever somebody named a unit."""

import json
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

TEMPLATES = Path(__file__).parent


def pdf(template: str, data: dict) -> bytes:
    """The document that `template` makes of `data`; nothing is fetched, no font but ours is used."""
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(str(settings.FONTS_DIR)),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2b"],
    )


@cache
def _fonts(folder: str) -> typst.Fonts:
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    if not found.families():
        message = _("Chưa có phông chữ cho tệp PDF ở %(folder)s. Chạy “python tools/fonts.py” ở thư mục của dự án.")
        raise ImproperlyConfigured(message % {"folder": folder})
    return found
