"""The colours of tokens.css are readable wherever they stand, in light and dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
GROUNDS = ("paper", "surface", "sunken", "primary-tint")
TEXT = [(ink, ground) for ink in ("ink", "muted", "primary-strong") for ground in GROUNDS]
TEXT += [("primary", ground) for ground in ("paper", "surface", "primary-tint")]
TEXT += [
    (f"{state}-text", ground) for state in ("reached", "behind", "late") for ground in ("surface", f"{state}-tint")
]
TEXT += [("ink", f"{state}-tint") for state in ("reached", "behind", "late")]
TEXT += [("on-primary", "primary"), ("on-primary", "primary-strong")]
LINES = [
    (line, ground) for line in ("line", "primary", "reached", "behind", "late") for ground in ("paper", "surface")
]


def colours(theme):
    block = re.search(rf'\[data-bs-theme="{theme}"\]\s*{{(.*?)}}', TOKENS.read_text(), re.DOTALL).group(1)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour):
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (LINES, 3)], ids=["text", "lines"])
def test_colours_keep_their_contrast(theme, pairs, least):
    tokens = colours(theme)
    found = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}
