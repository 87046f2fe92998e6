"""The badge: well-formed, legible, named for those who do not see it, and the same each time."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.badge import COLOURS, Colour, render_badge, text_width
from i18n_tool.coverage import coverage
from i18n_tool.coverage_formats import to_badge
from i18n_tool.model import Bilingual, Catalogue, Paper

SVG = "{http://www.w3.org/2000/svg}"

texts = st.text(st.characters() | st.sampled_from("<>&\"'\n\0\ud800\u202e中"), max_size=12)
values = st.lists(st.tuples(texts, st.sampled_from(sorted(COLOURS))), min_size=1, max_size=3)


@given(texts, values)
def test_every_text_gives_a_picture_with_a_name(label: str, shown: list[tuple[str, Colour]]) -> None:
    drawn = render_badge(label, shown)
    root = ET.fromstring(drawn.encode())  # noqa: S314 - it is our own
    assert drawn == render_badge(label, shown)
    assert {element.tag for element in root.iter()} == {f"{SVG}{tag}" for tag in ("svg", "title", "g", "rect", "text")}
    written = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert written == [plain(text) for text in (label, *(text for text, _ in shown))]
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{SVG}title") == f"{written[0]}: {', '.join(written[1:])}"


def plain(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


@given(texts, values)
def test_each_text_lies_within_its_colour_and_these_in_the_picture(label: str, shown: list[tuple[str, Colour]]) -> None:
    root = ET.fromstring(render_badge(label, shown).encode())  # noqa: S314 - it is our own
    boxes = [span(box, "width") for box in root.iter(f"{SVG}rect")]
    inner = [span(text, "textLength") for text in root.iter(f"{SVG}text")]
    assert all(box[0] < text[0] <= text[1] < box[1] for box, text in zip(boxes, inner, strict=True))
    assert all(before[1] < after[0] for before, after in pairwise(boxes))
    assert boxes[0][0] == 0
    assert boxes[-1][1] == int(root.get("width", ""))


def span(element: ET.Element, size: str) -> tuple[int, int]:
    start = int(element.get("x", ""))
    return start, start + int(element.get(size, ""))


@pytest.mark.parametrize(
    ("text", "measured"),
    # By Chromium in 11 px DejaVu Sans.
    [("coverage", 51.1), ("English 100 %", 78.2), ("WWW.", 36.1), ("illicit", 25.7), ("中文", 22.0)],
)
def test_a_text_is_about_as_wide_as_it_is_drawn(text: str, measured: float) -> None:
    assert text_width(text) == pytest.approx(measured, rel=0.05)


@pytest.mark.parametrize("colour", COLOURS.values())
def test_white_text_can_be_read_on_each_colour(colour: str) -> None:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    # The relative luminance and the contrast of WCAG 2.2.
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("present", "text", "colour"),
    [
        (40, "100 %", "green"),
        (39, "97 %", "yellow"),
        (30, "75 %", "yellow"),
        (29, "72 %", "orange"),
        (19, "47 %", "red"),
    ],
)
def test_the_colour_goes_with_the_coverage(present: int, text: str, colour: Colour) -> None:
    papers = tuple(
        Paper(f"p{number}", Bilingual("T"), "s", summary=Bilingual("Yes.", "是。" if number < present else None))
        for number in range(40)
    )
    expected = render_badge("coverage", [("English 100 %", "green"), (f"中文 {text}", colour)])
    assert to_badge(coverage(Catalogue(papers=papers))) == expected


def test_a_list_without_papers_is_neither_good_nor_bad() -> None:
    assert to_badge(coverage(Catalogue())) == render_badge("coverage", [("no papers", "grey")])
