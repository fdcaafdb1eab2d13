"""Good lists damaged at random: no line is lost in silence, nothing but a sentence comes of a broken file."""

from collections import Counter
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports import reading
from imports.kinds import Question
from imports.rows import Action
from imports.workbook import BadFile, CellError, Formula, open_book
from teams.sheets.members import Members

EXAMPLES = sorted(
    path for path in (Path(__file__).parent / "examples").iterdir() if path.suffix in (".xlsx", ".xls", ".csv")
)
JUNK = st.one_of(
    st.none(),
    st.sampled_from(["STT", "Họ và tên", "Tổng cộng", "Nơi nhận:", '"', "nt", "I.", "Ấp 1", "Năm sinh", "(2)", "  "]),
    st.sampled_from([CellError("#N/A"), Formula("=A1"), True, 0, -1, 1e300, float("inf"), date(1980, 2, 3)]),
    st.text(max_size=12),
    st.integers(),
)
PLACE = st.tuples(st.integers(0, 200), st.integers(0, 40))
DAMAGE = st.one_of(
    st.tuples(st.just("write"), PLACE, JUNK),
    st.tuples(st.just("remove row"), PLACE, st.none()),
    st.tuples(st.just("repeat row"), PLACE, st.none()),
    st.tuples(st.just("insert row"), PLACE, JUNK),
    st.tuples(st.just("move row"), PLACE, PLACE),
    st.tuples(st.just("remove column"), PLACE, st.none()),
    st.tuples(st.just("swap columns"), PLACE, PLACE),
    st.tuples(st.just("merge"), PLACE, PLACE),
    st.tuples(st.just("hide row"), PLACE, st.none()),
)
often = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@cache
def book_of(path):
    return open_book(path.read_bytes(), path.name)


def damage(sheet, kind, place, more):
    DAMAGES[kind](sheet, place[0] % len(sheet.rows), place[1] % len(sheet.rows[0]), more)


def write(sheet, row, column, value):
    sheet.rows[row][column] = value


def remove_row(sheet, row, column, _):
    del sheet.rows[row]


def repeat_row(sheet, row, column, _):
    sheet.rows.insert(row, list(sheet.rows[row]))


def insert_row(sheet, row, column, value):
    sheet.rows.insert(row, [value, *[None] * (len(sheet.rows[0]) - 1)])


def move_row(sheet, row, column, to):
    sheet.rows.insert(to[0] % len(sheet.rows), sheet.rows.pop(row))


def remove_column(sheet, row, column, _):
    for line in sheet.rows:
        del line[column]


def swap_columns(sheet, row, column, other):
    other = other[1] % len(sheet.rows[0])
    for line in sheet.rows:
        line[column], line[other] = line[other], line[column]


def merge(sheet, row, column, to):
    top, bottom = sorted((row, to[0] % len(sheet.rows)))
    left, right = sorted((column, to[1] % len(sheet.rows[0])))
    sheet.merged = [*sheet.merged, (top, left, bottom, right)]


def hide_row(sheet, row, column, _):
    sheet.hidden_rows = sheet.hidden_rows | {row + 1}


DAMAGES = {
    "write": write,
    "remove row": remove_row,
    "repeat row": repeat_row,
    "insert row": insert_row,
    "move row": move_row,
    "remove column": remove_column,
    "swap columns": swap_columns,
    "merge": merge,
    "hide row": hide_row,
}


def filled(book):
    """The lines that hold anything, by sheet and number as Excel counts."""
    return {
        (sheet.name, number)
        for sheet in book.sheets
        for number, row in enumerate(sheet.rows, 1)
        if any(value is not None and str(value).strip() for value in row)
    }


@pytest.mark.django_db
@often
@given(st.sampled_from(EXAMPLES), st.lists(st.tuples(st.integers(0, 9), DAMAGE), max_size=12))
def test_every_line_is_saved_or_waits_or_is_ignored_with_a_reason(path, damages):
    book = deepcopy(book_of(path))
    for sheet, harm in damages:
        if (harmed := book.sheets[sheet % len(book.sheets)]).rows and harmed.rows[0]:
            damage(harmed, *harm)
    with transaction.atomic():
        parsed = reading.understand_as(Members(), book, Question(date(2026, 6, 15)))
    ends = Counter((line.sheet, line.number) for line in [*parsed.rows, *parsed.ignored])
    assert filled(book) <= ends.keys()
    assert set(ends.values()) <= {1}
    assert all(line.reason for line in parsed.ignored)
    assert all(row.reasons for row in parsed.rows if row.action == Action.WAITING)
    counts = reading.counts(parsed)
    assert counts["rows"] == sum(counts[action] for action in Action) + counts["ignored"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(EXAMPLES), st.data())
def test_a_file_with_broken_bytes_is_read_or_refused_with_a_sentence(path, data):
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(whole)))
    try:
        open_book(bytes(whole[:cut]), path.name)
    except BadFile as refused:
        assert len(str(refused)) > 20
