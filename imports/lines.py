"""The rows of one sheet: titles, headers, sections, data, totals, signatures.

Every filled row becomes a line, part of a header, or is ignored with a reason.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from imports import titles, wording
from imports.grid import Grid, filled
from imports.headings import Find, Table, given_by_hand, may_begin_header, with_mapping
from imports.identity import cut_identity_number
from imports.kinds import Field, Question
from imports.rows import Cell, Header, Ignored, Issue, Line, Severity

DITTO = re.compile(r"^[-(–]?\s*(?:[\"“”″〃]+|''|´´|,,|nt\.?|n/t|như trên|//+)\s*[-)–]?$", re.I)
NEVER_DITTO = frozenset({"stt", "full_name", "last_name", "given_name"})
PLACES = frozenset({"name", "unit"})  # what the rows of a list of places are called by
CARRIED = frozenset({"team", "hamlet", "commune"})  # a former commune is not: rows without one have none
PROGRESS_ROWS = 500


@dataclass
class SheetReader:
    """Walks once down a sheet. What a row means depends on those above: the header, the section, the signatures."""

    grid: Grid
    fields: tuple[Field, ...]
    question: Question
    progress: Callable[[int], None]
    find: Find
    lines: list[Line] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    facts: dict = field(default_factory=dict)
    table: Table | None = None
    named_by: list[str] = field(default_factory=list)  # the columns that name what a row is about
    place: str = ""
    commune: str = ""
    tail: int = 0  # the row, as Excel counts, where signatures began; 0 before
    section_began: int = 0  # index in lines
    titles: list[str] = field(default_factory=list)
    above: dict[str, Cell] = field(default_factory=dict)  # the last filled cell of a field, for ditto marks
    totals: list[tuple[Ignored, int]] = field(default_factory=list)  # with the number of lines above it

    def read(self) -> None:
        mapping = self.question.mapping.get(self.grid.sheet.name, {})
        row = 0
        if "row" in mapping:
            row = self._begin(given_by_hand(self.grid, mapping, self.fields))
        while row < self.grid.height:
            if row % PROGRESS_ROWS == 0:
                self.progress(row)
            row = self._row(row, mapping)
        self._grand_totals()

    def _row(self, row: int, mapping: dict) -> int:
        """Understand one row; the number of the next one to look at."""
        texts = self.grid.texts(row)
        if not any(texts):
            if not self.tail or self.grid.holds_something(row):
                self._ignore(row, "blank")
            return row + 1
        by_hand = "row" in mapping and self.table is not None
        found = self._header(row, texts)
        if found and not (by_hand and not found.same_as(self.table)):
            return self._begin(with_mapping(found, mapping, self.grid) if mapping else found)
        if self.table is None:
            self.titles.append(cut_identity_number(" ".join(filled(texts))))
            self._ignore(row, "title")
        else:
            self._below_header(row, texts)
        return row + 1

    def _header(self, row: int, texts: list[str]) -> Table | None:
        likely = self.table is None or may_begin_header(texts)
        return self.find(self.grid, row, self.fields) if likely else None

    def _begin(self, table: Table) -> int:
        """Take a header: the first, one of another table, or the same again after a page break."""
        after = table.top + table.height
        if self.table is not None and table.same_as(self.table):
            for step in range(table.height):
                self._ignore(table.top + step, "repeated_header")
        else:
            if "row" in self.question.mapping.get(self.grid.sheet.name, {}) and self.table is None:
                for above in range(max(table.top, 0)):
                    self._ignore(above, "blank" if self.grid.is_blank(above) else "title")
            self.headers.append(table.header)
            if self.tail:
                self._reclaim_titles(table.top)
            self._read_titles()
            self.table, self.above, self.section_began = table, {}, len(self.lines)
            self.named_by = self._named_by(table.columns)
        self.tail = 0
        return after

    def _reclaim_titles(self, top: int) -> None:
        """The lines between the signatures of one table and the header of the next are the next one's titles."""
        floor = max(self.tail, self.lines[-1].number if self.lines else 0)
        self.titles, blank = [], self._blanks_above(top, floor)
        while rows := self._block_above(blank.start, floor):
            words = [cut_identity_number(" ".join(filled(self.grid.texts(row)))) for row in rows]
            if not any(map(wording.is_title, words)):
                break
            self.titles = words + self.titles
            self._rename(rows, "title")
            self._rename(blank, "blank")
            blank = self._blanks_above(rows.start, floor)
        if self.titles:
            self._rename(blank, "blank")

    def _blanks_above(self, row: int, floor: int) -> range:
        first = row
        while first > floor and self.grid.is_blank(first - 1):
            first -= 1
        return range(first, row)

    def _block_above(self, row: int, floor: int) -> range:
        """The filled rows directly above, which no blank one divides."""
        first = row
        while first > floor and not self.grid.is_blank(first - 1):
            first -= 1
        return range(first, row)

    def _rename(self, rows: range, reason: str) -> None:
        numbers = {row + 1 for row in rows}
        self.ignored = [line for line in self.ignored if line.number not in numbers]
        for row in rows:
            self._ignore(row, reason)

    def _read_titles(self) -> None:
        facts = titles.facts_of(self.titles)
        self.place = facts.get("place") or self.place or self._sheet_place()
        named = [facts[name] for name in ("commune", "district") if name in facts]
        self.commune = ", ".join(named) if "commune" in facts else self.commune
        for name, value in facts.items():
            self.facts.setdefault(name, value)

    def _sheet_place(self) -> str:
        """One sheet per hamlet: its name is the team's when it names a place."""
        name = wording.with_hamlet_word(self.grid.sheet.name)
        return name if wording.names_a_place(name) else ""

    def _below_header(self, row: int, texts: list[str]) -> None:
        told = filled(texts)
        if wording.are_column_numbers(texts):
            return self._ignore(row, "column_numbers")
        if self._is_data(row, texts):
            return self._take(row, texts)
        words = told[0] if not wording.is_ordinal(told[0]) or len(told) == 1 else told[1]
        if wording.is_closing(words):
            self._compare(row, len(self.lines), len(self.lines) - self.section_began)
            return self._ignore(row, "closing_sentence")
        if self.tail or any(map(wording.is_signature, told)):
            self.tail = self.tail or row + 1
            return self._ignore(row, "signature_block")
        if wording.is_total(words):
            return self._total(row, words)
        if len(told) <= 2 and (wording.names_a_place(words) or (self.grid.is_wide(row) and len(words) <= 80)):
            return self._section(row, words)
        if wording.is_footnote(told[0]) or (self.grid.is_wide(row) and len(told) == 1) or self._goes_on_noting(row):
            return self._ignore(row, "footnote")
        if all(map(wording.is_ordinal, told)):
            return self._ignore(row, "blank")  # a numbered line that nobody filled in
        return self._take(row, texts)

    def _goes_on_noting(self, row: int) -> bool:
        """A line of words below a footnote, which the numbers 1, 2, 3 do not make a person."""
        return bool(self.ignored) and (self.ignored[-1].number, self.ignored[-1].reason) == (row, "footnote")

    def _is_data(self, row: int, texts: list[str]) -> bool:
        """A row with something in the column of the name and in one more that describes the same thing."""
        if not self._has_name(row):
            return False
        name = self._texts_of(texts, self.named_by)
        others = {at for name, at in self.table.columns.items() if name not in (*self.named_by, "stt", "note")}
        more = [texts[at] for at in others if texts[at]]
        first = " ".join(name)
        told = filled(texts)
        if any(wording.is_total(text) or wording.is_closing(text) for text in (first, told[0])):
            return False
        if self.tail or any(map(wording.is_signature, told[:1])):
            return bool(more) and self._number(texts) is not None
        if self.named_by[0] in PLACES and self._number(texts) and not wording.names_a_commune(first):
            return True  # of a list of places, a numbered place is a row and no section
        spread = self.grid.spans(row, *self._first_two())
        return bool(more) and not (spread and wording.names_a_place(first))

    def _first_two(self) -> tuple[int, int]:
        at = self.table.columns[self.named_by[0]]
        return at, at + 1

    def _named_by(self, held: dict[str, int]) -> list[str]:
        names = [name for name in ("full_name", "last_name", "given_name") if name in held]
        return names or [one.name for one in self.fields if one.required and one.name in held][:1] or list(held)[:1]

    def _has_name(self, row: int) -> bool:
        return bool(self._texts_of(self.grid.texts(row), self.named_by))

    def _texts_of(self, texts: list[str], names: list[str]) -> list[str]:
        return [texts[self.table.columns[name]] for name in names if texts[self.table.columns[name]]]

    def _number(self, texts: list[str]) -> str | None:
        at = self.table.columns.get("stt")
        return texts[at] if at is not None and re.fullmatch(r"\d{1,5}(\.0)?\.?", texts[at]) else None

    def _take(self, row: int, texts: list[str]) -> None:
        cells = {}
        for name, column in self.table.columns.items():
            cell = self.grid.cells(row)[column]
            if not texts[column] and name not in NEVER_DITTO:
                cell = self.grid.cell_above(row, column) or cell
            cells[name] = self._resolve(name, cell)
        if "stt" in cells and self.grid.is_tall(row, self.table.columns["stt"]):
            del cells["stt"]  # one number over several rows numbers the teams, not the persons
        if row + 1 in self.grid.sheet.hidden_rows:
            cells["hidden"] = Cell(f"{self.grid.letters[0]}{row + 1}", True, None)
        self.lines.append(Line(self.grid.sheet.name, row + 1, cells, self.place, self.commune))

    def _resolve(self, name: str, cell: Cell) -> Cell:
        """The cell itself, or what a ditto mark or an empty cell below a filled one stands for."""
        empty = cell.value is None or cell.value == ""
        ditto = not empty and isinstance(cell.value, str) and DITTO.match(cell.value.strip())
        if name in NEVER_DITTO or not (ditto or (empty and name in CARRIED)):
            if not empty:
                self.above[name] = cell
            return cell
        if kept := self.above.get(name):
            return Cell(cell.address, kept.value, cell.raw, kept.encoding, kept.sure, bool(ditto))
        return Cell(cell.address, None, cell.raw) if ditto else cell

    def _section(self, row: int, words: str) -> None:
        name = cut_identity_number(wording.without_ordinal(words))
        if wording.names_a_commune(name):
            self.commune, self.place = name, ""
        else:
            self.place = name
        self.section_began = len(self.lines)
        self.above = {field: cell for field, cell in self.above.items() if field not in CARRIED}
        self._ignore(row, f"section:{name}")

    def _total(self, row: int, words: str) -> None:
        if wording.is_grand_total(words):
            self._ignore(row, "grand_total")
            self.totals.append((self.ignored[-1], len(self.lines)))
        else:
            self._ignore(row, "subtotal")
            self._compare(row, len(self.lines) - self.section_began, len(self.lines))

    def _grand_totals(self) -> None:
        """A "Tổng cộng" that is followed by more rows was the total of its section only."""
        for total, found in self.totals:
            if found < len(self.lines):
                total.reason = "subtotal"
            else:
                self._compare(total.number - 1, found, found)

    def _compare(self, row: int, found: int, otherwise: int) -> None:
        """What a line says of the number of persons against what was found, in its section or in all of the sheet."""
        texts = self.grid.texts(row)
        declared, column = wording.persons_told(texts)
        if declared is not None and declared not in (found, otherwise):
            detail = {"declared": declared, "found": found, "sheet": self.grid.sheet.name}
            address = self.grid.cells(row)[column].address
            self.issues.append(Issue("declared_total_mismatch", Severity.WARNING, address, detail=detail))

    def _ignore(self, row: int, reason: str) -> None:
        self.ignored.append(Ignored(self.grid.sheet.name, row + 1, reason))
