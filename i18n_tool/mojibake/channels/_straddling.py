"""Damaged characters that straddle sound ones: how tokens of bytes become passages of characters.

Where pairs of bytes were read as characters, a damaged character can hold the end of one sound character and the
beginning of the next. A passage may only begin and end where borders of both meet; what lies between two such places
stands or falls together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, groupby
from typing import NamedTuple

from i18n_tool.mojibake.channels._base import Candidates, Gap, Passage


class Remains(NamedTuple):
    """What is left of a character.

    Attributes:
        candidates: the characters of which that is left.
        lost: how many bytes are not.
        marked: whether a replacement character stands for them.
    """

    candidates: Candidates
    lost: int
    marked: bool


class Token(NamedTuple):
    """Some bytes of a line and what they were: sound text, remains, or None where no character can have left them."""

    start: int
    end: int
    content: str | Remains | None


@dataclass(eq=False)
class SpelledLine:
    """A line and the bytes that its characters stand for.

    Attributes:
        text: the line.
        lengths: how many bytes each character stands for.
    """

    text: str
    lengths: list[int]

    @cached_property
    def starts(self) -> list[int]:
        """The first byte of each character, and the end."""
        return [0, *accumulate(self.lengths)]

    @cached_property
    def _borders(self) -> frozenset[int]:
        return frozenset(self.starts)

    def is_border(self, byte: int) -> bool:
        """Tell whether a character begins at a byte, or the line ends there."""
        return byte in self._borders

    def character_at(self, byte: int) -> int:
        """Return the character that a byte belongs to."""
        return bisect_right(self.starts, byte) - 1

    def character_from(self, byte: int) -> int:
        """Return the first character that begins at a byte or after it."""
        return bisect_left(self.starts, byte)


@dataclass(slots=True)
class _Group:
    """What lies between two places where borders meet."""

    start: int
    text: str = ""
    gaps: list[tuple[str, Remains]] = field(default_factory=list)
    """Each with the known text before it."""

    def close(self, end: int) -> Iterator[str | Gap]:
        """Yield the parts of a passage that the group makes."""
        if not self.gaps:
            yield self.text
        last = len(self.gaps) - 1
        for place, (before, remains) in enumerate(self.gaps):
            after = self.text if place == last else ""
            yield Gap(self.start, end, *remains, before=before, after=after, continues=place > 0)


def parted(line: SpelledLine, text: str, start: int, end: int, length: Callable[[str], int]) -> Iterator[Token]:
    """Yield some text as one token for all that lies between borders of damaged characters, and one for each end.

    Args:
        line: the line it lies in.
        text: sound text.
        start: its first byte.
        end: the one after the last.
        length: tells how many bytes a sound character has.
    """
    first, last = 0, len(text)
    head, tail = start, end
    while first < last and not line.is_border(head):
        head += length(text[first])
        first += 1
    while first < last and not line.is_border(tail):
        last -= 1
        tail -= length(text[last])
    if first:
        yield Token(start, head, text[:first])
    if first < last:
        yield Token(head, tail, text[first:last])
    if last < len(text):
        yield Token(tail, end, text[last:])


def passages(line: SpelledLine, tokens: Iterable[Token]) -> Iterator[Passage]:
    """Yield the passages that tokens, which follow each other, make; what no character can have left parts them."""
    parts: list[str | Gap] = []
    first = last = 0
    group: _Group | None = None
    for token in tokens:
        if token.content is None:
            if parts:
                yield Passage(first, last, _joined(parts))
            parts, group = [], None
            continue
        if group is None:
            if not line.is_border(token.start):
                continue
            first = line.character_at(token.start)
            group = _Group(first)
        if isinstance(token.content, str):
            group.text += token.content
        else:
            group.gaps.append((group.text, token.content))
            group.text = ""
        if line.is_border(token.end):
            last = line.character_at(token.end)
            parts += group.close(last)
            group = _Group(last)
    if parts:
        yield Passage(first, last, _joined(parts))


def _joined(parts: list[str | Gap]) -> tuple[str | Gap, ...]:
    """Join the texts that follow each other."""
    joined: list[str | Gap] = []
    for known, members in groupby(parts, key=lambda part: isinstance(part, str)):
        if known:
            joined.append("".join(part for part in members if isinstance(part, str)))
        else:
            joined += members
    return tuple(joined)
