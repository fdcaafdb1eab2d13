"""Charts of a workbook on a sheet of their own: bars by unit, or columns over time. Each refers to the cells."""

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from areas.exports import safe_cell
from reports.sheet import Drawing, Sheet

WIDTH, ROW, FRAME = 620, 20, 110  # pixels: of a chart, of one bar, of what stands around the bars
HEIGHT_OVER_TIME = 320
MOST_BARS = 150  # beyond that nobody reads the names
ACROSS = 2
CELL, PAGE, SCALE = 20, 1080, 62  # pixels: a row of the sheet, a printed page at this scale (per cent)
COLOURS = ("#0b6bcb", "#b9c4d0")  # the first series is what the chart is about
GRID = "#dfe5ea"


def draw(book: Workbook, sheets: list[Sheet]) -> None:
    """Add the sheet of charts, where there is something to draw and it can be read."""
    drawn = [(sheet, found) for sheet in sheets if (found := _drawings(sheet))]
    if not drawn:
        return
    page = _page(book, sheets[0])
    top, breaks = 3, []
    for sheet, drawings in drawn:
        height = _height(sheet, drawings)
        for number, drawing in enumerate(drawings):
            if number % ACROSS == 0 and (top > 3 and (2 * height > PAGE or number == 0)):
                breaks.append(top)
            place = {"x_offset": number % ACROSS * (WIDTH + 20), "object_position": 3}
            page.insert_chart(top, 0, _chart(book, sheet, drawing, height), place)
            if number % ACROSS == ACROSS - 1 or number == len(drawings) - 1:
                top += -(-height // CELL) + 1
    page.set_h_pagebreaks(breaks)


def _page(book: Workbook, first: Sheet) -> Worksheet:
    page = book.add_worksheet(_("Biểu đồ"))
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_print_scale(SCALE)  # fitting to pages would overrule the breaks
    page.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)
    for number, words in enumerate([first.heading or first.titles[0], *first.titles[1:2]] if first.titles else []):
        page.write_string(number, 0, words, book.add_format({"bold": number == 0, "font_size": 11 if number else 14}))
    return page


def _drawings(sheet: Sheet) -> list[Drawing]:
    """Those with a figure, unless there are too many units to read."""
    rows = sheet.rows[: sheet.last_drawn - sheet.top]
    if len(rows) > MOST_BARS:
        return []
    return [d for d in sheet.drawn if any(row[column] is not None for row in rows for column in d.columns)]


def _height(sheet: Sheet, drawings: list[Drawing]) -> int:
    if sheet.over_time:
        return HEIGHT_OVER_TIME
    series = max(len(drawing.columns) for drawing in drawings)
    return FRAME + (ROW + 8 * (series - 1)) * (sheet.last_drawn - sheet.top)


def _chart(book: Workbook, sheet: Sheet, drawing: Drawing, height: int) -> Chart:
    chart = book.add_chart({"type": "column" if sheet.over_time else "bar"})
    first, last = sheet.top + 1, sheet.last_drawn
    for column, colour in zip(drawing.columns, COLOURS, strict=False):
        chart.add_series(
            {
                "name": [sheet.name, sheet.top, column],
                "categories": [sheet.name, first, sheet.named, last, sheet.named],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "#,##0.##", "font": {"size": 8}},
            }
        )
    title = safe_cell(drawing.title or sheet.header[drawing.columns[0]])
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True}})
    chart.set_legend({"none": True} if len(drawing.columns) == 1 else {"position": "bottom"})
    _set_axes(chart, over_time=sheet.over_time)
    chart.set_size({"width": WIDTH, "height": height})
    return chart


def _set_axes(chart: Chart, *, over_time: bool) -> None:
    line, font = {"color": GRID}, {"size": 9}
    names = {"num_font": font, "line": line}
    figures = {"num_format": "#,##0", "num_font": font, "min": 0, "major_gridlines": {"visible": True, "line": line}}
    if over_time:
        chart.set_x_axis(names)
        chart.set_y_axis(figures)
    else:  # of bars the names stand on the y axis, and the first row of the table above
        chart.set_x_axis(figures)
        chart.set_y_axis(names | {"reverse": True, "interval_unit": 1})
