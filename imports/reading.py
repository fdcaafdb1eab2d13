"""From the bytes of a file to what was understood and checked, kept with the import."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from areas.names import fold
from imports.columns import headings_of
from imports.identity import holds_identity_number
from imports.kinds import ListKind, Question
from imports.leftovers import hold_identity_number
from imports.models import ColumnMapping, Content, Import
from imports.packing import pack, unpack
from imports.plain import rebuilt
from imports.rows import Action, Ignored, Parsed
from imports.workbook import Book, is_xlsx, open_book, refusals

Progress = Callable[[int, int], None]
KEPT_NAME = "list.xlsx"  # whatever was sent, what is kept is a workbook of this kind


def nothing(done: int, total: int) -> None:
    """Tells nobody."""


def question_of(batch: Import, *, user=None, progress: Progress = nothing) -> Question:
    """What the file is understood by; `user` is whose rights count: who sent it, unless another one saves.
    An import from the command line has nobody's limits."""
    user = user or batch.by
    return Question(
        as_of=batch.as_of,
        area=batch.area,
        user=user,
        areas=user.areas_where(batch.list_kind.permission) if user else None,
        mapping=batch.mapping,
        decisions=batch.decisions,
        options=batch.options,
        progress=progress,
    )


def read(batch: Import, data: bytes | None = None, *, progress: Progress = nothing) -> bool:
    """Understand the file as it was sent, or as it is kept; False when another step has taken over meanwhile.

    BadFile when it is no list that can be read; then nothing was kept.
    """
    book = open_book(bytes(batch.content.file), KEPT_NAME) if data is None else open_sent(data, batch.file_name)
    if data is not None:
        batch.mapping = remembered(batch, book)
    parsed = understand(batch, book, question_of(batch, progress=progress))
    kept = {"parsed": pack(parsed)} | ({} if data is None else {"file": file_to_keep(data, book, parsed, batch)})
    return keep(batch, parsed, kept)


def open_sent(data: bytes, name: str) -> Book:
    """A file as it was sent. BadFile also when a sheet is called by an identity number: its name is repeated."""
    book = open_book(data, name)
    if any(holds_identity_number(sheet.name) for sheet in book.sheets):
        raise refusals.named_by_number()
    return book


def understand(batch: Import, book: Book, question: Question) -> Parsed:
    return understand_as(batch.list_kind, book, question)


def understand_as(kind: ListKind, book: Book, question: Question) -> Parsed:
    """Read and check, with every line accounted for; writes nothing."""
    parsed = kind.parse(book, question)
    kind.check(parsed, question)
    account_for_every_line(parsed, book)
    return parsed


def check_again(batch: Import, parsed: Parsed, *, user, progress: Progress = nothing) -> Question:
    """Fill in what saving would do at this moment, with the rights of `user`; what the file says is known already."""
    question = question_of(batch, user=user, progress=progress)
    batch.list_kind.check(parsed, question)
    return question


def recheck(batch: Import, *, progress: Progress = nothing) -> bool:
    """After a person has decided: what the file says stays the same, what saving would do may not."""
    parsed = understood(batch)
    check_again(batch, parsed, user=batch.by, progress=progress)
    return keep(batch, parsed, {"parsed": pack(parsed)})


def understood(batch: Import) -> Parsed:
    return unpack(bytes(batch.content.parsed))


@transaction.atomic
def keep(batch: Import, parsed: Parsed, content: dict[str, bytes], message: str = "") -> bool:
    """Ready for a person to look at, unless the step was replaced."""
    batch.counts = counts(parsed)
    ready = {"state": Import.State.READY, "message": message, "counts": batch.counts, "mapping": batch.mapping}
    mine = Import.objects.filter(pk=batch.pk, run=batch.run, state__in=Import.WORKING)
    if not mine.update(heartbeat=timezone.now(), **ready):
        return False
    Content.objects.update_or_create(owner=batch, defaults=content)
    batch.state, batch.message = Import.State.READY, message
    return True


def counts(parsed: Parsed) -> dict[str, int]:
    """Lines by what happens to them, which add up to "rows"; sheets taken and places named."""
    actions = Counter(str(row.action) for row in parsed.rows)
    return {
        **{str(action): actions[action] for action in Action},
        "ignored": len(parsed.ignored),
        "rows": len(parsed.rows) + len(parsed.ignored),
        "sheets": sum(sheet.taken for sheet in parsed.sheets),
        "places": len({row.place for row in parsed.rows if row.place}),
    }


def account_for_every_line(parsed: Parsed, book: Book) -> None:
    """Nothing is lost in silence: headers and sheets not taken are told line by line, anything else must be known.

    AssertionError when the reading of a list lost a line or took one twice, which is our mistake, not the file's.
    """
    told = {row.key: (row.sheet, row.number) for row in parsed.rows}
    seen = Counter({line: 1 for line in told.values()})  # several cells of one line may be rows of their own
    seen.update((line.sheet, line.number) for line in parsed.ignored)
    for header in parsed.headers:
        _ignore(parsed, seen, header.sheet, header.rows, "header")
    filled = {sheet.name: _filled(sheet.rows) for sheet in book.sheets}
    for sheet in parsed.sheets:
        if not sheet.taken:
            reason = "sheet_without_table" if sheet.state == "visible" else "hidden_sheet"
            _ignore(parsed, seen, sheet.name, filled.get(sheet.name, []), reason)
    lost = [(name, number) for name, numbers in filled.items() for number in numbers if not seen[name, number]]
    twice = [line for line, times in seen.items() if times > 1] + [len(told)] * (len(told) < len(parsed.rows))
    if lost or twice:
        raise AssertionError(f"Lines lost: {lost[:5]}, taken twice: {twice[:5]}")


def _filled(rows: list[list]) -> list[int]:
    return [
        number
        for number, row in enumerate(rows, start=1)
        if any(value is not None and (not isinstance(value, str) or value.strip()) for value in row)
    ]


def _ignore(parsed: Parsed, seen: Counter, sheet: str, numbers: list[int], reason: str) -> None:
    for number in numbers:
        if not seen[sheet, number]:
            seen[sheet, number] = 1
            parsed.ignored.append(Ignored(sheet, number, reason))


def file_to_keep(data: bytes, book: Book, parsed: Parsed, batch: Import) -> bytes:
    """The workbook as it was sent, or rebuilt of plain values where it holds what must not be kept, or is no xlsx."""
    if any(sheet.state != "visible" for sheet in book.sheets):  # sheets that are not taken are kept all the same
        whole = replace(question_of(batch), options=batch.options | {"hidden_sheets": True})
        parsed = batch.list_kind.parse(book, whole)
    forbidden = any(header.dropped for header in parsed.headers) or any(
        holds_identity_number(value) for sheet in book.sheets for row in sheet.rows for value in row
    )
    as_sent = is_xlsx(data) and not forbidden and not hold_identity_number(data)
    return data if as_sent else rebuilt(book, parsed)


def fingerprint(headings: dict[str, str]) -> str:
    """Of the headings of a table (column letter -> text), the same however they are spelled."""
    known = sorted((letter, fold(text)) for letter, text in headings.items())
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


def remembered(batch: Import, book: Book) -> dict[str, dict[str, str]]:
    """How people of this office corrected tables with the same headings before, by sheet."""
    known = ColumnMapping.objects.filter(area=batch.area_id, kind=batch.kind)
    if not known.exists():
        return {}
    parsed = batch.list_kind.parse(book, question_of(batch))
    prints = {sheet: fingerprint(headings) for sheet, headings in headings_of(parsed.headers).items()}
    columns = dict(known.filter(headings__in=prints.values()).values_list("headings", "columns"))
    return {sheet: columns[found] for sheet, found in prints.items() if found in columns}
