"""The same workbook back, with what needs a look marked where it stands and listed on a sheet of its own."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import count
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, quote_sheetname
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from areas.exports import safe_cell
from imports.identity import holds_identity_number
from imports.plain import rebuilt
from imports.rows import Action, Header, Issue, Parsed, Severity
from imports.sentences import sentence
from imports.workbook import CellError, Formula, open_book

AUTHOR = "Tổ công nghệ số"
SIGN = f"— {AUTHOR} —"  # stands above our words, so that they can be found again under a comment of the office
LARGEST_SHEETS = 20 * 1024 * 1024  # bytes of XML; openpyxl takes some fifteen times as much memory
TITLE = "Kết quả kiểm tra"
WIDTHS = (24, 8, 30, 12, 90)
WIDTH, LINE, LETTERS = 320, 20, 48  # of a comment: pixels wide, pixels a line, letters a line
FILLS = {
    Severity.WARNING: PatternFill("solid", fgColor="FFFFEB9C"),
    Severity.ERROR: PatternFill("solid", fgColor="FFFFC7CE"),
}
SEVERITY_LABELS = {Severity.WARNING: gettext_lazy("Cần xem"), Severity.ERROR: gettext_lazy("Lỗi")}
# What openpyxl throws at files that Excel and calamine read: styles, relations and parts it does not expect.
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    BadZipFile,
    ParseError,
    InvalidFileException,
)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to look at. `cell` is "" for what concerns the whole file or sheet."""

    sheet: str
    cell: str
    value: str | float | date | None
    severity: Severity
    text: str


def mark(file: bytes, parsed: Parsed, name: str = "") -> bytes:
    """The xlsx with every problem filled and commented. `name` tells the kind of a file that is no xlsx."""
    workbook = _load(file, name)
    _wipe(workbook)
    notes = list(_notes(parsed))
    for note in notes:
        if note.cell and note.sheet in workbook.sheetnames and isinstance(workbook[note.sheet], Worksheet):
            _mark(workbook[note.sheet], note)
    _list(workbook, notes)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _load(file: bytes, name: str) -> Workbook:
    """The workbook as it is, or its values where it is no xlsx, is very large, or puzzles openpyxl."""
    try:
        with ZipFile(BytesIO(file)) as parts:
            size = sum(part.file_size for part in parts.infolist() if part.filename.startswith("xl/worksheets/"))
        if 0 < size <= LARGEST_SHEETS:
            return _open(file)
    except UNREADABLE:
        pass
    return _open(rebuilt(open_book(file, name)))


def _open(file: bytes) -> Workbook:
    with warnings.catch_warnings(action="ignore"):  # of extensions that openpyxl leaves out
        return load_workbook(BytesIO(file), rich_text=True)


def _notes(parsed: Parsed) -> Iterator[Note]:
    """Of the file, then of each header, then of the rows; what was only put right is not worth a look."""
    for issue in parsed.issues:
        yield from _notes_of(issue.detail.get("sheet", ""), [issue])
    for header in parsed.headers:
        yield from _notes_of(header.sheet, header.issues)
    first = {header.sheet: _first_column(header) for header in reversed(parsed.headers)}
    for row in parsed.rows:
        at = f"{first.get(row.sheet, 'A')}{row.number}"
        notes = [*_notes_of(row.sheet, row.issues, at)]
        if row.action == Action.WAITING:  # its reasons repeat the errors of its cells
            notes += _notes_of(row.sheet, row.reasons, at, Severity.WARNING)
        yield from dict.fromkeys(notes)


def _first_column(header: Header) -> str:
    return min([*header.columns, *header.unmapped], key=column_index_from_string, default="A")


def _notes_of(sheet: str, issues: list[Issue], cell: str = "", lowest: Severity | None = None) -> Iterator[Note]:
    """`cell` stands in where an issue names none, `lowest` where its severity alone would not show it."""
    for issue in issues:
        severity = issue.severity if issue.severity in FILLS else lowest
        if severity:
            yield Note(sheet, issue.cell or cell, _shown(issue.raw), severity, sentence(issue))


def _shown(raw) -> str | float | date | None:
    """The value as the list of problems may show it."""
    if holds_identity_number(raw):
        return None
    return safe_cell(raw.text if isinstance(raw, CellError | Formula) else raw)


def _mark(sheet: Worksheet, note: Note) -> None:
    cell = sheet[note.cell]
    if isinstance(cell, MergedCell):
        place = next(area for area in sheet.merged_cells.ranges if note.cell in area)
        cell = sheet.cell(place.min_row, place.min_col)
    kept = cell.comment.text if cell.comment else ""
    ours = SIGN in kept
    if ours and note.text in kept:  # of many rows beside one merged cell
        return
    if not (ours and cell.fill == FILLS[Severity.ERROR]):
        cell.fill = FILLS[note.severity]
    text = f"{kept}\n{note.text}" if ours else f"{kept}\n{SIGN}\n{note.text}".strip()
    lines = sum(1 + len(line) // LETTERS for line in text.splitlines())
    cell.comment = Comment(text, AUTHOR, height=LINE * (lines + 1), width=WIDTH)


def _wipe(workbook: Workbook) -> None:
    """Take off the marks of the time before, when a marked workbook was corrected and comes again."""
    for sheet in workbook.worksheets:
        if sheet.title.startswith(TITLE) and [cell.value for cell in sheet[1]] == _headings():
            workbook.remove(sheet)
            continue
        for cell in list(sheet._cells.values()):  # iter_rows would make every cell up to the farthest one
            if cell.comment and SIGN in cell.comment.text:
                kept = cell.comment.text.partition(SIGN)[0].strip()
                cell.comment = Comment(kept, AUTHOR) if kept else None
                cell.fill = PatternFill()


def _headings() -> list[str]:
    return [_("Trang tính"), _("Ô"), _("Giá trị"), _("Mức"), _("Vì sao và làm gì")]


def _list(workbook: Workbook, notes: list[Note]) -> None:
    """The sheet at the end, at which the workbook opens: every mark with a link to its cell."""
    sheet = workbook.create_sheet(_free_title(workbook))
    sheet.append(_headings())
    for note in notes:
        sheet.append([note.sheet, note.cell, note.value, str(SEVERITY_LABELS[note.severity]), safe_cell(note.text)])
        if note.cell and note.sheet in workbook.sheetnames:
            place = f"{quote_sheetname(note.sheet)}!{note.cell}"
            sheet.cell(sheet.max_row, 2).hyperlink = Hyperlink(ref=f"B{sheet.max_row}", location=place)
        sheet.cell(sheet.max_row, 5).alignment = Alignment(wrap_text=True, vertical="top")
    if not notes:
        sheet.append([_("Không có ô nào cần xem.")])
    for cell, width in zip(sheet[1], WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    for other in workbook.worksheets:  # two chosen sheets would be edited together
        other.sheet_view.tabSelected = other is sheet
    workbook.active = sheet
    workbook.calculation.fullCalcOnLoad = True  # openpyxl keeps formulas without their results


def _free_title(workbook: Workbook) -> str:
    taken = {title.lower() for title in workbook.sheetnames}
    return next(title for n in count(1) if (title := TITLE if n == 1 else f"{TITLE} {n}").lower() not in taken)
