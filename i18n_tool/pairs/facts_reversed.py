"""Comparisons and permissions that say the opposite in one of the texts.

Chinese words that deny or belittle are rare, and the English sentence that they translate says so, too, in one of many
ways. So for each of them the English sentences are looked for that share the most words with its clause; where none of
these has any word that denies or belittles, the Chinese one is reported. A summary may have taken it from any sentence,
and is asked for less: for the words that are rare in summaries, and that the whole English text has in no form.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from i18n_tool.pairs.dictionary import Word, chinese_words, english_words
from i18n_tool.pairs.facts_denials import (
    CHINESE_NEGATION,
    CONDITION,
    ENGLISH_NEGATION,
    OTHERS,
    Marked,
    any_word,
    lexicon,
)
from i18n_tool.pairs.pair import Pair
from i18n_tool.sentences import sentences
from i18n_tool.spans import Span

_CLAUSE_END = re.compile("[，。；：！？\n]")

# Measured on true pairs and on pairs with a comparison reversed.
#: A clause of fewer words is read with the one before it; of these, so many must be known to look for.
_FEW_WORDS, _LEAST_WORDS = 3, 2
#: No clause has more words on either side of the one in question.
_MOST_WORDS = 25
#: How much of the clause the English sentence must share, by weight of its words, and how many words at least.
_SHARED, _LEAST_SHARED = 0.4, 1.0
#: Sentences that share nearly as much as the best one may be meant as well.
_NEARLY = 0.6
#: How far before a word a condition is looked for, and at how many such words of a text.
_LOOK_BACK = 60
_MOST = 50


@dataclass(frozen=True, slots=True)
class Reversed:
    """A Chinese word that denies or belittles what the English sentence affirms.

    Args:
        word: where it stands in the Chinese text.
        english: the English sentence that shares the most words with its clause.
    """

    word: Span
    english: Span


def find_reversed(pair: Pair) -> Iterator[Reversed]:
    """Yield the words of the Chinese text that deny what the English text says.

    >>> pair = Pair("summary", "Our method supports long videos.", "我们的方法不支持长视频。", "translation")
    >>> [item.word.of(pair.zh) for item in find_reversed(pair)]
    ['不支持']
    """
    if not any_word(pair.relation).search(pair.zh):
        return
    found = [
        (Span(*match.span()), entry)
        for entry in lexicon(pair.relation)
        if (matches := list(islice(entry.chinese.finditer(pair.zh), _MOST)))
        and not (entry.anywhere and entry.anywhere.search(pair.en))
        for match in matches
    ]
    if found:
        texts = _Texts(pair)
        for word, entry in sorted(found, key=lambda item: item[0]):
            if not texts.is_excused(word, entry) and (meant := texts.sentences_of(word, entry)):
                if entry.english and texts.have(meant, entry.english):
                    continue
                if not entry.opposite or texts.have(meant, entry.opposite):
                    yield Reversed(word, meant[0])


class _Texts:
    """The sentences of the English text, by their words, and the clauses of the Chinese one."""

    def __init__(self, pair: Pair):
        self.pair = pair
        words = english_words(pair.en)
        starts = [word.start for word in words]
        self.english = [
            (span, _stems(words[bisect_left(starts, span.start) : bisect_left(starts, span.end)]))
            for span in sentences(pair.en)
        ]
        self.words = sorted((*chinese_words(pair.zh), *english_words(pair.zh)))
        self.starts = [word.start for word in self.words]
        self.text = pair.zh
        self.ends = [-1, *(match.start() for match in _CLAUSE_END.finditer(pair.zh)), len(pair.zh)]

    def is_excused(self, word: Span, entry: Marked) -> bool:
        """Return whether it cannot be told from its words what a Chinese sentence denies."""
        before = self._before(word)
        if CONDITION.search(self.pair.zh, *before):
            return True
        if entry.anywhere:
            return bool(OTHERS.search(self.pair.zh, *before))
        return bool(CHINESE_NEGATION.search(word.of(self.pair.zh))) and self._denies_as_often

    def have(self, places: Sequence[Span], words: re.Pattern[str]) -> bool:
        """Return whether any of some sentences has one of the words."""
        return any(words.search(self.pair.en, span.start, span.end) for span in places)

    @cached_property
    def _denies_as_often(self) -> bool:
        """Whether the English text denies as much as the Chinese one does, if in other sentences."""
        return len(ENGLISH_NEGATION.findall(self.pair.en)) >= len(CHINESE_NEGATION.findall(self.pair.zh))

    def _before(self, word: Span) -> tuple[int, int]:
        """Return where what stands before a word in its sentence begins and ends."""
        start = max(0, word.start - _LOOK_BACK)
        return max(start, *(self.text.rfind(sign, start, word.start) + 1 for sign in "。；！？\n")), word.start

    def sentences_of(self, word: Span, entry: Marked) -> list[Span]:
        """Return the English sentences that a word's clause may be of, the likeliest first.

        There are none in doubt, unless the text has nowhere what the word may stand for: then it is any that affirms.
        """
        clause = self._clause(word)
        if len(clause) < _LEAST_WORDS and not entry.anywhere:
            return []
        weights = [
            max(1, sum(not stems.isdisjoint(item.stems) for _, stems in self.english)) ** -0.5 for item in clause
        ]
        shared = [
            (
                sum(weight for item, weight in zip(clause, weights, strict=True) if not stems.isdisjoint(item.stems)),
                span,
            )
            for span, stems in self.english
            if not (entry.anywhere and entry.opposite) or self.have([span], entry.opposite)
        ]
        shared.sort(key=lambda item: -item[0])
        best = shared[0][0] if shared else 0.0
        if best < max(_LEAST_SHARED, _SHARED * sum(weights)) and not entry.anywhere:
            return []
        return [span for value, span in shared if value >= _NEARLY * best]

    def _clause(self, word: Span) -> list[Word]:
        """Return the words of meaning around a word, up to the nearest punctuation."""
        index = bisect_left(self.ends, word.start)
        start, end = self.ends[index - 1] + 1, self.ends[index]
        words = self._between(start, end, word)
        if len(words) < _FEW_WORDS and index > 1 and self.text[start - 1] in "，：":
            words = self._between(self.ends[index - 2] + 1, end, word)
        return words

    def _between(self, start: int, end: int, word: Span) -> list[Word]:
        at = bisect_left(self.starts, word.start)
        first = max(bisect_left(self.starts, start), at - _MOST_WORDS)
        words = self.words[first : min(bisect_left(self.starts, end), at + _MOST_WORDS)]
        return [item for item in words if item.stems and (item.end <= word.start or item.start >= word.end)]


def _stems(words: Sequence[Word]) -> frozenset[str]:
    return frozenset[str]().union(*(word.stems for word in words))
