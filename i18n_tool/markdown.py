"""Text inside Markdown: kept from being taken for HTML, and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from i18n_tool.spans import Span

# What CommonMark takes for the start of a tag, a comment, a declaration or a processing instruction
# (https://spec.commonmark.org/0.31.2/#raw-html). A link in angle brackets stays one; a backtick in it would make
# it unclear what is code.
_TAG = re.compile(r"<(?=[a-z/!?])(?!https?://[^<>\s`]*>)", re.IGNORECASE)
# Text that would be read back as an escape, and the escapes.
_ESCAPED = re.compile(r"&(?=(?:amp;)*(?:lt|#96);)")
_UNESCAPED = re.compile(r"&lt;|&#96;|&amp;(?=(?:amp;)*(?:lt|#96);)")
# The quotes and lists in which a fence may stand are not followed further.
_FENCE = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})(.*)$", re.MULTILINE)
_CHARACTERS = {"&lt;": "<", "&#96;": "`", "&amp;": "&"}
# The marks that mean something in a line: of CommonMark, and on GitHub of tables, links, emoji and formulas.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&@#:$!]|(?<=www)\.", re.IGNORECASE)
# Names of people and numbers of issues are looked for in the page, where the escape is gone; a comment parts them.
_PARTED = {mark: f"\\{mark}<!-- -->" for mark in "@#"}
_WHITE = re.compile(r"\s+")


def escape_html(text: str) -> str:
    """Return a text in which nothing is taken for HTML, so that no entry can break or script a page.

    Code spans keep their characters, since nothing in them is HTML. A backtick that is not part of one is escaped,
    lest it make one with a backtick of the text that follows. Linear.

    >>> escape_html("a <b>word</b>, `<code>`, x < y")
    'a &lt;b>word&lt;/b>, `<code>`, x < y'
    """
    parts: list[str] = []
    done = 0
    for span in _code_spans(text):
        parts += (_escape(text[done : span.start]), span.of(text))
        done = span.end
    return "".join([*parts, _escape(text[done:])])


def escape_markdown(text: str) -> str:
    r"""Return a text in which every mark stands for itself, on one line, as in the cell of a table.

    >>> print(escape_markdown("a | *b*"))
    a \| \*b\*
    """
    return _MARKUP.sub(lambda mark: _PARTED.get(mark[0], f"\\{mark[0]}"), _WHITE.sub(" ", text))


def unescape_html(text: str) -> str:
    """Return the text that `escape_html` made `text` from.

    >>> unescape_html("a &lt;b>word&lt;/b>, `<code>`")
    'a <b>word</b>, `<code>`'
    """
    parts: list[str] = []
    done = 0
    for span in _code_spans(text):
        parts += (_unescape(text[done : span.start]), span.of(text))
        done = span.end
    return "".join([*parts, _unescape(text[done:])])


def _escape(text: str) -> str:
    return _TAG.sub("&lt;", _ESCAPED.sub("&amp;", text)).replace("`", "&#96;")


def _unescape(text: str) -> str:
    return _UNESCAPED.sub(lambda found: _CHARACTERS[found.group()], text)


def code_places(text: str) -> Iterator[Span]:
    """Yield the fenced blocks of code and the code spans that are certain; these may lie in those.

    A block that no fence ends goes on to the end of the text. Linear.

    >>> [span.of("see `a`") for span in code_places("see `a`")]
    ['`a`']
    """
    yield from _code_spans(text)
    opening: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opening is None:
            opening = fence if fence[1][0] == "~" or "`" not in fence[2] else None
        elif fence[1].startswith(opening[1]) and not fence[2].strip():
            yield Span(opening.start(), fence.end())
            opening = None
    if opening is not None:
        yield Span(opening.start(), len(text))


def _code_spans(text: str) -> Iterator[Span]:
    """Yield the code spans that are certain: within a line, from backticks to the next run of as many.

    A run behind a backslash may not begin one. Linear: each run looks up the next one of its length.
    """
    runs = [match.span() for match in re.finditer("`+|\n", text)]
    closing: list[int | None] = [None] * len(runs)
    latest: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        if text[start] == "\n":
            latest.clear()
            continue
        closing[index] = latest.get(end - start)
        latest[end - start] = index
    index = 0
    while index < len(runs):
        close = closing[index]
        start = runs[index][0]
        if close is None or text[start - 1 : start] == "\\":
            index += 1
            continue
        yield Span(start, runs[close][1])
        index = close + 1
