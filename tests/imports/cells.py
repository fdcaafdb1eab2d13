"""A cell as reading leaves it, and what a reader of cells makes of it."""

from imports.legacy import decode
from imports.rows import Cell


def cell_of(raw, font=""):
    if not isinstance(raw, str):
        return Cell("G9", raw, raw)
    text, encoding, sure = decode(raw, font)
    return Cell("G9", text, raw, encoding, sure)


def told(reader, raw, *more, font=""):
    """The value, then the code of each issue with the first letter of its severity: "phone_missing w"."""
    issues = []
    value = reader(cell_of(raw, font), issues, *more)
    return value, *(f"{issue.code} {issue.severity[0]}" for issue in issues)
