"""The bar below a figure: partials/_bar.html without a label, written by hand, since a table has hundreds of them."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

MARK, NO_MARK = '<line class="bar-target" x1="{0}" x2="{0}" y1="0" y2="6" />', mark_safe("")


@lru_cache(maxsize=4096)
def bar(percent: int, mark: int | None = None, state: str = "neutral") -> SafeString:
    """`percent` of it is filled, 0 to 100; a line stands at `mark`; `state` colours it."""
    line = NO_MARK if mark is None else format_html(MARK, mark)
    return format_html(
        '<svg class="bar bar-{}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-fill" width="{}" height="6" />{}</svg>',
        state,
        percent,
        line,
    )
