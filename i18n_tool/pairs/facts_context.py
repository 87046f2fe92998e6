"""How near the words of a text stand to each other, and what of the words around a place stands around another one.

Distances are counted in words of meaning; a comma or a full stop between them counts as several, since what belongs
together is mostly in one clause. Each word near a place of the Chinese text votes for the places of the English text
that have a word of its meaning near, the more the nearer both are, and the more when it is on the same side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from i18n_tool.pairs.dictionary import Word, chinese_words, english_words
from i18n_tool.spans import Span

_BREAK = re.compile(r"[，。；：！？;:!?\n]|[,.](?!\d)")
#: Variables, which the dictionary passes over, bind numbers in formulas.
_VARIABLE = re.compile(r"(?<![A-Za-z0-9_])[A-Za-zα-ωΑ-Ω](?![A-Za-z0-9])|(?<![A-Za-z])[A-Za-z]+_[A-Za-z_]+")

# Found on six sources of documentation and a list of paper summaries: the larger windows that were tried, and weights
# by rarity, gained nothing.
#: How many words a break counts for, how many words on either side are looked at, and how far one may be at most.
_BREAK_WORDS = 4
_AROUND = 4
_FAR = 8
#: What a word is worth that stands before its place on one side and behind it on the other.
_OTHER_SIDE = 0.6


class Neighbour(NamedTuple):
    """A word near a place: its stems, its nearness from 0 to 2, and whether it follows the place."""

    stems: frozenset[str]
    nearness: float
    follows: bool


class Context:
    """A text as words at distances from each other; make it by `context_of`."""

    def __init__(self, text: str, words: Sequence[Word]):
        self._words = words
        self._starts = [word.start for word in words]
        self._breaks = [found.start() for found in _BREAK.finditer(text)]
        self._places = _places(self._starts, self._breaks)
        self._found: dict[frozenset[str], list[int]] = {}

    def place(self, offset: int) -> float:
        """Return where an offset lies between the words."""
        return bisect_left(self._starts, offset) - 0.5 + _BREAK_WORDS * bisect_left(self._breaks, offset)

    def around(self, span: Span) -> list[Neighbour]:
        """Return the words near a span, but for those in it."""
        here = self.place(span.start)
        index = bisect_left(self._starts, span.start)
        found = []
        for near in range(max(0, index - _AROUND), min(len(self._words), index + _AROUND + 1)):
            word = self._words[near]
            distance = abs(self._places[near] - here)
            if word.stems and distance < _FAR and not (word.start < span.end and word.end > span.start):
                found.append(Neighbour(word.stems, _nearness(distance), word.start > span.start))
        return found

    def support(self, neighbours: Sequence[Neighbour], places: Iterable[float]) -> float:
        """Return how well words of the other text fit the best of several places of this one, from 0 up."""
        known = [(word, found) for word in neighbours if (found := self._places_of(word.stems))]
        return max((_fit(known, place) for place in places), default=0.0)

    def _places_of(self, stems: frozenset[str]) -> list[int]:
        """Return where the words stand that have any of the stems, in order."""
        if stems not in self._found:
            places = {place for stem in stems & self._by_stem.keys() for place in self._by_stem[stem]}
            self._found[stems] = sorted(places)
        return self._found[stems]

    @cached_property
    def _by_stem(self) -> dict[str, list[int]]:
        by_stem: dict[str, list[int]] = {}
        for place, word in zip(self._places, self._words, strict=True):
            for stem in word.stems:
                by_stem.setdefault(stem, []).append(place)
        return by_stem


def _places(starts: Sequence[int], breaks: Sequence[int]) -> list[int]:
    """Return where the words of a text stand, in words, those that the breaks count for included."""
    places: list[int] = []
    before = 0
    for first, last in pairwise((0, *(bisect_left(starts, found + 1) for found in breaks), len(starts))):
        places += range(first + before, last + before)
        before += _BREAK_WORDS
    return places


def _fit(words: Iterable[tuple[Neighbour, Sequence[int]]], place: float) -> float:
    """Return how well words of the other text fit a place, given where this one has the like of each of them."""
    fit = 0.0
    for (_, nearness, follows), places in words:
        index = bisect_left(places, place)
        best = 0.0
        if index < len(places) and (behind := places[index] - place) < _FAR:
            best = (1.0 if follows else _OTHER_SIDE) * _nearness(behind)
        if index and (before := place - places[index - 1]) < _FAR:
            best = max(best, (_OTHER_SIDE if follows else 1.0) * _nearness(before))
        fit += nearness * best
    return fit


@lru_cache(maxsize=2)
def chinese_context(text: str) -> Context:
    """Return the words of a Chinese text, those in Latin letters included."""
    return Context(text, sorted((*chinese_words(text), *english_words(text), *_variables(text))))


@lru_cache(maxsize=2)
def english_context(text: str) -> Context:
    """Return the words of an English text."""
    return Context(text, sorted((*english_words(text), *_variables(text))))


def _variables(text: str) -> list[Word]:
    return [Word(found.start(), found.end(), frozenset((f"={found.group()}",))) for found in _VARIABLE.finditer(text)]


def _nearness(distance: float) -> float:
    return 1.0 / (0.5 + distance)
