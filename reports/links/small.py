"""Small numbers that a table must not tell: which cells of a column are left out so that no count of 1 to 4 can be
worked out from the total and the other cells.

Two things are different from hiding the smallest cells. Cells that only cover another one are taken in an order that
does not depend on the figures: else the order itself would tell them, and cells would come and go between two
openings. And so much is hidden that a reader who knows these rules still finds at least three values for each.
"""

from collections.abc import Collection, Sequence

LEAST = 5
Number = int | float | None


def is_small(value: Number) -> bool:
    return value is not None and 0 < abs(value) < LEAST


def hidden(
    cells: Sequence[Number],
    total: Number,
    *,
    order: Sequence[int],
    also: Collection[int] = (),
    total_too: bool = False,
) -> tuple[set[int], bool]:
    """(positions of the cells to leave out, whether the total is left out), for cells that add up to the total.

    order: positions in the order in which cells may be taken to cover others.
    also, total_too: cells, or the total, that tell a small number in some other way.
    """
    small = {n for n, value in enumerate(cells) if is_small(value)}
    chosen = small | set(also)
    partners = [n for n in order if n not in chosen and (cells[n] or 0) >= LEAST]
    if total_too or is_small(total):
        return chosen or set(partners[:1]), True  # one cell at least: all of them would add up to the total
    if not chosen:
        return set(), False
    # What the hidden cells add up to can be worked out. Each small one may be 1 to 4 if, the other small ones being 1
    # and the partners 5, there is room for 4: the sum is at least 5 a partner, 1 a small one, and 3. Cells hidden for
    # another reason give no room: what they are at least may be known.
    room = sum(cells[n] or 0 for n in small) - len(small) - (LEAST - 2)
    taken = set()
    for n in partners:
        taken.add(n)
        room += cells[n] - LEAST
        if room >= 0:
            return chosen | taken, False
    return chosen, True


def rounded(value: Number) -> Number:
    """Down to a multiple of 5, for a figure that still moves: two openings must not tell that it grew by one."""
    return value if value is None or is_small(value) else int(value // LEAST * LEAST)
