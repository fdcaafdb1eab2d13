"""The zip behind xlsx and ods: what it says of itself is not believed, every part is unpacked once and measured."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from imports.workbook import refusals
from imports.workbook.survey import MEGABYTE

ENTRY = b"PK\x01\x02"  # begins the entry of each part in the table of contents
MOST_PARTS = 5_000
LARGEST_UNPACKED = 300 * MEGABYTE
LARGEST_PART = 20 * MEGABYTE  # of what is no sheet: pictures, styles
LARGEST_STRINGS = 60 * MEGABYTE  # the texts of all sheets
SLICE = 64 * 1024  # of the packed bytes
PIECE = 256 * 1024  # of the unpacked ones
LONGEST_BARE = 512 * 1024
OVERLAP = 16  # bytes of the piece before, so that no mark is cut in two
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
FOREIGN = "customxml/"  # of add-ins, in any encoding
TABLE = b"sheetData"  # only sheets have it, whatever they are called
NOT_A_ZIP = (BadZipFile, ValueError, LookupError, struct.error, NotImplementedError, EOFError, OSError, OverflowError)


class Archive:
    """Parts by name; BadFile for whatever a spreadsheet program would not write."""

    def __init__(self, data: bytes):
        self.data = memoryview(data)
        if data.count(ENTRY) > MOST_PARTS:
            raise refusals.bomb()
        try:
            with ZipFile(BytesIO(data)) as archive:
                listed = archive.infolist()
        except NOT_A_ZIP as error:
            raise refusals.damaged() from error
        self.parts = {plain_name(part.filename): part for part in listed}
        if len(self.parts) < len(listed):
            raise refusals.damaged()  # readers would differ in which of the two they take
        if any(part.flag_bits & 1 for part in listed):
            raise refusals.locked()
        self.tables: list[str] = []  # the parts that hold a sheet, as inspect() finds them
        self.foreign: set[str] = set()  # no XML that a reader of sheets may be led to

    def __contains__(self, name: str) -> bool:
        return plain_name(name) in self.parts

    def size(self, name: str) -> int:
        return self.parts[plain_name(name)].file_size

    def inspect(self) -> None:
        """Unpack everything once. Afterwards sizes are true and no part hides more than it says."""
        if sum(part.file_size for part in self.parts.values()) > LARGEST_UNPACKED:
            raise refusals.bomb()
        for name in self.parts:
            self._inspect(name)

    def _inspect(self, name: str) -> None:
        seen = Seen()
        for piece in self.pieces(name):
            seen.add(piece)
        if (seen.doctype or seen.utf16) and (seen.table or name.endswith((".xml", ".rels"))):
            if not name.startswith(FOREIGN):
                raise refusals.damaged()
            self.foreign.add(name)
        if self.size(name) > _limit(name, seen.table) or (self.size(name) > LARGEST_PART and seen.long_tokens):
            raise refusals.bomb()
        if seen.table:
            self.tables.append(name)

    def read(self, name: str) -> bytes:
        """A small part whole; empty when there is none."""
        if name not in self:
            return b""
        if self.size(name) > LARGEST_PART:
            raise refusals.bomb()
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes; BadFile when they are not what the table of contents promised."""
        part = self.parts.get(plain_name(name))
        if part is None:
            raise refusals.damaged()
        size, checksum = 0, 0
        for piece in self._unpacked(part):
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
            if size > part.file_size:
                raise refusals.bomb()
            yield piece
        if (size, checksum) != (part.file_size, part.CRC):
            raise refusals.damaged()

    def _unpacked(self, part: ZipInfo) -> Iterator[bytes]:
        packed = self._packed(part)
        if part.compress_type == ZIP_STORED:
            yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
        elif part.compress_type == ZIP_DEFLATED:
            yield from _inflated(packed)
        else:
            raise refusals.damaged()

    def _packed(self, part: ZipInfo) -> memoryview:
        """Behind the part's own header, of which only the length counts."""
        header = self.data[part.header_offset : part.header_offset + 30]
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise refusals.damaged()
        start = part.header_offset + 30 + sum(struct.unpack("<HH", header[26:30]))
        packed = self.data[start : start + part.compress_size]
        if len(packed) < part.compress_size:
            raise refusals.damaged()
        return packed


class Seen:
    """What passed by in the pieces of one part."""

    def __init__(self):
        self.table = self.doctype = self.utf16 = self.long_tokens = False
        self.bare = 0  # bytes since the last tag
        self.tail = b""

    def add(self, piece: bytes) -> None:
        first, text = not self.tail, self.tail + piece
        self.utf16 = self.utf16 or (first and text.startswith(UTF16))
        self.table = self.table or TABLE in text
        declares = b"<!" in text
        self.doctype = self.doctype or (declares and (b"<!DOCTYPE" in text or b"<!ENTITY" in text))
        # A comment or a stretch without any tag would have to be held in memory whole by every reader.
        self.bare = 0 if b"<" in piece else self.bare + len(piece)
        instructs = not first and b"<?" in text
        self.long_tokens = self.long_tokens or declares or instructs or self.bare > LONGEST_BARE
        self.tail = text[-OVERLAP:]


def walk(pieces: Iterator[bytes], reader) -> None:
    """Hand the elements of an XML part to reader.start and reader.end, in one stream."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader.parser = parser
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = getattr(reader, "end", None)
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise refusals.damaged() from error


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), SLICE):
            rest = packed[at : at + SLICE]
            while rest and not inflater.eof:
                piece = inflater.decompress(rest, PIECE)
                rest = inflater.unconsumed_tail
                if piece:
                    yield piece
        while piece := inflater.decompress(inflater.unconsumed_tail, PIECE):
            yield piece
    except zlib.error as error:
        raise refusals.damaged() from error


def _limit(name: str, is_table: bool) -> int:
    if is_table or name == "content.xml":
        return LARGEST_UNPACKED
    return LARGEST_STRINGS if name.endswith("sharedstrings.xml") else LARGEST_PART


def plain_name(name: str) -> str:
    return name.replace("\\", "/").lower().removeprefix("/")
