"""Figures as a person reads them."""

import pytest

from reports.figures import figure
from reports.league.listing import score


@pytest.mark.parametrize(
    "value, text",
    [(None, "—"), (0, "0"), (1234567, "1.234.567"), (66.67, "66,7"), (-12.34, "-12,3"), (0.999, "1,00"), (70.0, "70")],
)
def test_decimals_are_rounded_and_not_cut_off(value, text):
    assert figure(value) == text


def test_a_score_is_rounded_as_in_its_workbook():
    assert (score(236.57), score(None)) == ("236,6", "—")
