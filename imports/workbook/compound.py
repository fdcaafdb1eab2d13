"""The OLE container behind xls, doc and encrypted files ([MS-CFB]): sectors of a small disk, chained by a table."""

import struct

from imports.workbook import refusals

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR_SIZES = {9: 512, 12: 4096}
END = 0xFFFFFFFE
LAST_SECTOR = 0xFFFFFFFA  # numbers from here on have a meaning of their own
SMALL = 4096  # shorter streams lie in sectors of 64 bytes within the root's stream
MOST_SMALL_SECTORS = 2_000  # of their table


class Compound:
    """Streams by name. Every chain is followed to its end once, because readers do not notice circles."""

    def __init__(self, data: bytes):
        self.data = data
        header = data[:512]
        if len(header) < 512:
            raise refusals.damaged()
        (shift,) = struct.unpack_from("<H", header, 30)
        if shift not in SECTOR_SIZES:
            raise refusals.damaged()
        self.size = SECTOR_SIZES[shift]
        self.last = len(data) // self.size  # no sector has a higher number
        tables, directory, small_start, small_length = self._header(header)
        self.table = [entry for sector in tables for entry in self._numbers(self._sector(sector))]
        self.entries = self._entries(self._chain(directory, None))
        self._check_small(small_start, small_length)

    def _header(self, header: bytes) -> tuple[list[int], int, int, int]:
        """(sectors of the table, start of the directory, start and length of the table of small sectors)."""
        table_length, directory = struct.unpack_from("<II", header, 44)
        small_start, small_length, more, _count = struct.unpack_from("<IIII", header, 60)
        if table_length > self.last or small_length > min(self.last, MOST_SMALL_SECTORS):
            raise refusals.damaged()
        tables = list(struct.unpack_from("<109I", header, 76))
        seen = set()
        while more < LAST_SECTOR:
            if more in seen:
                raise refusals.damaged()
            seen.add(more)
            *numbers, more = self._numbers(self._sector(more))
            tables += numbers
        tables = [sector for sector in tables if sector < LAST_SECTOR]
        if len(set(tables)) < len(tables):
            raise refusals.damaged()
        return tables, directory, small_start, small_length

    def _sector(self, number: int) -> bytes:
        if number > self.last:
            raise refusals.damaged()
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        if len(sector) < self.size:
            raise refusals.damaged()
        return struct.unpack(f"<{len(sector) // 4}I", sector)

    def _chain(self, start: int, length: int | None) -> bytes:
        """The bytes of a chain, all of them or the first ones."""
        found, seen, sector, size = [], set(), start, 0
        while sector != END and (length is None or size < length):
            if sector in seen or sector >= len(self.table):
                raise refusals.damaged()
            seen.add(sector)
            found.append(self._sector(sector))
            size += self.size
            sector = self.table[sector]
        return b"".join(found)[:length]

    def _entries(self, directory: bytes) -> dict[str, tuple[int, int]]:
        """Name -> (start, length); of several with one name the first, as readers take it."""
        entries = {}
        for at in range(0, len(directory) - 127, 128):
            name = directory[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
            start, low, high = struct.unpack_from("<III", directory, at + 116)
            length = low if self.size == 512 else low + (high << 32)
            entries.setdefault(name, (start, length))
            if at == 0:
                self.root = (start, length)
        if not entries:
            raise refusals.damaged()
        return entries

    def _check_small(self, start: int, length: int) -> None:
        self.small_table: tuple[int, ...] = ()
        self.small = b""
        if length:
            self.small = self._chain(*self.root)
            packed = self._chain(start, length * self.size)
            self.small_table = struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def stream(self, name: str) -> bytes:
        start, length = self.entries[name]
        return self._chain(start, length) if length >= SMALL else self._small_chain(start, length)

    def _small_chain(self, sector: int, length: int) -> bytes:
        found, seen = [], set()
        while sector != END and len(seen) * 64 < length:
            if sector in seen or sector >= len(self.small_table):
                raise refusals.damaged()
            seen.add(sector)
            found.append(self.small[sector * 64 : sector * 64 + 64])
            sector = self.small_table[sector]
        return b"".join(found)[:length]
