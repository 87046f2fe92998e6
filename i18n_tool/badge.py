"""Draws a badge: a label and values beside it, each on a colour of its own, as SVG.

The picture needs no network, no font of its own and no script, and the same words give the same bytes. Text is set to
the width that it is estimated to take in Verdana or DejaVu Sans, so that another font neither spills nor leaves gaps.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from html import escape
from typing import Final, Literal, TypeAlias

Colour: TypeAlias = Literal["green", "yellow", "orange", "red", "grey"]

#: White text on each has a contrast of at least 4.5 to 1 (WCAG 2.2, level AA).
COLOURS: Final[dict[Colour, str]] = {
    "green": "#1a7f37",
    "yellow": "#8a6100",
    "orange": "#bc4c00",
    "red": "#c4232b",
    "grey": "#4d555e",
}

_FONT_SIZE: Final = 11
_HEIGHT: Final = 20
_PADDING: Final = 6
_RADIUS: Final = 3
_GAP: Final = 1
_BASELINE: Final = 14

# How wide characters are, in hundredths of the font's size: measured in DejaVu Sans and rounded into groups.
_GROUPS: Final = {
    28: "'IJijl",
    33: " ,-./:;\\f|·",
    40: '!"()[]rt',
    52: "*?_`csz–",
    70: "ABCEKPRSVXY&",
    77: "DGHNOQUw",
    84: "#+<=>M^~",
    98: "%@Wm",
}
_WIDTHS: Final = {character: width for width, characters in _GROUPS.items() for character in characters}
_COMMON_WIDTH: Final = 62
_WIDE: Final = 100


def render_badge(label: str, values: Iterable[tuple[str, Colour]]) -> str:
    """Return a badge as an SVG document.

    Args:
        label: what stands at the left.
        values: what stands beside it, from left to right, and its colour.

    >>> render_badge("coverage", [("98 %", "green")]).splitlines()[1]
    '<title>coverage: 98 %</title>'
    """
    values = [(_clean(text), colour) for text, colour in values]
    parts: list[tuple[str, Colour]] = [(_clean(label), "grey"), *values]
    name = escape(f"{_clean(label)}: {', '.join(text for text, _ in values)}")
    shapes, left = [], 0
    for text, colour in parts:
        size = text_width(text) + 2 * _PADDING
        rounding = f'rx="{_RADIUS}" fill="{COLOURS[colour]}"'
        shapes += [
            f'<rect x="{left}" width="{size}" height="{_HEIGHT}" {rounding}/>',
            _text(left + _PADDING, text),
        ]
        left += size + _GAP
    width = left - _GAP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_HEIGHT}" viewBox="0 0 {width} {_HEIGHT}"'
        f' role="img" aria-label="{name}">'
    )
    style = f'<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="{_FONT_SIZE}">'
    return "\n".join([head, f"<title>{name}</title>", style, *shapes, "</g>", "</svg>", ""])


def text_width(text: str) -> int:
    """Return about how wide a text is, in pixels at the badge's size, rounded up.

    >>> text_width("iii"), text_width("mmm"), text_width("中文")
    (10, 33, 22)
    """
    return -(-sum(map(_width, text)) * _FONT_SIZE // 100)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    return _WIDTHS.get(character, _COMMON_WIDTH)


def _clean(text: str) -> str:
    """Return a text on one line, without the characters that XML has no place for."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(shown.split())


def _text(left: int, text: str) -> str:
    size = f'textLength="{text_width(text)}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{left}" y="{_BASELINE}" {size}>{escape(text)}</text>'
