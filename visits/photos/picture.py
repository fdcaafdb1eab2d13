"""Draws a photo anew: what is kept is pixels alone, without place, time and camera that files carry, and not large."""

import struct
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError
from PIL.Image import Transpose

LARGEST = 300_000  # bytes of a photo that is kept; phones send none that is larger
MOST_PIXELS = 30_000_000  # of a picture that is opened at all: a small file can claim to be a huge picture
TURNS = dict(
    enumerate(
        (
            Transpose.FLIP_LEFT_RIGHT,
            Transpose.ROTATE_180,
            Transpose.FLIP_TOP_BOTTOM,
            Transpose.TRANSPOSE,
            Transpose.ROTATE_270,
            Transpose.TRANSVERSE,
            Transpose.ROTATE_90,
        ),
        start=2,
    )
)
"""Orientation as EXIF tells it -> what makes it upright."""
TRIES = [(1280, 80), (1280, 65), (960, 60), (640, 50)]  # longest edge in pixels, quality


class NotAPhoto(ValueError):
    """The message tells the member what to do."""


def redraw(data: bytes) -> bytes:
    """A JPEG of at most LARGEST bytes that shows what `data`, a JPEG, shows."""
    picture = _open(data)
    for edge, quality in TRIES:
        picture.thumbnail((edge, edge))
        drawn = BytesIO()
        picture.save(drawn, "JPEG", quality=quality, optimize=True)
        if drawn.tell() <= LARGEST:
            break
    return drawn.getvalue()


def _open(data: bytes) -> Image.Image:
    """Upright, and nothing but its pixels."""
    try:
        picture = Image.open(BytesIO(data), formats=["JPEG"])
        if picture.width * picture.height > MOST_PIXELS:
            raise NotAPhoto(_too_large())
        picture.load()
    except Image.DecompressionBombError:
        raise NotAPhoto(_too_large()) from None
    except (UnidentifiedImageError, OSError, SyntaxError):
        raise NotAPhoto(_("Tệp ảnh bị hỏng hoặc không phải ảnh JPEG. Xin bỏ ảnh rồi chụp lại.")) from None
    upright = _turned(picture).convert("RGB")
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    return fresh


def _turned(picture: Image.Image) -> Image.Image:
    """As the phone was held; what else the file carries is not read, and where that is broken the picture is not."""
    try:
        held = picture.getexif().get(ExifTags.Base.Orientation)
        way = TURNS.get(held) if isinstance(held, int) else None
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, struct.error):
        way = None
    return picture if way is None else picture.transpose(way)


def _too_large() -> str:
    return _("Ảnh quá lớn. Xin bỏ ảnh rồi chụp lại.")
