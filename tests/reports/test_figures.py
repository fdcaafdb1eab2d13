"""Figures as a person reads them."""

import pytest

from reports.bar import bar
from reports.figures import figure
from reports.league.listing import score
from reports.lines import Cell


@pytest.mark.parametrize(
    "value, text",
    [(None, "—"), (0, "0"), (1234567, "1.234.567"), (66.67, "66,7"), (-12.34, "-12,3"), (0.999, "1,00"), (70.0, "70")],
)
def test_decimals_are_rounded_and_not_cut_off(value, text):
    assert figure(value) == text


def test_a_score_is_rounded_as_in_its_workbook():
    assert (score(236.57), score(None)) == ("236,6", "—")


def test_a_cell_escapes_what_stands_in_it():
    cell = Cell("A & B", "<1>", "/?a=1&b=2", percent=50, words='"x"')
    label, link = 'data-label="A &amp; B"', '<a href="/?a=1&amp;b=2">&lt;1&gt;</a>'
    below = '<span class="cell-note cell-pace">&quot;x&quot;</span>'
    assert cell.markup == f'<td role="cell" class="num cell-bar" {label}>{link}{bar(50)}{below}</td>'
