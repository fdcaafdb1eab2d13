"""One unit on a map, as it is drawn. Its markup is written by hand, since a map has up to thousands of them."""

from dataclasses import dataclass
from html import escape

from areas.names import UNIT_KINDS
from reports.mosaic.standing import sign_of

LINE = 7  # letters of a name in a row of a tile
FIRST_ROW, NEXT_ROW = {1: -2, 2: -7, 3: -12}, 10  # from the middle of the tile, by how many rows there are


@dataclass(frozen=True)
class Tile:
    """A unit, or the mark of an archipelago; its letters stand around (x, y), and are made when they are asked for."""

    path: str
    x: float
    y: float
    label: str
    state: str
    title: str
    url: str

    @property
    def name(self) -> list[str]:
        """In rows."""
        return _rows(self.label)

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in _bare(self.label).split() if word[0].isalnum())[:4]

    @property
    def sign(self) -> str:
        return sign_of(self.state)

    def markup(self, letters: str) -> str:
        """`letters` says what is written into it, as Mosaic.letters does; a narrow page shows initials for names."""
        path = f'<path class="tile-{self._look}" d="{self.path}" fill-rule="evenodd" />'
        inside = f"<title>{escape(self.title)}</title>{path}"
        if letters == "names":
            inside += self._text("name", self._rows())
        if letters in ("names", "initials"):
            inside += self._text("initials", escape(self.initials), ' dy="1"')
        if letters and self.sign:
            inside += self._text("sign", self.sign, f' dy="{4 if letters == "signs" else 16}"')
        return f'<a href="{escape(self.url)}" tabindex="-1">{inside}</a>' if self.url else f"<g>{inside}</g>"

    @property
    def _look(self) -> str:
        return self.state or "none"

    def _text(self, kind: str, text: str, place: str = "") -> str:
        return f'<text class="tile-{kind} on-{self._look}" x="{self.x}" y="{self.y}"{place}>{text}</text>'

    def _rows(self) -> str:
        rows = self.name
        steps = [FIRST_ROW[min(len(rows), 3)], *[NEXT_ROW] * (len(rows) - 1)]
        return "".join(
            f'<tspan x="{self.x}" dy="{step}">{escape(row)}</tspan>' for step, row in zip(steps, rows, strict=True)
        )


def _bare(name: str) -> str:
    """Without the kind and the mark of an ended unit: "Thành phố Cần Thơ (cũ)" is "Cần Thơ" on a tile."""
    for kind in UNIT_KINDS:
        name = name.removeprefix(f"{kind} ")
    return name.partition(" (")[0]


def _rows(name: str) -> list[str]:
    """Words that fit into a tile, as many in a row as it holds."""
    rows = [""]
    for word in _bare(name).split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > LINE:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows
