from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.links.small import hidden, is_small, rounded


def hide(*cells, **more):
    return hidden(cells, sum(cell or 0 for cell in cells), order=range(len(cells)), **more)


def test_a_column_without_small_numbers_is_shown_whole():
    assert hide(0, None, 5, 120) == (set(), False)


def test_a_single_small_number_takes_another_cell_with_it():
    assert hide(3, 40, 50) == ({0, 1}, False)


def test_a_cover_that_is_too_small_itself_is_not_enough():
    """1 and 5 hidden of 6: whoever knows that one of them is at least 5 knows both."""
    assert hide(1, 5, 60) == ({0, 1, 2}, False)


def test_without_enough_cells_to_cover_the_total_goes_too():
    assert hide(3, 0, None) == ({0}, True)
    assert hide(2, 5) == ({0}, True)


def test_five_villages_with_one_each_are_not_told_by_their_sum():
    assert hide(1, 1, 1, 1, 1) == ({0, 1, 2, 3, 4}, True)
    assert hide(1, 1, 1, 1, 1, 30) == (set(range(6)), False)


def test_a_hidden_total_hides_at_least_one_cell():
    assert hide(50, 60, total_too=True) == ({0}, True)
    assert hidden([], 3, order=[]) == (set(), True)


def test_cells_that_cover_are_the_same_whatever_their_figures():
    order = [2, 1, 0]
    assert hidden([9, 80, 70, 2], 161, order=[*order, 3])[0] == {2, 3}
    assert hidden([70, 80, 9, 2], 161, order=[*order, 3])[0] == {2, 3}


def test_a_cell_that_tells_a_small_number_otherwise_is_covered_as_well():
    assert hide(118, 60, 90, also={0}) == ({0, 1}, False)


def test_a_cell_hidden_for_another_reason_covers_nothing():
    """116 of 120 households: whoever knows that it is 116 at least would know the 1 beside it, with 5 as its cover."""
    assert hide(1, 116, 5, 60, also={1}) == ({0, 1, 2, 3}, False)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 11), min_size=1, max_size=4))
def test_nobody_who_knows_the_rules_and_the_rest_of_the_column_finds_a_small_number(cells):
    """All columns that would be shown alike are tried: each small cell has at least three values among them."""
    gone, total_gone = hide(*cells)
    assert {n for n, cell in enumerate(cells) if is_small(cell)} <= gone
    if total_gone:
        return  # then there is nothing to subtract from
    alike = []
    for guess in product(*(range(1, 25) if n in gone else [cell] for n, cell in enumerate(cells))):
        if sum(guess) == sum(cells) and hide(*guess) == (gone, False):
            alike.append(guess)
    for n in gone:
        if is_small(cells[n]):
            assert len({guess[n] for guess in alike}) >= 3, alike


def test_figures_that_still_move_are_rounded_down():
    assert [rounded(value) for value in (None, 0, 3, 5, 9, 1234)] == [None, 0, 3, 5, 5, 1230]
