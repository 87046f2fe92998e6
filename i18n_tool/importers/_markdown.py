"""The lines of a Markdown list and what each of them is; no more of Markdown than telling text from markup takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

#: `raw` is what has no text of its own to read: tables, HTML, images, code, comments.
Kind: TypeAlias = Literal["blank", "heading", "item", "rule", "raw", "text"]

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|(?=[^#\s]))(.*)")
_ITEM = re.compile(r"([-*+•]|\d{1,4}[.)、])(?:[ \t]+|\Z)")
_RULE = re.compile(r"(?:- ?){3,}\Z|(?:\* ?){3,}\Z|(?:_ ?){3,}\Z|={3,}\Z")
_FENCE = re.compile(r"`{3,}|~{3,}")
_BREAK = re.compile(r"<br *[/\\]? *>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[|\[!\[")
_TAG = re.compile(r"</?([a-z][a-z0-9]*)[\s/>]", re.IGNORECASE)
#: Tags that only dress the text that they stand in.
_INLINE_TAGS = frozenset(
    {"b", "i", "u", "em", "strong", "code", "sub", "sup", "br", "font", "span", "mark", "small", "kbd"}
)
#: Tags that hide everything up to the next blank line from Markdown: https://spec.commonmark.org/0.31.2/#html-blocks
_BLOCK_TAGS = frozenset(
    {"address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "iframe", "li"}
    | {"main", "menu", "nav", "ol", "p", "pre", "script", "section", "style", "summary", "table", "tbody", "td"}
    | {"textarea", "tfoot", "th", "thead", "tr", "ul"}
)
_TAB = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or the part of one that a `<br>` ends.

    Args:
        number: the line in the source, counted from 1.
        kind: what it is.
        text: its text without indentation, marker and final `<br>`; for `raw` the line as it stands.
        indent: the column at which it begins; tabs count as four.
        marker: the `#`s of a heading, or what marks an item.
        is_broken: whether a `<br>` ends it.
    """

    number: int
    kind: Kind
    text: str
    indent: int = 0
    marker: str = ""
    is_broken: bool = False


def read_lines(text: str) -> Iterator[Line]:
    r"""Yield the lines of a Markdown text.

    >>> [(line.kind, line.text) for line in read_lines("# A\n- B <br>\n  C\n\n| D |")]
    [('heading', 'A'), ('item', 'B'), ('text', 'C'), ('blank', ''), ('raw', '| D |')]
    """
    closing = ""
    for number, raw in enumerate(text.split("\n"), 1):
        stripped = raw.strip()
        if closing:
            if closing == "blank" and not stripped:
                closing = ""
                yield Line(number, "blank", "")
                continue
            yield Line(number, "raw", raw.rstrip())
            if closing != "blank" and _closes(stripped, closing):
                closing = ""
            continue
        closing = _opens(stripped)
        if closing or _is_raw(stripped):
            yield Line(number, "raw", raw.rstrip(), _indent(raw))
        else:
            yield from _parts(number, stripped, _indent(raw))


def _opens(stripped: str) -> str:
    """Return what ends the block that a line opens; "" when it opens none, or ends it itself."""
    if fence := _FENCE.match(stripped):
        return "" if fence.group()[0] in stripped[fence.end() :] else fence.group()
    if stripped.startswith("<!--"):
        return "" if "-->" in stripped else "-->"
    tag = _TAG.match(stripped)
    return "blank" if tag and tag.group(1).lower() in _BLOCK_TAGS else ""


def _closes(stripped: str, closing: str) -> bool:
    if closing == "-->":
        return closing in stripped
    return stripped.startswith(closing) and not stripped.strip(closing[0])


def _is_raw(stripped: str) -> bool:
    if stripped.startswith(("|", "<!--", "```", "~~~")) or _IMAGE.match(stripped) or _is_table_rule(stripped):
        return True
    tag = _TAG.match(stripped)
    return bool(tag and tag.group(1).lower() not in _INLINE_TAGS)


def _is_table_rule(stripped: str) -> bool:
    return stripped.startswith(("-", ":")) and "|" in stripped and not stripped.strip("-:| ")


def _parts(number: int, stripped: str, indent: int) -> Iterator[Line]:
    """Yield what the `<br>`s of a line divide it into; the first part tells what the line is."""
    if not stripped:
        yield Line(number, "blank", "")
        return
    if _RULE.match(stripped):
        yield Line(number, "rule", stripped, indent)
        return
    kind, marker, rest = _marked(stripped)
    pieces = [piece.strip() for piece in _BREAK.split(rest)]
    last = len(pieces) - 1
    yield Line(number, kind, pieces[0], indent, marker, is_broken=last > 0)
    for place, piece in enumerate(pieces[1:], 1):
        if piece:
            yield Line(number, "text", piece, indent, is_broken=place < last)


def _marked(stripped: str) -> tuple[Kind, str, str]:
    if heading := _HEADING.match(stripped):
        return "heading", heading.group(1), re.sub(r"(?:^|(?<=\s))#+\Z", "", heading.group(2)).strip()
    if item := _ITEM.match(stripped):
        return "item", item.group(1), stripped[item.end() :]
    return "text", "", stripped


def _indent(raw: str) -> int:
    expanded = raw[: len(raw) - len(raw.lstrip())].replace("\u3000", "  ").expandtabs(_TAB)
    return len(expanded)
