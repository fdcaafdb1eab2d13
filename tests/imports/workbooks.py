"""Files for the tests of imports.workbook, good ones and hand-made bad ones."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
import xlwt

from imports.workbook import BadFile, Sheet, open_book

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FULL = 4096  # bytes from which a stream of an OLE container lies in sectors of its own


def sentence_only(value) -> str:
    """The name of a case: not the bytes of its file."""
    return value if isinstance(value, str) else ""


def refused(data: bytes, name: str = "danh-sach.xlsx") -> str:
    """What the person who sent the file is told."""
    with pytest.raises(BadFile) as error:
        open_book(data, name)
    return str(error.value)


def only_sheet(data: bytes, name: str = "danh-sach.xlsx") -> Sheet:
    (sheet,) = open_book(data, name).sheets
    return sheet


def xlsx(fill=lambda book: book.add_worksheet().write("A1", "Võ An")) -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        fill(book)
    return stream.getvalue()


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The archive with some parts replaced or added."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in [name for name in source.namelist() if name not in parts]:
            target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def with_rows(rows: bytes, before: bytes = b"", behind: bytes = b"") -> bytes:
    """An xlsx whose only sheet holds these elements as they are."""
    table = b'<worksheet xmlns="%s"><sheetData>%s</sheetData>%s</worksheet>' % (MAIN.encode(), rows, behind)
    return repacked(xlsx(), {SHEET: before + table})


def claiming(data: bytes, name: str, size: int) -> bytes:
    """The archive whose table of contents says that the part is so small, with a checksum to match."""
    with ZipFile(BytesIO(data)) as archive:
        start = archive.read(name)[:size]
    entry = data.index(name.encode(), data.index(b"PK\x01\x02")) - 46
    lie = struct.pack("<III", zlib.crc32(start), *struct.unpack_from("<I", data, entry + 20), size)
    return data[: entry + 16] + lie + data[entry + 28 :]


def archive(**parts: bytes | str) -> bytes:
    """A zip; two underscores in a name stand for a slash, one for a dot."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


def xls(fill) -> bytes:
    book, stream = xlwt.Workbook(encoding="utf-8"), BytesIO()
    fill(book)
    book.save(stream)
    return stream.getvalue()


def xls_stream(fill) -> bytearray:
    """The records of an xls without its container."""
    book = xlwt.Workbook(encoding="utf-8")
    fill(book)
    return bytearray(book.get_biff_data())


def container(**streams: bytes) -> bytes:
    """An OLE file ([MS-CFB]): header, one sector for its table, the directory, then the streams."""
    padded = {name: content.ljust(FULL, b"\0") for name, content in streams.items()}
    directory_sectors = len(streams) // 4 + 1
    table = [0xFFFFFFFD, *_run(1, directory_sectors)]
    entries, body = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)], b""
    for name, content in padded.items():
        sectors = -(-len(content) // 512)
        entries.append(_entry(name, 2, len(table), len(content)))
        table += _run(len(table), sectors)
        body += content.ljust(sectors * 512, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<9I", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += b"\xff\xff\xff\xff" * 108
    directory = b"".join(entries).ljust(directory_sectors * 512, b"\0")
    return header + struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff") + directory + body


def _run(start: int, sectors: int) -> list[int]:
    return [*range(start + 1, start + sectors), 0xFFFFFFFE]


def _entry(name: str, kind: int, start: int, length: int) -> bytes:
    letters = name.encode("utf-16-le")
    head = letters.ljust(64, b"\0") + struct.pack("<HBB3I", len(letters) + 2, kind, 1, *[0xFFFFFFFF] * 3)
    return head.ljust(116, b"\0") + struct.pack("<III", start, length, 0)


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(f'xmlns:{one}="{ODF}{one}:1.0"' for one in ("office", "style", "table", "text", "calcext"))
MANIFEST = f'<manifest:manifest xmlns:manifest="{ODF}manifest:1.0">%s</manifest:manifest>'


def ods(*rows: str, style: str = "", manifest: str = "", **parts: bytes | str) -> bytes:
    """One table "Ấp 1" with these rows; what is given besides becomes parts of the archive."""
    display = f'<style:style style:name="t1"><style:table-properties {style}/></style:style>'
    table = f'<table:table table:name="Ấp 1" table:style-name="t1">{"".join(rows)}</table:table>'
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{display}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    )
    named = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content_xml": content}
    return archive(**named, **{"META-INF__manifest_xml": MANIFEST % manifest}, **parts)


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str = "", attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"
