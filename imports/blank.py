"""A blank workbook to fill in: the columns that a list takes, how to write each, and no row that could be imported."""

from io import BytesIO

import xlsxwriter
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from imports.kinds import Field, ListKind

HEADER = 2  # its row, from 0: below the title and the hint
LAST_ROW = 1_048_575
NARROWEST, WIDEST = 12, 40  # letters of a column
GUIDE = "Hướng dẫn"
GUIDE_WIDTHS = (30, 12, 60, 24)
INK, PALE = "#12263A", "#E8F1FB"


def template(kind: ListKind) -> bytes:
    """An xlsx with the headings that an import of the list knows, and a second sheet that explains them."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        columns = [field for field in kind.fields if field.label]
        _sheet_to_fill(workbook, str(kind.title), columns)
        _guide(workbook, columns)
    return stream.getvalue()


def _sheet_to_fill(workbook: xlsxwriter.Workbook, title: str, columns: list[Field]) -> None:
    sheet = workbook.add_worksheet(title[:31])
    heading = workbook.add_format(
        {"bold": True, "border": 1, "bg_color": PALE, "font_color": INK, "text_wrap": True, "valign": "vcenter"}
    )
    as_text = workbook.add_format({"num_format": "@"})  # zeros stay in phones, day and month in dates
    sheet.write_string(0, 0, title.upper(), workbook.add_format({"bold": True, "font_size": 14}))
    hint = _("Điền từ dòng %(row)s. Cột có dấu * không để trống. Cách ghi từng cột: xem trang “%(guide)s”.")
    sheet.write_string(1, 0, hint % {"row": HEADER + 2, "guide": GUIDE}, workbook.add_format({"italic": True}))
    sheet.set_row(HEADER, 32)
    for column, field in enumerate(columns):
        width = min(max(len(_heading(field)), len(str(field.example)) + 2, NARROWEST), WIDEST)
        sheet.set_column(column, column, width, None if _is_number(field) else as_text)
        sheet.write_string(HEADER, column, _heading(field), heading)
        if explanation := _explanation(field):
            sheet.write_comment(HEADER, column, explanation, {"x_scale": 2})
        _offer(sheet, column, field)
    sheet.freeze_panes(HEADER + 1, 0)


def _heading(field: Field) -> str:
    label = capfirst(str(field.label))
    return f"{label} *" if field.required else label


def _is_number(field: Field) -> bool:
    """A column of numbers with which one may reckon: its example has no zero to lose."""
    return str(field.example).isdecimal() and not str(field.example).startswith("0")


def _explanation(field: Field) -> str:
    example = _("Ví dụ: %(example)s.") % {"example": field.example} if field.example else ""
    return " ".join(part for part in (str(field.help), example) if part)


def _offer(sheet: Worksheet, column: int, field: Field) -> None:
    """A list to pick from; other words can be typed, the import says what it makes of them."""
    if field.choices:
        source = [str(choice) for choice in field.choices]
        rule = {"validate": "list", "source": source, "show_error": False}
        sheet.data_validation(HEADER + 1, column, LAST_ROW, column, rule)


def _guide(workbook: xlsxwriter.Workbook, columns: list[Field]) -> None:
    sheet = workbook.add_worksheet(GUIDE)
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_row(0, 0, [_("Cột"), _("Bắt buộc"), _("Cách ghi"), _("Ví dụ")], bold)
    for row, field in enumerate(columns, start=1):
        must = _("Bắt buộc") if field.required else ""
        for column, text in enumerate([capfirst(field.label), must, _how_to_write(field), field.example]):
            sheet.write(row, column, str(text), wrapped)
    for column, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)


def _how_to_write(field: Field) -> str:
    offered = _("Chọn: %(choices)s.") % {"choices": ", ".join(map(str, field.choices))} if field.choices else ""
    return " ".join(part for part in (str(field.help), offered) if part)
