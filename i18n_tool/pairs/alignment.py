"""Which sentences of an English text and of a Chinese one say the same: alignment that keeps the order.

The method is that of Gale and Church (1993), dynamic programming over beads of a few sentences a side or of none on
one of them, but what makes a bead likely is what its sentences share: words by the dictionary, names and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from i18n_tool.pairs.dictionary import Word, chinese_words, english_words
from i18n_tool.sentences import sentences
from i18n_tool.spans import Span

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")

#: How many sentences a bead has on either side; a sentence without a counterpart is one by itself.
_BEADS = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
#: The share of their words that sentences must have in common for it to be better to align them than not to. Those of
#: true translations have 0.7 on average, those of two sentences taken at random from one text less than 0.2.
_LEAST_SHARED = 0.2
#: What a sentence more in a bead costs, in words, so that of two ways to align the one with smaller beads is taken.
_COST = 0.4
#: What it costs to leave a sentence without a counterpart, in words.
_COST_OF_NONE = 0.5
#: How far from the diagonal a bead may lie, in sentences, beyond the difference of both numbers of sentences.
_BAND = 10
#: Longer texts are left in one piece, which keeps the cost linear.
MOST_SENTENCES = 500


class Bead(NamedTuple):
    """Sentences that say the same; those of one side are empty where the other side has no counterpart.

    Args:
        en: the English sentences, next to each other.
        zh: the Chinese sentences, next to each other.
        score: the share of their words, names and numbers that are on both sides, 0 to 1.
    """

    en: tuple[Span, ...]
    zh: tuple[Span, ...]
    score: float


#: What makes a word, a name or a number found in another sentence: any of these.
Key: TypeAlias = frozenset[str]


class Sentence(NamedTuple):
    """A sentence, and its words, names and numbers, each once, by what they can be found by on the other side."""

    span: Span
    keys: tuple[Key, ...]


@lru_cache(maxsize=4)
def align(en: str, zh: str) -> tuple[Bead, ...]:
    """Return the beads that cover the sentences of both texts, in order. The cost is linear in the texts.

    >>> en = "Mamba is fast. It needs less memory. The code is public."
    >>> zh = "Mamba 速度很快。代码已经公开。"
    >>> [len(bead.zh) for bead in align(en, zh)]
    [1, 0, 1]
    """
    left, right = english_sentences(en), chinese_sentences(zh)
    if not left or not right or max(len(left), len(right)) > MOST_SENTENCES:
        return (_bead(left, right),) if left or right else ()
    grid = _Grid(left, right)
    return tuple(_bead(left[i:i2], right[j:j2]) for i, i2, j, j2 in _path(grid))


def _bead(left: Sequence[Sentence], right: Sequence[Sentence]) -> Bead:
    keys = [tuple(dict.fromkeys(key for item in side for key in item.keys)) for side in (left, right)]
    stems = [frozenset[str]().union(*side) for side in keys]
    shared = sum(not key.isdisjoint(stems[1]) for key in keys[0]) + sum(not key.isdisjoint(stems[0]) for key in keys[1])
    share = shared / max(1, len(keys[0]) + len(keys[1]))
    return Bead(tuple(item.span for item in left), tuple(item.span for item in right), share)


class _Grid:
    """What the sentences of two texts share, each with each.

    `in_right[i][j]` has a bit for each key of the English sentence `i`, set where the Chinese sentence `j` has it.
    """

    def __init__(self, left: Sequence[Sentence], right: Sequence[Sentence]):
        self.left, self.right = left, right
        self.in_right, self.in_left = _found(left, right), _found(right, left)

    def size(self, i: int, i2: int, j: int, j2: int) -> int:
        """Return how many keys the sentences of a bead have."""
        return sum(len(item.keys) for item in self.left[i:i2]) + sum(len(item.keys) for item in self.right[j:j2])

    def shared(self, i: int, i2: int, j: int, j2: int) -> int:
        """Return how many of them are found on the other side of the bead."""
        return _count(self.in_right[i:i2], range(j, j2)) + _count(self.in_left[j:j2], range(i, i2))


def _found(here: Sequence[Sentence], there: Sequence[Sentence]) -> list[dict[int, int]]:
    places: dict[str, list[int]] = {}
    for index, item in enumerate(there):
        for stem in frozenset[str]().union(*item.keys):
            places.setdefault(stem, []).append(index)
    rows = []
    for item in here:
        row: dict[int, int] = {}
        for bit, key in enumerate(item.keys):
            for stem in key:
                for index in places.get(stem, ()):
                    row[index] = row.get(index, 0) | 1 << bit
        rows.append(row)
    return rows


def _count(rows: Iterable[dict[int, int]], others: range) -> int:
    total = 0
    for row in rows:
        bits = 0
        for other in others:
            bits |= row.get(other, 0)
        total += bits.bit_count()
    return total


def _path(grid: _Grid) -> list[tuple[int, int, int, int]]:
    """Return the first and last sentences of the beads that share the most together."""
    lefts, rights = len(grid.left), len(grid.right)
    band = _BAND + abs(lefts - rights)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(lefts + 1):
        middle = i * rights // lefts
        for j in range(max(0, middle - band), min(rights, middle + band) + 1):
            if (i, j) in best:
                _extend(grid, best, i, j)
    path = []
    end = lefts, rights
    while end != (0, 0):
        start = best[end][1]
        path.append((start[0], end[0], start[1], end[1]))
        end = start
    return path[::-1]


def _extend(grid: _Grid, best: dict[tuple[int, int], tuple[float, tuple[int, int]]], i: int, j: int) -> None:
    """Try each bead that begins at a place."""
    so_far = best[i, j][0]
    for lefts, rights in _BEADS:
        i2, j2 = i + lefts, j + rights
        if i2 <= len(grid.left) and j2 <= len(grid.right):
            gain = so_far + _gain(grid, i, i2, j, j2)
            if (i2, j2) not in best or gain > best[i2, j2][0]:
                best[i2, j2] = gain, (i, j)


def _gain(grid: _Grid, i: int, i2: int, j: int, j2: int) -> float:
    if i == i2 or j == j2:
        return -_COST_OF_NONE
    cost = _COST * (i2 - i + j2 - j - 2)
    return grid.shared(i, i2, j, j2) - _LEAST_SHARED * grid.size(i, i2, j, j2) - cost


def english_sentences(text: str) -> list[Sentence]:
    """Return the sentences of an English text, with what can be found of them in a Chinese one."""
    return _sentences(text, english_words(text))


def chinese_sentences(text: str) -> list[Sentence]:
    """Return the sentences of a Chinese text, with what can be found of them in an English one."""
    return _sentences(text, chinese_words(text) + english_words(text))


def _sentences(text: str, words: Sequence[Word]) -> list[Sentence]:
    items = [(word.start, word.stems) for word in words if word.stems]
    items += [(match.start(), frozenset((match.group(),))) for match in _NUMBER.finditer(text)]
    items.sort(key=lambda item: item[0])
    found = []
    index = 0
    for span in sentences(text):
        keys: dict[Key, None] = {}
        while index < len(items) and items[index][0] < span.end:
            if items[index][0] >= span.start:
                keys[items[index][1]] = None
            index += 1
        found.append(Sentence(span, tuple(keys)))
    return found
