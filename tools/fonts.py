"""Makes the fonts of PDF files: one TTF a weight, merged from the subsets that browsers load one by one.

A PDF written with a single subset shows boxes where the letters of another one should stand.
"""

import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

SOURCE = Path("node_modules/@fontsource/be-vietnam-pro/files")
OUT = Path("build/fonts")
SUBSETS = ("vietnamese", "latin", "latin-ext")
WEIGHTS = {"400": "Regular", "600": "SemiBold"}


def unpack(subset: str, weight: str, folder: Path) -> str:
    """The subset as a plain TTF; woff is the same in another wrapping."""
    font = TTFont(SOURCE / f"be-vietnam-pro-{subset}-{weight}-normal.woff")
    font.flavor = None
    path = folder / f"{subset}.ttf"
    font.save(path)
    return str(path)


def merge(weight: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        font = Merger().merge([unpack(subset, weight, Path(folder)) for subset in SUBSETS])
    font.save(OUT / f"BeVietnamPro-{name}.ttf")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for weight, name in WEIGHTS.items():
        merge(weight, name)
