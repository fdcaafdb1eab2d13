"""Lists as offices send them, with what a careful reader finds in each; by the command line, as offices may use it."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.expected.json"))
TOLD = ("sheets", "headers", "rows", "ignored_rows", "file_issues", "totals")


def read(expected):
    out = StringIO()
    file = Path(__file__).parent / "examples" / expected["file"]
    call_command("import_members", str(file), as_of=date.fromisoformat(expected["as_of"]), json=True, stdout=out)
    return out.getvalue()


def known(found, expected):
    """Of what was found, what the expectation speaks of: it knows no database."""
    if isinstance(expected, dict):
        return {key: known(found[key], value) for key, value in expected.items()}
    return found


def in_order(told):
    """Issues and ignored rows have no order of their own."""
    by_place = {"ignored_rows": sorted(told["ignored_rows"], key=lambda line: (line["sheet"], line["row"]))}
    rows = [row | {"issues": sorted(row["issues"], key=str)} for row in told["rows"]]
    return {key: told[key] for key in TOLD} | by_place | {"rows": rows}


@pytest.mark.django_db
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_a_list_is_understood_to_the_last_cell(example):
    expected = json.loads(example.read_text())
    told = read(expected)
    found = json.loads(told)
    found["rows"] = [
        {key: row[key] for key in wanted} for row, wanted in zip(found["rows"], expected["rows"], strict=True)
    ]
    found["totals"] = known(found["totals"], expected["totals"])
    assert in_order(found) == in_order(expected)
    assert [value for value in expected.get("forbidden_values", []) if value in told] == []
