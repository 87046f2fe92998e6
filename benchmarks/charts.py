"""Pictures of the results, as SVG: text stays text, and the same figures give the same bytes.

Each picture brings its own background and follows the reader's preference for light or dark, which plotting libraries
do not do; bars and dots are simple enough to be written without one, and so need nothing installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET  # it only writes here

WIDTH: Final = 820
_LABELS: Final = 260  # room for the names of the rows
_VALUES: Final = 60  # room for the value after the longest bar
_MARGIN: Final = 20
_BAR: Final = 13
_ROW_GAP: Final = 11
_TOP: Final = 66  # title and legend
_PLOT: Final = 380  # the side of a reliability plot
#: Colours that people with impaired colour vision can tell apart (Okabe and Ito 2008), usable on light and dark.
_COLOURS: Final = ("#0072b2", "#e69f00", "#56b4e9", "#cc79a7", "#009e73")
_STYLE: Final = """
text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
.title { font-size: 15px; font-weight: 600 }
.background { fill: #ffffff }
.axis { stroke: #8c959f; fill: none }
.ideal { stroke: #8c959f; stroke-dasharray: 4 4 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.background { fill: #0d1117 }
}
"""


class Bars(NamedTuple):
    """A series: its name, and one value for each row."""

    name: str
    values: Sequence[float]


class Points(NamedTuple):
    """A series of a reliability plot: its name, and of each bin the mean confidence, the share right, the number."""

    name: str
    bins: Sequence[tuple[float, float, int]]


def bar_chart(title: str, rows: Sequence[str], series: Sequence[Bars], *, most: float) -> str:
    """Return horizontal bars, those of a row together.

    Args:
        title: what is shown, with its unit.
        rows: the names of the rows.
        series: what is compared, at most five.
        most: the value of the longest bar there can be.
    """
    height_of_row = _BAR * len(series) + _ROW_GAP
    bottom = _TOP + height_of_row * len(rows)
    root = _picture(title, WIDTH, bottom + _MARGIN)
    _legend(root, [one.name for one in series])
    scale = (WIDTH - _LABELS - _VALUES - _MARGIN) / most
    for (place, row), (which, bars) in product(enumerate(rows), enumerate(series)):
        top = _TOP + place * height_of_row + which * _BAR
        if which == 0:
            _text(root, _LABELS - 8, top + _BAR * (len(series) + 0.7) / 2, row, anchor="end")
        length = max(1.0, bars.values[place] * scale)
        _add(root, "rect", x=_LABELS, y=top, width=length, height=_BAR - 2, fill=_COLOURS[which])
        _text(root, _LABELS + length + 5, top + _BAR - 3, f"{bars.values[place]:.1f}")
    _add(root, "path", d=f"M{_LABELS} {_TOP - 4}V{bottom}", class_="axis")
    return _written(root)


def reliability_plot(title: str, series: Sequence[Points]) -> str:
    """Return a plot of the share that is right over the confidence; the area of a dot is its weight."""
    left, top = 70, _TOP + 24
    root = _picture(title, left + _PLOT + 2 * _MARGIN, top + _PLOT + 56)
    _legend(root, [one.name for one in series])
    _add(root, "path", d=f"M{left} {top}V{top + _PLOT}H{left + _PLOT}", class_="axis")
    _add(root, "path", d=f"M{left} {top + _PLOT}L{left + _PLOT} {top}", class_="ideal")
    for tick in range(0, 11, 2):
        at = _PLOT * tick / 10
        _text(root, left + at, top + _PLOT + 18, f"{tick / 10:.1f}", anchor="middle")
        _text(root, left - 8, top + _PLOT - at + 4, f"{tick / 10:.1f}", anchor="end")
    _text(root, left + _PLOT / 2, top + _PLOT + 40, "confidence", anchor="middle")
    _text(root, _MARGIN, top - 14, "share that is right")
    for which, points in enumerate(series):
        total = sum(size for _, _, size in points.bins) or 1
        places = [
            (left + _PLOT * sure, top + _PLOT * (1 - right), 3 + 12 * (size / total) ** 0.5)
            for sure, right, size in points.bins
        ]
        line = " ".join(f"{_short(x)},{_short(y)}" for x, y, _ in places)
        _add(root, "polyline", points=line, fill="none", stroke=_COLOURS[which])
        for x, y, radius in places:
            _add(root, "circle", cx=x, cy=y, r=radius, fill=_COLOURS[which], fill_opacity="0.7")
    return _written(root)


def _picture(title: str, width: float, height: float) -> ET.Element:
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_short(width)} {_short(height)}")
    root.attrib |= {"width": _short(width), "height": _short(height), "role": "img", "aria-label": title}
    ET.SubElement(root, "style").text = _STYLE
    _add(root, "rect", width="100%", height="100%", rx=6, class_="background")
    _text(root, _MARGIN, 28, title, class_="title")
    return root


def _legend(root: ET.Element, names: Iterable[str]) -> None:
    x = float(_MARGIN)
    for which, name in enumerate(names):
        _add(root, "rect", x=x, y=40, width=12, height=12, fill=_COLOURS[which])
        _text(root, x + 17, 50, name)
        x += 44 + 6.6 * len(name)


def _text(root: ET.Element, x: float, y: float, words: str, *, anchor: str = "start", class_: str = "") -> None:
    attributes = {"class_": class_} if class_ else {}
    _add(root, "text", x=x, y=y, text_anchor=anchor, **attributes).text = words


def _add(root: ET.Element, tag: str, **attributes: str | float) -> ET.Element:
    return ET.SubElement(
        root,
        tag,
        {
            name.rstrip("_").replace("_", "-"): value if isinstance(value, str) else _short(value)
            for name, value in attributes.items()
        },
    )


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _written(root: ET.Element) -> str:
    ET.indent(root, "")
    return ET.tostring(root, encoding="unicode") + "\n"
