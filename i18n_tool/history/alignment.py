"""Lays a damaged text beside an earlier version of it, line by line, in linear time.

The method is Heckel's (A technique for isolating differences between files, CACM 21(4), 1978): lines that occur once
in both are the same line, and so are equal lines beside them. To that come damaged lines: one whose ASCII part occurs
once in both, and those between two aligned lines where both texts have as many. Each must agree with the earlier line
in all that survives.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

#: What a line must have in common with an earlier one to be the same, as `weight` counts.
ENOUGH: Final = 12
#: What it says that the line before or after is the same, too.
OF_A_NEIGHBOUR: Final = 8
_UNALIGNED: Final = -1

_IDEOGRAPHS: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")
_WORDLIKE: Final = re.compile(r"[^\W_]")
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]+|\\?")

#: Tells whether a line, by its number, agrees with an earlier one.
Agrees = Callable[[int, int], bool]


def weight(text: str) -> int:
    """Return how much a text tells apart: a letter or digit counts 1, an ideograph 2.

    >>> weight("- **Mamba** 模型")
    9
    """
    return len(_WORDLIKE.findall(text)) + len(_IDEOGRAPHS.findall(text))


def skeleton(text: str) -> str:
    """Return the ASCII characters of a text that no damage touches.

    >>> skeleton("[论文??](https://example.org)")
    '[](https://example.org)'
    """
    return _BEYOND_ASCII.sub("", text)


@dataclass(slots=True)
class Alignment:
    """Which lines of two texts are the same.

    Attributes:
        earlier_of: for each line the earlier one, or -1.
        later_of: for each earlier line the later one, or -1.
    """

    earlier_of: list[int]
    later_of: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, lines: int, earlier: int) -> Alignment:
        """Return the alignment of so many lines, none of which is aligned yet."""
        return cls([_UNALIGNED] * lines, [_UNALIGNED] * earlier)

    def link(self, line: int, earlier: int) -> None:
        """Note that two lines are the same."""
        self.earlier_of[line] = earlier
        self.later_of[earlier] = line

    def are_free(self, line: int, earlier: int) -> bool:
        """Tell whether neither line is aligned yet."""
        return self.earlier_of[line] == _UNALIGNED == self.later_of[earlier]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the lines that are aligned, each with the earlier one."""
        return ((line, earlier) for line, earlier in enumerate(self.earlier_of) if earlier >= 0)

    def free_lines(self) -> Iterator[int]:
        """Yield the lines that are not aligned."""
        return (line for line, earlier in enumerate(self.earlier_of) if earlier < 0)

    def free_earlier(self) -> Iterator[int]:
        """Yield the earlier lines that are not aligned."""
        return (earlier for earlier, line in enumerate(self.later_of) if line < 0)

    def support(self, line: int, earlier: int) -> int:
        """Return what the lines before and after say for two being the same; the ends of the texts count as lines."""
        return OF_A_NEIGHBOUR * sum(self._is_aligned(line + step, earlier + step) for step in (-1, 1))

    def _is_aligned(self, line: int, earlier: int) -> bool:
        if line in {-1, len(self.earlier_of)}:
            return earlier == (-1 if line < 0 else len(self.later_of))
        return self.earlier_of[line] == earlier

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Yield the lines between aligned ones with those of the earlier text, where both have as many."""
        lines = len(self.earlier_of)
        start = 0
        while start < lines:
            end = start
            while end < lines and self.earlier_of[end] < 0:
                end += 1
            before = self.earlier_of[start - 1] if start else -1
            after = self.earlier_of[end] if end < lines else len(self.later_of)
            if after - before == end - start + 1:
                yield from zip(range(start, end), range(before + 1, after), strict=True)
            start = end + 1


def align(lines: Sequence[str], earlier: Sequence[str], skeletons: Mapping[int, str], agrees: Agrees) -> Alignment:
    """Return which lines are the same.

    Args:
        lines: the lines of the damaged text.
        earlier: those of the earlier version.
        skeletons: what survives of the ASCII characters of damaged lines, by number.
        agrees: whether one of these agrees with an earlier line.
    """
    found = Alignment.of(len(lines), len(earlier))
    link_unique(found, dict(enumerate(lines)), dict(enumerate(earlier)))
    extend(found, lines, earlier)
    unaligned = {number: skeleton(earlier[number]) for number in found.free_earlier()}
    telling = {
        number: key for number, key in skeletons.items() if found.earlier_of[number] < 0 and weight(key) >= ENOUGH
    }
    link_unique(found, telling, unaligned, agrees)
    extend(found, lines, earlier)
    fill_blocks(found, lambda line, place: lines[line] == earlier[place] or (line in skeletons and agrees(line, place)))
    return found


def link_unique(
    found: Alignment, keys: Mapping[int, str], earlier_keys: Mapping[int, str], agrees: Agrees | None = None
) -> None:
    """Link lines whose key occurs once in both texts."""
    counts = Counter(keys.values())
    earlier_counts = Counter(earlier_keys.values())
    place_of = {key: number for number, key in earlier_keys.items() if earlier_counts[key] == 1}
    for number, key in keys.items():
        place = place_of.get(key)
        if place is None or counts[key] > 1 or not found.are_free(number, place):
            continue
        if agrees is None or agrees(number, place):
            found.link(number, place)


def extend(found: Alignment, lines: Sequence[str], earlier: Sequence[str]) -> None:
    """Link equal lines that follow, or go before, aligned ones, and those at the ends of the texts."""
    if lines and earlier:
        _link_equal(found, lines, earlier, 0, 0)
        _link_equal(found, lines, earlier, len(lines) - 1, len(earlier) - 1)
    earlier_of = found.earlier_of
    for number in range(len(lines) - 1):
        if earlier_of[number + 1] < 0 <= earlier_of[number]:
            _link_equal(found, lines, earlier, number + 1, earlier_of[number] + 1)
    for number in range(len(lines) - 1, 0, -1):
        if earlier_of[number - 1] < 0 <= earlier_of[number]:
            _link_equal(found, lines, earlier, number - 1, earlier_of[number] - 1)


def _link_equal(found: Alignment, lines: Sequence[str], earlier: Sequence[str], number: int, place: int) -> None:
    if 0 <= place < len(earlier) and lines[number] == earlier[place] and found.are_free(number, place):
        found.link(number, place)


def fill_blocks(found: Alignment, agrees: Agrees) -> None:
    """Link lines that agree and lie between aligned ones, where the earlier text has as many lines there."""
    for number, place in list(found.blocks()):
        if found.are_free(number, place) and agrees(number, place):
            found.link(number, place)
