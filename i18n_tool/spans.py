"""Half-open ranges of a text, and edits of it that are applied all together or not at all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from i18n_tool.errors import OverlapError


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A range of characters, `start` inclusive and `end` exclusive, counted from 0."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers.

        >>> Span(0, 2).of("你好吗")
        '你好'
        """
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The text at `span` becomes `replacement`."""

    span: Span
    replacement: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with every edit applied; what no edit covers stays as it was.

    All spans refer to the text as it was given, whatever their order. Two insertions at one place keep the
    order in which they were given. Linear in the text and the edits, but for sorting these.

    Raises:
        OverlapError: two edits overlap, or one lies outside the text.

    >>> apply_edits("one two", [Edit(Span(4, 7), "2"), Edit(Span(0, 3), "1")])
    '1 2'
    """
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = edit.span.start, edit.span.end
        if start < done or end < start or end > len(text):
            raise OverlapError(f"the edit at {start}-{end} overlaps another one or lies outside the text")
        parts += (text[done:start], edit.replacement)
        done = end
    parts.append(text[done:])
    return "".join(parts)


@dataclass(frozen=True)
class Lines:
    """Where the lines of a text begin, to turn an offset into a line and a column."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        position = self.text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return starts

    def place(self, offset: int) -> tuple[int, int]:
        r"""Return the line and the column of an offset, both counted from 1 and in characters.

        >>> Lines("ab\ncd").place(4)
        (2, 2)
        """
        line = bisect_right(self._starts, offset) - 1
        return line + 1, offset - self._starts[line] + 1
