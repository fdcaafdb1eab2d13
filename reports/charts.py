"""Charts of a workbook: one for each column of figures, by the names in the first column, on a sheet of their own."""

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from reports.sheet import Sheet

WIDTH, ROW, FRAME = 620, 20, 110  # pixels: of a chart, of one bar, of what stands around the bars
HEIGHT_OVER_TIME = 320
MOST_BARS = 150  # beyond that nobody reads the names
ACROSS = 2
CELL, PAGE, SCALE = 20, 1080, 62  # pixels: a row of the sheet, a printed page at this scale (per cent)
COLOUR = "#0b6bcb"
GRID = "#dfe5ea"


def draw(book: Workbook, sheet: Sheet) -> None:
    """Add the sheet of charts, where there is something to draw and it can be read."""
    bars = sheet.last_drawn - sheet.top
    drawn = [column for column in sheet.drawn if _has_figures(sheet, column)]
    if not drawn or bars > MOST_BARS:
        return
    page = book.add_worksheet(_("Biểu đồ"))
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.set_print_scale(SCALE)  # fitting to pages would overrule the breaks
    page.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)
    page.write_string(0, 0, sheet.titles[0] if sheet.titles else "", book.add_format({"bold": True, "font_size": 14}))
    page.write_string(1, 0, sheet.titles[1] if len(sheet.titles) > 1 else "")
    height = HEIGHT_OVER_TIME if sheet.over_time else FRAME + ROW * bars
    rows = -(-height // CELL) + 1
    for number, column in enumerate(drawn):
        across, down = number % ACROSS, number // ACROSS
        place = {"x_offset": across * (WIDTH + 20), "object_position": 3}
        page.insert_chart(3 + down * rows, 0, _chart(book, sheet, column, height), place)
    if 2 * height > PAGE:
        page.set_h_pagebreaks([3 + down * rows for down in range(1, -(-len(drawn) // ACROSS))])


def _has_figures(sheet: Sheet, column: int) -> bool:
    return any(row[column] is not None for row in sheet.rows[: sheet.last_drawn - sheet.top])


def _chart(book: Workbook, sheet: Sheet, column: int, height: int):
    chart = book.add_chart({"type": "column" if sheet.over_time else "bar"})
    first, last = sheet.top + 1, sheet.last_drawn
    chart.add_series(
        {
            "name": [sheet.name, sheet.top, column],
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, column, last, column],
            "fill": {"color": COLOUR},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "#,##0.##", "font": {"size": 8}},
        }
    )
    chart.set_title({"name": sheet.header[column], "name_font": {"size": 12, "bold": True}})
    chart.set_legend({"none": True})
    names = {"num_font": {"size": 9}, "line": {"color": GRID}}
    figures = {
        "num_format": "#,##0",
        "num_font": {"size": 9},
        "major_gridlines": {"visible": True, "line": {"color": GRID}},
    }
    if sheet.over_time:
        chart.set_x_axis(names)
        chart.set_y_axis(figures)
    else:  # of bars the names stand on the y axis, and the first row of the table above
        chart.set_x_axis(figures)
        chart.set_y_axis(names | {"reverse": True, "interval_unit": 1})
    chart.set_size({"width": WIDTH, "height": height})
    return chart
