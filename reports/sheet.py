"""A table on its way into a file."""

from dataclasses import dataclass, field
from functools import cached_property

NAME_WIDTH, PLACE_WIDTH, FIGURE_WIDTH, EMPTY_WIDTH = 32, 30, 13, 8  # characters


@dataclass(frozen=True)
class Drawing:
    """One chart: positions of the columns that are its series; without a title the first one's header stands above."""

    columns: tuple[int, ...]
    title: str = ""


@dataclass
class Sheet:
    """Titles, a header row, one row a line; `closing` counts the rows at the end that are no unit or team, `silent`
    those before them without any figure.

    name: of the sheet. heading: above the charts, else the first title. drawn: its charts, by the column `named`;
    over_time: as columns from left to right instead of bars below each other. widths: of the first columns, in
    characters. signers: who signs, and in which column. further: sheets that follow.
    """

    titles: list[str]
    header: list[str]
    rows: list[list]
    closing: int = 0
    silent: int = 0
    name: str = ""
    heading: str = ""
    named: int = 0
    drawn: list[Drawing] = field(default_factory=list)
    over_time: bool = False
    widths: tuple[int, ...] = (NAME_WIDTH, PLACE_WIDTH)
    signers: tuple[tuple[int, str], ...] = ()
    further: list["Sheet"] = field(default_factory=list)

    @property
    def top(self) -> int:
        """The header's row, counted from 0; below titles an empty row."""
        return len(self.titles) + 1 if self.titles else 0

    @property
    def last(self) -> int:
        """The row of the last unit or team, counted from 0."""
        return self.top + len(self.rows) - self.closing

    @property
    def last_drawn(self) -> int:
        """The row of the last unit or team with a figure, counted from 0."""
        return self.last - self.silent

    @cached_property
    def wide(self) -> list[int]:
        """How wide each column is, in characters; one in which nothing stands needs little, but on a paper to sign it
        is filled in by hand."""
        given = [*self.widths, *(FIGURE_WIDTH,) * (len(self.header) - len(self.widths))]
        filled = [self.signers or {row[n] for row in self.rows} - {None, ""} for n in range(len(self.header))]
        return [width if values else min(width, EMPTY_WIDTH) for width, values in zip(given, filled, strict=False)]
