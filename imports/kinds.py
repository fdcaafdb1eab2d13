"""The lists that can be imported. Each room declares its own in <app>/sheets/ and registers it here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from areas.models import Area
from imports.rows import Parsed
from imports.workbook import Book


@dataclass(frozen=True)
class Field:
    """A column that a list takes.

    headings: how offices write it; the whole text counts first, then the longest that it contains.
    words: any heading made of these words alone means the column too: "Tổ/Ấp", "Thôn, tổ dân phố".
    label: its heading in the blank template and in exports; "" for a way to write it that is only understood.
    many: several columns of a table may be it, each as "name:D" by its letter.
    """

    name: str
    label: str
    headings: tuple[str, ...]
    required: bool = False
    words: frozenset[str] = frozenset()  # folded
    marks: tuple[tuple[str, str], ...] = ()  # headings below it, folded -> what an entry there means: ("nam", "M")
    example: str = ""  # for the blank template
    help: str = ""
    choices: tuple[str, ...] = ()  # what the blank template offers; other words may be understood, too
    many: bool = False


@dataclass
class Question:
    """What the list is to be understood by: where it was dropped, as of which day, what people decided."""

    as_of: date
    area: Area | None = None  # the commune or province into which it is imported
    user: Any = None  # None on the command line: no limit of scope
    areas: QuerySet | None = None  # units in which the user may save such rows; None for all
    mapping: dict[str, dict[str, str]] = field(default_factory=dict)  # sheet -> column letter -> field, by hand
    decisions: dict[str, str] = field(default_factory=dict)  # row key or reason key -> what a person chose
    options: dict[str, Any] = field(default_factory=dict)  # of the kind, e.g. {"absent": "end"}
    progress: Callable[[int, int], None] = lambda done, total: None
    plan: Any = None  # what a kind's check found, for the writes that follow it in the same breath


@dataclass
class Write:
    """Rows of one model to be written; imports.saving writes them in the order of the list.

    new: unsaved instances with their primary keys set where the model uses UUIDs, derived columns filled.
    changed: instances of rows that exist, with `columns` the attribute names that may differ.
    """

    model: type[Model]
    new: list[Model] = field(default_factory=list)
    changed: list[Model] = field(default_factory=list)
    columns: tuple[str, ...] = ()


class ListKind(Protocol):
    """What a list must tell. It may also have, read through getattr:

    place_noun: what Row.place names ("tổ"), for "đã hiểu: 2 trang tính, 4 tổ, 18 người".
    place_prefix: how all these begin, so that a narrow column need not repeat it.
    words: field -> stored value -> what people read, {"team_role": {"to_pho": "Tổ phó"}}.
    options_form: a django Form; its cleaned values become Question.options (JSON values only).
    after(parsed, question): what follows from the saved rows, called inside the transaction of saving.
    undone(changed): what follows when rows got their old values back (model -> keys), inside that transaction.
    not_saved: fields that are understood and have no place in the database; the page says so.
    each_row: what a row tells, where "Mỗi dòng là một <noun>" does not say enough.
    hint: a sentence to know before importing such a list, for its page.
    next_step(batch): (label, address) of what is to be done with rows that were saved.
    """

    key: str  # in addresses and in the database: members, hamlets, households, accounts, statistics
    title: str  # "Thành viên tổ"
    noun: str  # what a row is: "người", "ấp", "hộ"
    permission: str  # accounts.roles.Permission needed in the area of each row
    fields: tuple[Field, ...]

    def parse(self, book: Book, question: Question) -> Parsed:
        """Understand the file; asks no database."""

    def check(self, parsed: Parsed, question: Question) -> None:
        """Fill action, changes, reasons and target of every row; reads the database, writes nothing."""

    def writes(self, parsed: Parsed, question: Question) -> Iterable[Write]:
        """What saving the rows NEW and CHANGED means. Called just before saving, outside the transaction."""


KINDS: dict[str, ListKind] = {}


def register(kind: ListKind) -> None:
    KINDS[kind.key] = kind


def what_follows(kind: ListKind, parsed: Parsed, question: Question) -> Callable[[], None] | None:
    """The kind's `after`, ready to be called inside the transaction of saving; None when it has none."""
    return partial(kind.after, parsed, question) if hasattr(kind, "after") else None
