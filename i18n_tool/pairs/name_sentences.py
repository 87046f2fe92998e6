"""The Chinese sentence that a name stands in, and the English one that says the same."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from i18n_tool.language import without_code
from i18n_tool.pairs.alignment import align
from i18n_tool.pairs.dictionary import Word, chinese_words, english_words
from i18n_tool.pairs.known_names import known_in
from i18n_tool.pairs.names import Name, names_in
from i18n_tool.pairs.pair import Pair
from i18n_tool.pairs.spelling import fold
from i18n_tool.spans import Span

#: Words with a capital inside, a digit or a hyphen are names wherever they stand.
_UNMISTAKABLE = re.compile("[A-Za-z][A-Z]|[0-9_+-]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;|\n>])[\s\"'“”*_(>#|-]*\Z")
_LOOK_BACK = 12
_start = attrgetter("start")


@dataclass(frozen=True)
class Sentence:
    """One or more Chinese sentences and those of the English text that say the same.

    Args:
        span: where the Chinese ones stand.
        english: the English ones, without code; "" where there are none.
        chinese: the Chinese ones, without code.
        words: the Chinese words that mean something, and those in Latin letters.
        stems: what the English words have in common with their inflections.
    """

    span: Span
    english: str
    chinese: str
    words: Sequence[Word]
    stems: frozenset[str]

    @cached_property
    def left_over(self) -> frozenset[str]:
        """What kinds of names the English sentences have and the Chinese ones lack, as `_left_over` calls them."""
        return frozenset(_left_over(self.english, self.chinese))

    def unmatched(self, name: Span) -> int:
        """Return how many of the words that are not of a name have no counterpart."""
        return sum(self._is_new(word) for word in self.words if not _is_within(word, name))

    def strangers(self, name: Span) -> int:
        """Return how many of the words next to a name have no counterpart."""
        before = [word for word in self.words if word.end <= name.start][-1:]
        after = [word for word in self.words if word.start >= name.end][:1]
        return sum(map(self._is_new, before + after))

    def _is_new(self, word: Word) -> bool:
        return self.stems.isdisjoint(word.stems)


class Sentences:
    """The Chinese sentences of a pair, each with those that it is aligned with; made when they are asked for.

    What is aligned with nothing is taken to say the same as an English sentence beside it that is not, either.

    >>> pair = Pair("summary", "Mamba is fast. It needs memory.", "Mamba 很快。它需要内存。", "translation")
    >>> Sentences(pair).at(pair.zh.index("它")).english
    'It needs memory.'
    """

    def __init__(self, pair: Pair):
        self._en, self._zh = (without_code(text, keep_length=True) for text in (pair.en, pair.zh))
        self._english = english_words(pair.en)
        self._chinese = sorted(word for word in (*chinese_words(pair.zh), *english_words(pair.zh)) if word.stems)
        self._beads = align(pair.en, pair.zh)
        self._places = [index for index, bead in enumerate(self._beads) if bead.zh]
        self._ends = [self._beads[index].zh[-1].end for index in self._places]
        self._made: dict[int, Sentence] = {}

    def at(self, start: int) -> Sentence:
        """Return the sentence that has a place of the Chinese text."""
        index = self._places[bisect_right(self._ends, start)]
        if index not in self._made:
            self._made[index] = self._sentence(index)
        return self._made[index]

    def _sentence(self, index: int) -> Sentence:
        bead = self._beads[index]
        span = Span(bead.zh[0].start, bead.zh[-1].end)
        alike = [bead] if bead.en else [other for other in self._beads[max(0, index - 1) : index + 2] if not other.zh]
        there = Span(alike[0].en[0].start, alike[-1].en[-1].end) if alike else Span(0, 0)
        stems = frozenset[str]().union(*(word.stems for word in _words_in(self._english, there)))
        return Sentence(span, there.of(self._en), span.of(self._zh), _words_in(self._chinese, span), stems)


def _words_in(words: Sequence[Word], span: Span) -> Sequence[Word]:
    """Return those of the words, which are in order, that begin in a span."""
    return words[bisect_left(words, span.start, key=_start) : bisect_left(words, span.end, key=_start)]


def _is_within(word: Word, name: Span) -> bool:
    return name.start <= word.start and word.end <= name.end


def _left_over(english: str, chinese: str) -> Iterator[str]:
    """Yield the kind of each name that an English text has, or has more often: `name`, `word` and `fewer`."""
    known = known_in(chinese)
    names = list(names_in(english))
    mentions, counts = (Counter(_singular(name) for name in side) for side in (names_in(chinese), names))
    for name in names:
        form, start = _singular(name), name.span.start
        is_name = _UNMISTAKABLE.search(name.text)
        if is_name or not _SENTENCE_START.search(english[max(0, start - _LOOK_BACK) : start]):
            if 0 < mentions[form] < counts[form]:
                yield "fewer"
            elif not known.has(name.text):
                yield "name" if is_name else "word"


def _singular(name: Name) -> str:
    return fold(name.text).removesuffix("s")
