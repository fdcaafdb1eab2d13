"""What an xlsx holds besides the values of its cells: comments, properties, texts in drawings, lists of choices.

Nobody reads these here, yet the file is kept: a citizen identity number in one of them is a reason to keep plain
values only.
"""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from imports.identity import holds_identity_number

PIECE = 256 * 1024
SHEETS = "xl/worksheets/"
DULL = ("xl/styles.xml", "xl/theme/", "xl/calcchain.xml", "[content_types].xml")
CELLS = re.compile(rb"<(?:\w+:)?sheetData\b")
CELLS_END = b"sheetData>"
WORDS = re.compile(
    r">([^<>]*\d[^<>]*)<"
    r"|\b(?:name|title|descr|display|tooltip|location|prompt|promptTitle|error|errorTitle|Target|v)=\"([^\"]*\d[^\"]*)\""
)
NO_NUMBER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?<!\S)-?\d+\.\d+(?:e[+-]?\d+)?(?!\S)", re.I)


def hold_identity_number(data: bytes) -> bool:
    """`data` is an xlsx that was opened before, so its parts are known to be of bounded size."""
    with ZipFile(BytesIO(data)) as archive:
        names = [
            part.filename for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels", ".vml"))
        ]
        told = (name for name in names if not name.lower().startswith(DULL))
        return any(holds_identity_number(text) for name in told for text in _texts(archive, name))


def _texts(archive: ZipFile, name: str) -> Iterator[str]:
    text = b"".join(_around_cells(archive, name) if SHEETS in name.lower() else _pieces(archive, name))
    for inside, attribute in WORDS.findall(text.decode(errors="ignore")):
        yield NO_NUMBER.sub("", unescape(inside or attribute))


def _around_cells(archive: ZipFile, name: str) -> Iterator[bytes]:
    """What stands before and after the cells of a sheet, which are looked through as values."""
    pieces, text = _pieces(archive, name), b""
    for piece in pieces:
        text += piece
        if found := CELLS.search(text):
            yield text[: found.start()] + b">"
            text = text[found.start() :]
            break
    for piece in pieces:
        if CELLS_END in text:
            break
        text = text[-len(CELLS_END) :] + piece
    yield b"<" + text.partition(CELLS_END)[2]
    yield from pieces


def _pieces(archive: ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            yield piece
