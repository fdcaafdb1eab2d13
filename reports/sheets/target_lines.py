"""What a line of a list of targets tells: whose, of what, for when, how much."""

from dataclasses import replace
from decimal import Decimal

from areas.names import fold
from imports import values
from imports.rows import Cell, Issue, Line, Row, Severity
from imports.sheets.columns import texts
from imports.values.cells import content, refuse, warn
from reports.models import Target
from reports.rollup import Period
from reports.targets import terms, typed
from reports.targets.measures import AMOUNT, measure_of, read_measure

LONGEST = Target._meta.get_field("source").max_length
COUNTINGS = {
    Target.Counting.PERIOD: {"trong ki", "phat sinh trong ki", "phat sinh"},
    Target.Counting.SO_FAR: {"lui ke", "lui ke den cuoi ki", "luy ke", "cong don"},
}


def read_row(line: Line, usual: Period | None = None) -> Row:
    """What could not be read stands in the issues. `usual` is the span of lines that tell none."""
    issues: list[Issue] = []
    told = texts(line, issues, "unit", "code", "commune", "former_commune", "indicator", "source")
    told["unit"] = told["unit"] or told["code"] or line.place or None
    told["commune"] = told["commune"] or line.commune or None
    told |= _span(line, usual, issues) | _amount(line, issues)
    told["counting"] = _counting(line.cells.get("counting"), issues)
    if told["source"] and len(told["source"]) > LONGEST:
        issues.append(Issue("text_too_long", Severity.ERROR, line.cells["source"].address, detail={"most": LONGEST}))
        told["source"] = None
    if "hidden" in line.cells:
        issues.append(Issue("hidden_row", Severity.WARNING, line.cells["hidden"].address))
    return Row(line.sheet, line.number, told, issues, told["commune"] or "")


def plain(value: Decimal) -> int | float:
    """As a list of rows is kept and shown."""
    return float(value) if value % 1 else int(value)


def _span(line: Line, usual: Period | None, issues: list[Issue]) -> dict:
    """By both days, or by the name of the span; else what the title says, or a person chose."""
    days = {name: values.day(line.cells[name], issues) if name in line.cells else None for name in ("start", "end")}
    if all(days.values()) and days["start"] <= days["end"]:
        return days
    cell = line.cells.get("term")
    text = values.text(cell, issues) if cell else None
    span: Period | None = terms.spoken(text) if text else None
    if span:
        return {"start": span.start, "end": span.end}
    if text or any(days.values()):
        refuse(issues, cell or line.cells.get("end") or line.cells["start"], "target_span_unclear")
    elif usual:
        return {"start": usual.start, "end": usual.end}
    elif not any(issue.severity == Severity.ERROR for issue in issues):  # of a day that could not be read
        issues.append(Issue("target_span_missing", Severity.ERROR))
    return {"start": None, "end": None}


def _amount(line: Line, issues: list[Issue]) -> dict:
    """`value`, and `measure` in the words of an export; without these an amount, or what a sign says."""
    said, figure = line.cells.get("measure"), line.cells.get("value")
    behind = _behind_the_sign(figure)
    said = behind or said
    measure, text = None, values.text(said, issues) if said else None
    if text:
        measure = read_measure(text)
        if measure is None:
            refuse(issues, said, "target_measure_unclear")
    if behind:
        figure = replace(figure, value=figure.value.partition("%")[0] + "%")
    value, has_sign = _number(figure, issues, is_percent=bool(measure and measure != AMOUNT))
    if has_sign and measure == AMOUNT:
        refuse(issues, said, "target_measure_unclear")
    words = str(measure_of(*measure)) if measure else ("%" if has_sign else None)
    return {"value": value, "measure": words}


def _behind_the_sign(cell: Cell | None) -> Cell | None:
    """ "70 % số hộ" tells of what, too."""
    text = cell.value.partition("%")[2].strip() if cell and isinstance(cell.value, str) else ""
    return replace(cell, value=f"% {text}") if text else None


def _number(cell: Cell | None, issues: list[Issue], *, is_percent: bool) -> tuple[int | float | None, bool]:
    """(the number, whether a sign stands behind it); 0.7 in a column of percentages is Excel's way to hold 70 %."""
    held = content(cell, issues) if cell else None
    if held is None:
        return None, False
    has_sign = isinstance(held, str) and held.endswith("%")
    if isinstance(held, str):
        value = typed.number("".join(held.removesuffix("%").split()))
    else:
        value = None if isinstance(held, bool) or not isinstance(held, int | float) else Decimal(str(held))
        if value is not None and 0 < value < 1:
            value, has_sign = value * 100, True
            warn(issues, cell, "target_fraction", percent=typed.write(round(value, 2), Target.Basis.AMOUNT))
    most = typed.MOST_PERCENT if is_percent or has_sign else typed.MOST
    if value is None or not 0 <= value <= most:
        refuse(issues, cell, "target_value_unclear")
        return None, has_sign
    return plain(round(value, 2)), has_sign


def _counting(cell: Cell | None, issues: list[Issue]) -> str | None:
    text = values.text(cell, issues) if cell else None
    if not text:
        return None
    found = next((str(key) for key, words in COUNTINGS.items() if fold(text) in words), None)
    if found is None:
        refuse(issues, cell, "target_counting_unclear")
    return found
