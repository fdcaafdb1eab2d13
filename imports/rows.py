"""What a list says, row by row: the words that reading, checking, saving and the pages share.

Every row of a sheet that holds anything ends up in exactly one place: a Row (somebody or something to save) or an
Ignored (with its reason). So rows in = new + changed + unchanged + waiting + ignored, for every file.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Severity(StrEnum):
    INFO = "info"  # normalised silently
    WARNING = "warning"  # taken over, shown for confirmation
    ERROR = "error"  # the cell cannot be stored as it is; the row waits for a person


class Status(StrEnum):
    """The worst that was found while reading the row."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


class Action(StrEnum):
    """What saving would do with the row; WAITING until a person has decided."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WAITING = "waiting"
    SKIPPED = "skipped"  # a person decided to leave the row out; counted among the ignored


ACTION_LABELS = {
    Action.NEW: _("Mới"),
    Action.CHANGED: _("Thay đổi"),
    Action.UNCHANGED: _("Không đổi"),
    Action.WAITING: _("Cần xem"),
    Action.SKIPPED: _("Bỏ qua"),
}


@dataclass(slots=True)
class Issue:
    """One thing to know about a cell. `code` names a sentence of imports.sentences; `detail` fills its gaps.

    `raw` is the value as the file has it; None for cells of columns that must not be kept.
    """

    code: str
    severity: Severity
    cell: str | None = None  # "G11"
    raw: Any = None
    detail: dict = field(default_factory=dict)


@dataclass(slots=True)
class Cell:
    """One cell of a line, its text already in NFC Unicode. `raw` is what the file holds.

    encoding: "tcvn3" or "vni" when the text was decoded from it; sure: False when no font said so.
    """

    address: str  # "G11"
    value: Any
    raw: Any
    encoding: str | None = None
    sure: bool = True
    ditto: bool = False  # the value is that of a cell above, to which a mark points


@dataclass(slots=True)
class Line:
    """A row of a table before its cells are read as names, phones and dates."""

    sheet: str
    number: int
    cells: dict[str, Cell]  # by field; a field whose column the sheet lacks is missing
    place: str = ""  # the section, title or sheet name that tells the team or hamlet, as written
    commune: str = ""  # the section or title that names the commune


@dataclass(slots=True)
class Row:
    """One line to save. `values` by field name of the list; `place` is what names its team or hamlet, in words.

    `column` is the letter of the cell that it was read from where one line tells several things, "" where it is all
    of its line."""

    sheet: str
    number: int  # as Excel counts, from 1
    values: dict[str, Any]
    issues: list[Issue] = field(default_factory=list)
    place: str = ""
    # filled by the check against the database
    action: Action = Action.WAITING
    changes: dict[str, list] = field(default_factory=dict)  # field -> [kept value, value of the file]
    reasons: list[Issue] = field(default_factory=list)  # why it waits; detail["choices"] = [[key, label], …]
    target: Any = None  # the key of the row in the database that it changes or equals
    column: str = ""

    @property
    def address(self) -> str:
        """Of the line, or of its cell: "5", "C5"."""
        return f"{self.column}{self.number}"

    @property
    def key(self) -> str:
        return f"{self.sheet}!{self.address}"

    @property
    def status(self) -> Status:
        worst = {issue.severity for issue in self.issues}
        if Severity.ERROR in worst:
            return Status.ERROR
        return Status.WARNING if Severity.WARNING in worst else Status.OK


@dataclass(slots=True)
class Ignored:
    """A line that is no data: reason is title, blank, column_numbers, repeated_header, section:<name>, subtotal,
    grand_total, closing_sentence, signature_block, footnote, hidden_sheet, hidden_row, header, left, nothing_given."""

    sheet: str
    number: int
    reason: str


@dataclass(slots=True)
class Header:
    sheet: str
    rows: list[int]
    columns: dict[str, str]  # column letter -> field, "birth_year:F" for a column that also tells the sex
    unmapped: dict[str, str] = field(default_factory=dict)  # column letter -> its heading
    dropped: dict[str, str] = field(default_factory=dict)  # column letter -> heading of a column that is not kept
    headings: dict[str, str] = field(default_factory=dict)  # column letter -> heading as written, of all columns
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class SheetInfo:
    name: str
    state: str  # visible, hidden, very_hidden
    role: str  # data, empty, other
    taken: bool


@dataclass(slots=True)
class Parsed:
    """All that was understood of one file. Pure: no database was asked."""

    sheets: list[SheetInfo] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)  # of the file as a whole
    facts: dict[str, Any] = field(default_factory=dict)  # decision_number, decision_date, as_of, commune: from titles
