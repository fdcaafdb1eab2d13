"""A league table as a table for a file, with a chart of the scores."""

from reports.league.contest import Contest, League
from reports.league.line import Line
from reports.league.listing import dataset
from reports.sheet import NAME_WIDTH, PLACE_WIDTH, Drawing, Sheet

NAME, SCORE = 2, 5  # positions of the columns


def sheet_of(lines: list[Line], contest: Contest, league: League) -> Sheet:
    found = dataset(lines, contest, league)
    return Sheet(
        [],
        found.headers,
        [[None if value == "" else value for value in row] for row in found],
        name=found.title,
        named=NAME,
        drawn=[Drawing((SCORE,))],
        widths=(8, 10, NAME_WIDTH, PLACE_WIDTH, 10, 10),
    )
